"""The process that owns a door's port, so that a door is shut whatever happens to the station.

It switches off at start, at the end of a pulse, on SIGTERM and SIGINT, whenever its input closes
(the station was killed), and after the port came back. Lines of JSON:

    in    {"unlock_ms": 700, "id": "v17"}
    out   {"unlocked": "v17", "ms": 700}   {"locked": "v17"}   {"error": WHY, "id": "v17" or null}
          {"lost": WHY, "detail": TEXT}    {"back": true}      {"misconfigured": TEXT}

With `--options` the first line of the input is the board's options, a JSON object. They come that
way because a key may be among them: arguments and environment can be read by others. What cannot
be configured so is told in one line, and ends the helper with exit code 2.
"""

import argparse
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from drivers import registry
from drivers.door.board import Board, Denied, Place
from drivers.door.pulse import Pulse
from drivers.errors import DeviceError, NoAnswer, Refused
from drivers.events import Why

MAX_LINE = 4096
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 1.0
STEADY_S = 2.0
"""A board that is lost sooner after it was opened flaps, and is opened more and more seldom."""
_MAX_ID = 100
_MOST_MS = 3_600_000
"""What is asked beyond it is read as this; the limit of a pulse is far below."""
_LONGEST_WAIT_S = 1.0


class Door:
    """The door behind a board that may come and go; `say` takes one answer."""

    def __init__(self, board: Board, limit_s: float) -> None:
        self._board = board
        self._pulse = Pulse(limit_s)
        self._usable: bool | None = None
        self._open = False
        self._open_at = 0.0
        self._opened_at = 0.0
        self._pause_s = FIRST_PAUSE_S

    def step(self, now: float) -> None:
        """Open the port when it is time to, tend the board, and lock when the pulse is over."""
        if not self._open and now >= self._open_at:
            self._opened_at = now
            self._try(now, self._start)
        if self._open and self._pulse.over(now):
            self._try(now, self._shut)
        if self._open:
            self._try(now, self._board.tend)

    def unlock(self, now: float, milliseconds: int, request: str) -> None:
        """Unlock for a request, and answer it."""
        if not self._open:
            say({"error": "the door's port is not there", "id": request})
            return
        began = time.monotonic()
        try:
            self._board.unlock(self._pulse.granted(now, milliseconds / 1000))
        except Denied as error:
            say({"error": str(error), "id": request})
            if self._pulse.began is None:
                # A harmed yes looks like a no: the board may have obeyed.
                self._try(now, self._board.lock)
            return
        except DeviceError as error:
            self._lose(now, error)
            say({"error": str(error), "id": request})
            return
        # A pulse begins when the board has said yes, which may take a moment.
        now += time.monotonic() - began
        granted_s = self._pulse.extend(now, milliseconds / 1000, request)
        say({"unlocked": request, "ms": round(granted_s * 1000)})

    def shut(self, now: float) -> None:
        """Shut the door for good and give the port back; a lost port gets one more chance."""
        self._try(now, self._shut if self._open else self._start)
        self._board.close()

    def fileno(self) -> int | None:
        """Return the descriptor of the port, None while it is not open."""
        return self._board.fileno() if self._open else None

    def next_wake(self) -> float | None:
        """Return when `step` has something to do."""
        if not self._open:
            return self._open_at
        ends = None if self._pulse.began is None else self._pulse.until
        wakes = (ends, self._board.next_wake())
        return min((wake for wake in wakes if wake is not None), default=None)

    def _start(self) -> None:
        self._board.open()
        self._shut()
        self._open = True
        if not self._usable:
            self._usable = True
            say({"back": True})

    def _shut(self) -> None:
        self._board.lock()
        for request in self._pulse.end():
            say({"locked": request})

    def _try(self, now: float, action: Callable[[], object]) -> None:
        try:
            action()
        except DeviceError as error:
            self._lose(now, error)

    def _lose(self, now: float, error: DeviceError) -> None:
        was_open, self._open = self._open, False
        self._board.close()
        if was_open and now - self._opened_at >= STEADY_S:
            self._pause_s = FIRST_PAUSE_S
        self._open_at = now + self._pause_s
        self._pause_s = min(LONGEST_PAUSE_S, 2 * self._pause_s)
        if self._usable is not False:
            self._usable = False
            say({"lost": _why(error, was_open), "detail": str(error)})


def _why(error: DeviceError, was_open: bool) -> Why:
    if isinstance(error, Refused | Denied):
        return Why.REFUSED
    if isinstance(error, NoAnswer):
        return Why.SILENT
    return Why.UNPLUGGED if was_open else Why.ABSENT


class Requests:
    """Lines from a descriptor, bounded; what is no request is answered with an error."""

    def __init__(self, fileno: int) -> None:
        self.fileno = fileno
        self.ended = False
        self._rest = b""
        self._too_long = False

    def read(self) -> list[tuple[int, str]]:
        """Return the requests that have come, as milliseconds and id."""
        data = os.read(self.fileno, MAX_LINE)
        self.ended = not data
        *lines, self._rest = (self._rest + data).split(b"\n")
        found = [request for line in lines if (request := self._parse(line)) is not None]
        if len(self._rest) > MAX_LINE:
            self._rest = b""
            self._too_long = True
        return found

    def _parse(self, line: bytes) -> tuple[int, str] | None:
        if self._too_long or len(line) > MAX_LINE:
            self._too_long = False
            say({"error": f"a line of more than {MAX_LINE} bytes", "id": None})
            return None
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            request = None
        match request:
            case {"unlock_ms": int(ms), "id": str(name)} if ms > 0 and type(ms) is int:
                if len(name) <= _MAX_ID:
                    return min(ms, _MOST_MS), name
        say({"error": "not a request", "id": None})
        return None


def serve(door: Door, requests: Requests, stop_fileno: int) -> None:
    """Work until the input ends or a byte comes from `stop_fileno`; the door is shut after it."""
    try:
        while not requests.ended:
            door.step(time.monotonic())
            ready = _wait(door, requests.fileno, stop_fileno)
            if stop_fileno in ready:
                return
            if requests.fileno in ready:
                for milliseconds, name in requests.read():
                    door.unlock(time.monotonic(), milliseconds, name)
    finally:
        door.shut(time.monotonic())


def say(answer: dict[str, object]) -> None:
    """Write one line, unless nobody takes it: a stuck station must not keep a door open."""
    line = json.dumps(answer).encode() + b"\n"
    poll = select.poll()
    poll.register(1, select.POLLOUT)
    try:
        if poll.poll(0):
            os.write(1, line)
    except BrokenPipeError:
        return


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the helper; returns the exit code."""
    options = parser().parse_args(arguments)
    baud = options.baud or registry.device(options.driver).baud
    try:
        given = read_options(0) if options.options else {}
        place = Place(options.port, baud, options.channel, given)
        board = registry.board(options.driver, place)
    except ValueError as error:
        say({"misconfigured": str(error)})
        sys.stderr.write(f"{options.driver}: {error}\n")
        return 2
    serve(Door(board, options.limit_ms / 1000), Requests(0), _stop_fileno())
    return 0


def read_options(fileno: int) -> Mapping[str, object]:
    """Return the options in the first line from a descriptor; ValueError, which shows none."""
    line = b""
    # Byte by byte: what follows the line is requests.
    while not line.endswith(b"\n") and len(line) < MAX_LINE and (byte := os.read(fileno, 1)):
        line += byte
    try:
        options = json.loads(line)
    except (ValueError, RecursionError):
        options = None
    if not isinstance(options, dict):
        raise ValueError("the first line of the input is no JSON object of options")
    return options


def _stop_fileno() -> int:
    """Return a descriptor from which a byte comes with SIGTERM or SIGINT."""
    stop_fileno, wake_fileno = os.pipe()
    os.set_blocking(wake_fileno, False)
    signal.set_wakeup_fd(wake_fileno)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: None)
    return stop_fileno


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="python -m drivers.door.helper",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example: python -m drivers.door.helper --driver lcus --port /dev/ttyUSB0",
    )
    top.add_argument("--driver", choices=registry.names("door"), required=True)
    top.add_argument("--port", default="", help="path of the serial port; none for a pin")
    top.add_argument("--baud", type=int, help="default: the board's factory setting")
    top.add_argument("--channel", type=int, default=1)
    top.add_argument("--options", action="store_true", help="read options from the first line")
    top.add_argument("--limit-ms", type=int, default=5000, help="the longest pulse")
    return top


def _wait(door: Door, *filenos: int) -> set[int | None]:
    wake = door.next_wake()
    wait_s = _LONGEST_WAIT_S if wake is None else wake - time.monotonic()
    poll = select.poll()
    for fileno in (*filenos, door.fileno()):
        if fileno is not None:
            poll.register(fileno, select.POLLIN)
    wait_s = min(_LONGEST_WAIT_S, max(0.0, wait_s))
    # Rounded up: waking a moment early would spin until the pulse is over.
    return {fileno for fileno, _ in poll.poll(int(wait_s * 1000) + 1)}


if __name__ == "__main__":
    sys.exit(main())
