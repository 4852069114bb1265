"""Small blocking client of the link, for the command line and the scripted crowd."""

import contextlib
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kiosk.link.lines import Lines, LineTooLongError
from kiosk.link.messages import (
    VERSION,
    Answer,
    Hello,
    Intent,
    IntentAct,
    Message,
    MessageError,
    Query,
    State,
    decode,
    encode,
)

_CHUNK = 64 * 1024
_Found = TypeVar("_Found")


class LinkLostError(Exception):
    """The station is not there, or turned the client away; the text is its code or the cause."""


def new_id() -> str:
    """Make the id of an intent or query, never used before."""
    return secrets.token_hex(16)


class LinkClient:
    """A connection that keeps the newest state and waits for answers; use it with `with`.

    A thread reads all the time, so that a caller who is busy elsewhere is not cut as stuck.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._changed = threading.Condition()
        self._newest: State | None = None
        self._answers: dict[str, Answer] = {}
        self._waiting: set[str] = set()
        self._lost: str | None = None
        self._thread = threading.Thread(target=self._read, name="link-client", daemon=True)
        self._thread.start()

    @classmethod
    def connect(cls, path: Path, timeout: float = 5.0, name: str = "client") -> "LinkClient":
        """Connect and greet; raises LinkLostError after `timeout` seconds without a station."""
        deadline = time.monotonic() + timeout
        pause = threading.Event()
        while True:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.connect(os.fspath(path))
                return cls._greet(connection, name)
            except OSError as error:
                connection.close()
                if time.monotonic() >= deadline:
                    raise LinkLostError(f"no station at {path}: {error.strerror}") from error
            pause.wait(0.02)

    @classmethod
    def _greet(cls, connection: socket.socket, name: str) -> "LinkClient":
        """Say hello; a station that dies just now breaks the link, and another may follow it."""
        connection.sendall(encode(Hello(VERSION, name)))
        return cls(connection)

    def close(self) -> None:
        """Part from the station."""
        with contextlib.suppress(OSError):  # the station may have been quicker
            self._connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._connection.close()

    def __enter__(self) -> "LinkClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def newest(self) -> State | None:
        """The newest state, None before the first."""
        return self._newest

    def state(self, timeout: float = 5.0) -> State:
        """Return the newest state, waiting for the first one."""
        return self.wait_state(lambda _: True, timeout)

    def wait_state(self, wanted: Callable[[State], bool], timeout: float = 5.0) -> State:
        """Return the first newest state that `wanted` accepts; raises TimeoutError after that."""

        def ready() -> State | None:
            newest = self._newest
            return newest if newest is not None and wanted(newest) else None

        return self._wait(ready, timeout)

    def do(self, act: IntentAct, id: str | None = None, timeout: float = 5.0) -> Answer:
        """Send an intent and return its answer; the same `id` again acts once."""
        return self._ask(Intent(id or new_id(), act), timeout)

    def query(
        self,
        what: str,
        after: str | None = None,
        limit: int = 50,
        text: str | None = None,
        timeout: float = 5.0,
    ) -> Answer:
        """Ask for a page and return the answer that carries it."""
        return self._ask(Query(new_id(), what, after, limit, text), timeout)

    def _ask(self, message: Intent | Query, timeout: float) -> Answer:
        with self._changed:
            self._waiting.add(message.id)
        try:
            self._send(message)
            return self._wait(lambda: self._answers.get(message.id), timeout)
        finally:
            with self._changed:
                self._waiting.discard(message.id)
                self._answers.pop(message.id, None)

    def _wait(self, ready: Callable[[], _Found | None], timeout: float) -> _Found:
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                found = ready()
                if found is not None:
                    return found
                if self._lost is not None:
                    raise LinkLostError(self._lost)
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    raise TimeoutError(f"nothing from the station in {timeout} s")

    def _send(self, message: Message) -> None:
        try:
            self._connection.sendall(encode(message))
        except OSError as error:
            self._thread.join(1.0)  # the reader knows why, if the station said it
            raise LinkLostError(self._lost or f"the link broke: {error.strerror}") from error

    def _read(self) -> None:
        lines = Lines()
        refused: str | None = None
        why = "the station closed the link"
        try:
            while data := self._connection.recv(_CHUNK):
                for line in lines.receive(data):
                    refused = self._take(decode(line)) or refused
        except (OSError, LineTooLongError, MessageError) as error:
            why = str(error)
        with self._changed:
            self._lost = refused or why
            self._changed.notify_all()

    def _take(self, message: Message) -> str | None:
        with self._changed:
            if isinstance(message, State):
                self._newest = message
            elif isinstance(message, Answer):
                if message.id == "hello" and not message.ok:
                    return message.code
                if message.id in self._waiting:
                    self._answers[message.id] = message
            self._changed.notify_all()
        return None
