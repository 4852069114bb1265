"""A real `kiosk serve` on loopback, and the log behind it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import httpx

from kiosk.core.events import (
    Actor,
    ActorKind,
    Event,
    LogPulled,
    PullEnded,
    TokenAdded,
    TokenRemoved,
)
from kiosk.store.log import Log
from kiosk.store.place import open_log
from kiosk.web.tokens import digest, new_token
from tests.store.making import event

ROOT = Path(__file__).parents[2]
PATIENCE_S = 20.0
MANY = 20_000
"""Events of the long log."""

ALL: dict[str, str | int] = {"limit": 0, "format": "ndjson"}


@dataclass(frozen=True, slots=True)
class Served:
    """A served log: its directory, address, token and process."""

    state: Path
    url: str
    token: str
    process: subprocess.Popen[str]
    client: httpx.Client

    @property
    def events(self) -> str:
        """Give the address of the pull."""
        return f"{self.url}/api/v1/events"

    def get(self, shown: str | None = None, **parameters: Any) -> httpx.Response:
        """Pull with the token, or with another text shown instead."""
        headers = bearing(self.token if shown is None else shown)
        return self.client.get(self.events, params=parameters, headers=headers)

    def ask(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        """Ask for any path, with no token unless a header carries one."""
        return self.client.request(method, self.url + path, headers=headers)

    def stream(self) -> AbstractContextManager[httpx.Response]:
        """Begin to pull everything as ndjson."""
        return self.client.stream("GET", self.events, params=ALL, headers=bearing(self.token))

    def log(self) -> Log:
        """Open the log as another process would."""
        return open_log(self.state)

    def facts(self, after: int) -> list[Any]:
        """Give the facts after a position."""
        with self.log() as log:
            return [stored.event.fact for stored in log.read(after, 1000)]

    def pulls(self, after: int = 0) -> list[tuple[LogPulled, PullEnded | None]]:
        """Pair every pull after a position with its end, where it has one."""
        facts = self.facts(after)
        ends = {one.pull_id: one for one in facts if isinstance(one, PullEnded)}
        return [(one, ends.get(one.pull_id)) for one in facts if isinstance(one, LogPulled)]

    def memory_kb(self, line: str = "VmRSS") -> int:
        """Give the resident memory of the process now, or with VmHWM its highest."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return next(int(row.split()[1]) for row in status.splitlines() if row.startswith(line))


@dataclass(frozen=True, slots=True)
class Shared:
    """The server that most tests share."""

    state: Path
    errors: Path
    url: str
    process: subprocess.Popen[str]
    visitors: Iterator[int]

    def address(self) -> str:
        """Give an address that nobody came from before."""
        number = next(self.visitors)
        return f"127.1.{number // 250}.{1 + number % 250}"


def bearing(token: str) -> dict[str, str]:
    """Give the header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


def add_token(state: Path, name: str) -> str:
    """Let somebody pull; give the token."""
    token = new_token()
    with open_log(state) as log:
        log.append(administrator(TokenAdded(name, digest(token))))
    return token


def remove_token(state: Path, name: str) -> None:
    """Let somebody no longer pull."""
    with open_log(state) as log:
        log.append(administrator(TokenRemoved(name)))


def administrator(fact: TokenAdded | TokenRemoved) -> Event:
    """Make an event of the administrator."""
    made = event(fact)
    return Event(made.moment, Actor(ActorKind.ACCOUNT, "os:root"), fact)


@contextmanager
def running(
    state: Path, errors: Path, before: str = ""
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `kiosk serve` on a free port; give its address and its process.

    `before` is code that shortens a wait of the server.
    """
    code = f"import sys; from kiosk.cli.main import main\n{before}\nsys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "serve", "--port", "0", "--state", str(state)]
    with (
        errors.open("w") as stderr,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONWARNINGS": "error"},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            assert url, errors.read_text()
            yield url, process
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


@contextmanager
def visiting(
    state: Path, url: str, process: subprocess.Popen[str], address: str = "127.0.0.1"
) -> Iterator[Served]:
    """Come to a server with a token of one's own, from an address of one's own."""
    transport = httpx.HTTPTransport(local_address=address)
    with httpx.Client(transport=transport, timeout=PATIENCE_S) as client:
        yield Served(state, url, add_token(state, "bureau"), process, client)


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for a condition, with a deadline; reading a file of another process has no event."""
    deadline = monotonic() + PATIENCE_S
    while not condition():
        assert monotonic() < deadline, what


def lines(response: httpx.Response) -> list[dict[str, Any]]:
    """Read an ndjson answer."""
    return [json.loads(line) for line in response.text.split("\n") if line]
