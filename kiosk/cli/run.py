"""`kiosk run`: station, network side and terminal of one gate together, each its own process."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.cli.leash import leashed
from kiosk.cli.station import SOCKET_NAME
from kiosk.store.place import state_dir

_EXAMPLE = """\
example:
  kiosk run --config /etc/kiosk --state /var/lib/kiosk
"""
LEFT_BY_SUPERVISOR = 10
"""Exit code of a terminal that a supervisor ended by PIN; any other end starts it again."""

_PAUSE_S = 1.0
_STOP_S = 10.0
_NEVER = threading.Event()


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    parser.description = "Run station, network side and terminal; what ends is started again."
    parser.epilog = _EXAMPLE
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--config", type=Path, required=True, metavar="DIR")
    parser.add_argument("--state", type=Path, metavar="DIR", help="default: $KIOSK_STATE")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the screen")
    parser.add_argument("--host", default="127.0.0.1", help="address of the network side")
    parser.add_argument("--port", type=int, default=8090, help="its port; 0 leaves it out")


def run(args: argparse.Namespace) -> int:
    """Run until a supervisor ends the terminal, or a signal comes."""
    state = state_dir(args.state, os.environ)
    socket = state / "run" / SOCKET_NAME
    where = ["--state", str(state)]
    crew = Crew(state / "run")
    crew.add("station", ["station", "--config", str(args.config), "--socket", str(socket), *where])
    if args.port:
        crew.add("serve", ["serve", "--host", args.host, "--port", str(args.port), *where])
    return crew.with_terminal(["tui", "--socket", str(socket), "--lang", args.lang])


def command(arguments: list[str]) -> list[str]:
    """Give the command line of a verb in this very installation."""
    return [sys.executable, "-m", "kiosk.cli", *arguments]


@dataclass(slots=True)
class Crew:
    """Child processes that are kept running; their words go to files in `folder`.

    They end with this process, whatever ends it.
    """

    folder: Path
    _commands: dict[str, list[str]] = field(default_factory=dict)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _ended_at: dict[str, float] = field(default_factory=dict)
    _stopping: bool = False

    def add(self, name: str, arguments: list[str]) -> None:
        """Start a child and keep it running."""
        self._commands[name] = command(arguments)
        self._start(name)

    def with_terminal(self, arguments: list[str]) -> int:
        """Run the terminal in front, again and again, until a supervisor or a signal ends it."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        # The terminal has the keyboard; an interrupt from it is a key, not an end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            while self._going():
                began = time.monotonic()
                line = leashed(command(arguments))
                self._running["tui"] = subprocess.Popen(line)  # noqa: S603 - our own verb
                if self._watch("tui") == LEFT_BY_SUPERVISOR:
                    break
                # A terminal that cannot even begin is not tried a hundred times a second.
                while self._going() and time.monotonic() < began + _PAUSE_S:
                    _NEVER.wait(0.1)
        finally:
            self.stop()
        return 0

    def stop(self) -> None:
        """End every child, in good order."""
        self._stopping = True
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        for process in self._running.values():
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _going(self) -> bool:
        return not self._stopping

    def _on_signal(self, *_: object) -> None:
        self._stopping = True

    def _start(self, name: str) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / f"{name}.log").open("ab") as out:
            self._running[name] = subprocess.Popen(  # noqa: S603 - our own verbs
                leashed(self._commands[name]),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self._ended_at.pop(name, None)

    def _watch(self, front: str) -> int | None:
        process = self._running[front]
        while self._going():
            try:
                return process.wait(0.2)
            except subprocess.TimeoutExpired:
                self._keep(front)
        return None

    def _keep(self, front: str) -> None:
        for name, process in list(self._running.items()):
            if name == front or process.poll() is None:
                continue
            ended = self._ended_at.setdefault(name, time.monotonic())
            if time.monotonic() - ended >= _PAUSE_S:
                self._start(name)
