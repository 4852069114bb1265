"""The station's side of a door: starts the helper process, speaks to it, and replaces it."""

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from drivers.events import Back, DeviceEvent, Locked, Lost, NotUnlocked, Seen, Unlocked, Why
from drivers.reader import Sink

LIMIT_MS = 5000
FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 2.0
STEADY_S = 2.0
"""A helper that ends sooner is started more and more seldom."""
LATE_S = 1.5
"""A helper that has not shut the door so long after the end of a pulse is killed and replaced."""
_POLL_S = 0.1
_CLOSE_S = 3.0
_WRONG_USE = 2


class DoorHelper:
    """A door that is shut when the station dies; nothing is started before `start()`.

    `sink` gets Back, Lost, Unlocked, Locked and NotUnlocked from a thread of its own, stamped with
    `now`; it must neither block nor raise. `limit_ms` is the longest pulse, `baud` None the rate
    from the factory. Lost(Why.MISCONFIGURED) is for good: what is configured cannot be a door.
    """

    def __init__(
        self,
        name: str,
        driver: str,
        port: str,
        sink: Sink,
        now: Callable[[], float],
        *,
        channel: int = 1,
        limit_ms: int = LIMIT_MS,
        baud: int | None = None,
        options: Mapping[str, object] | None = None,
    ) -> None:
        self.name = name
        self._command = [sys.executable, "-m", "drivers.door.helper", "--driver", driver]
        self._command += ["--port", port, "--channel", str(channel), "--limit-ms", str(limit_ms)]
        self._command += ["--baud", str(baud)] if baud else []
        self._command += ["--options"] if options else []
        # On the input and not among the arguments, which everybody on the machine can read.
        self._first_line = json.dumps(dict(options)).encode() + b"\n" if options else b""
        self._sink = sink
        self._now = now
        self._limit_s = limit_ms / 1000
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._asked: dict[str, bool] = {}
        self._orphans: list[str] = []
        self._shut_by: float | None = None
        self._usable: bool | None = None
        self._impossible: str | None = None
        self._pause_s = FIRST_PAUSE_S
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"door {name}", daemon=True)

    def start(self) -> None:
        """Start the helper; once only."""
        self._thread.start()

    def unlock(self, milliseconds: int, request: str) -> bool:
        """Ask for a pulse without waiting; False while the door or its helper is lost.

        After True exactly one of Unlocked (and then Locked) or NotUnlocked follows for `request`.
        """
        line = json.dumps({"unlock_ms": milliseconds, "id": request}).encode() + b"\n"
        with self._lock:
            if not (self._usable and self._process and _write(self._process, line)):
                return False
            self._asked[request] = False
            longest_s = min(milliseconds / 1000, self._limit_s)
            self._shut_by = max(self._shut_by or 0.0, time.monotonic() + longest_s + LATE_S)
            return True

    def pid(self) -> int | None:
        """Return the helper's process id, None while there is no helper."""
        with self._lock:
            return None if self._process is None else self._process.pid

    def close(self) -> None:
        """Shut the door and end the helper; returns when it has ended."""
        with self._lock:
            self._closed.set()
            self._shut_by = time.monotonic() + LATE_S
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
        if self._thread.ident is not None:
            self._thread.join(_CLOSE_S)

    def _run(self) -> None:
        while not self._closed.is_set():
            began = time.monotonic()
            try:
                process = self._spawn()
            except OSError as error:
                self._become(False, Lost(Why.ENDED, f"cannot be started: {error}"))
            else:
                try:
                    self._listen(process)
                finally:
                    self._end(process)
            if self._impossible is not None:
                return
            if time.monotonic() - began >= STEADY_S:
                self._pause_s = FIRST_PAUSE_S
            self._closed.wait(self._pause_s)
            self._pause_s = min(LONGEST_PAUSE_S, 2 * self._pause_s)

    def _spawn(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).parents[2])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        # In a session of its own, so that Ctrl+C in the terminal ends the station first.
        process = subprocess.Popen(  # noqa: S603  our own module, arguments from the configuration
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,
        )
        with self._lock:
            self._process = process
            if process.stdin is not None and self._first_line:
                _write(process, self._first_line)
            if self._closed.is_set() and process.stdin is not None:
                process.stdin.close()
        return process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Hand on what the helper says, until it ends or is too late to shut the door."""
        assert process.stdout is not None  # noqa: S101  a pipe was asked for
        fileno = process.stdout.fileno()
        poll = select.poll()
        poll.register(fileno, select.POLLIN)
        rest = b""
        while not self._late():
            if not poll.poll(_POLL_S * 1000):
                continue
            data = os.read(fileno, 65536)
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self._hear(_answer(line))

    def _late(self) -> bool:
        with self._lock:
            return self._shut_by is not None and time.monotonic() > self._shut_by

    def _hear(self, answer: object) -> None:
        match answer:
            case {"back": True}:
                self._lock_orphans()
                self._become(True, Back())
            case {"misconfigured": str(detail)}:
                self._impossible = detail
            case {"lost": str(why), "detail": str(detail)}:
                self._become(False, Lost(Why(why), detail))
            case {"unlocked": str(request), "ms": int(milliseconds)}:
                with self._lock:
                    self._asked[request] = True
                self._post(Unlocked(request, milliseconds))
            case {"locked": str(request)}:
                self._forget(request)
                self._post(Locked(request))
            case {"error": str(why), "id": str(request)}:
                self._forget(request)
                self._post(NotUnlocked(request, why))

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Reap the helper, and answer what it left open."""
        with self._lock:
            self._process = None
            left, self._asked = self._asked, {}
            self._shut_by = None
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(_CLOSE_S / 2 if self._closed.is_set() else 0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
        if process.returncode == _WRONG_USE and self._impossible is None:
            self._impossible = "the helper process does not take these arguments"
        if self._impossible is not None:
            self._become(False, Lost(Why.MISCONFIGURED, self._impossible))
        elif not self._closed.is_set():
            self._become(False, Lost(Why.ENDED, f"exit code {process.returncode}"))
        self._orphans += [request for request, unlocked in left.items() if unlocked]
        for request in [request for request, unlocked in left.items() if not unlocked]:
            self._post(NotUnlocked(request, "the door's helper process ended"))

    def _lock_orphans(self) -> None:
        """Say that the door is shut for those whose helper ended: the next one shut it."""
        orphans, self._orphans = self._orphans, []
        for request in orphans:
            self._post(Locked(request))

    def _forget(self, request: str) -> None:
        with self._lock:
            self._asked.pop(request, None)
            if not (self._asked or self._closed.is_set()):
                self._shut_by = None

    def _become(self, usable: bool, event: Lost | Back) -> None:
        with self._lock:
            was, self._usable = self._usable, usable
        if was is not usable:
            self._post(event)

    def _post(self, event: DeviceEvent) -> None:
        self._sink(Seen(self.name, self._now(), event))


def _answer(line: bytes) -> object:
    """Read a line of the helper; None for one that a library of it has printed."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _write(process: subprocess.Popen[bytes], line: bytes) -> bool:
    """Write a line to the helper unless that would block or it has ended."""
    if process.stdin is None or process.stdin.closed:
        return False
    poll = select.poll()
    poll.register(process.stdin.fileno(), select.POLLOUT)
    try:
        return bool(poll.poll(0)) and os.write(process.stdin.fileno(), line) == len(line)
    except BrokenPipeError:
        return False
