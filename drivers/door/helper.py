"""The process that owns a door's port, so that a door is shut whatever happens to the station.

It switches off at start, at the end of a pulse, on SIGTERM and SIGINT, whenever its input closes
(the station was killed), and after the port came back. Lines of JSON:

    in    {"unlock_ms": 700, "id": "v17"}
    out   {"unlocked": "v17", "ms": 700}   {"locked": "v17"}   {"error": WHY, "id": "v17" or null}
          {"lost": WHY, "detail": TEXT}    {"back": true}
"""

import argparse
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence

from drivers import registry
from drivers.door.pulse import Pulse
from drivers.errors import DeviceError, Refused
from drivers.events import Why
from drivers.link import SerialLink

MAX_LINE = 4096
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 1.0
_MAX_ID = 100
_LONGEST_WAIT_S = 1.0


class Door:
    """The relay behind a port that may come and go; `say` takes one answer."""

    def __init__(self, link: SerialLink, switch: registry.Switch, channel: int, limit_s: float):
        self._link = link
        self._on = switch(channel, on=True)
        # Twice: nothing acknowledges, and the one that counts is the one that shuts.
        self._off = switch(channel, on=False) * 2
        self._pulse = Pulse(limit_s)
        self._usable: bool | None = None
        self._open = False
        self._open_at = 0.0
        self._pause_s = FIRST_PAUSE_S

    def step(self, now: float) -> None:
        """Open the port when it is time to, and shut the door when its pulse is over."""
        if not self._open and now >= self._open_at:
            self._try(now, self._start)
        if self._open and self._pulse.over(now):
            self._try(now, self._shut)

    def unlock(self, now: float, milliseconds: int, request: str) -> None:
        """Unlock for a request, and answer it."""
        if not self._open:
            say({"error": "the door's port is not there", "id": request})
            return
        try:
            self._link.write(self._on)
        except DeviceError as error:
            self._lose(now, error)
            say({"error": str(error), "id": request})
            return
        granted_s = self._pulse.extend(now, milliseconds / 1000, request)
        say({"unlocked": request, "ms": round(granted_s * 1000)})

    def hear(self, now: float) -> None:
        """Read what the board says, which only matters when the port is gone."""
        self._try(now, lambda: self._link.read(0))

    def shut(self, now: float) -> None:
        """Shut the door for good and give the port back; a lost port gets one more chance."""
        self._try(now, self._shut if self._open else self._start)
        self._link.close()

    def fileno(self) -> int | None:
        """Return the descriptor of the port, None while it is not open."""
        return self._link.fileno() if self._open else None

    def next_wake(self) -> float | None:
        """Return when `step` has something to do."""
        if not self._open:
            return self._open_at
        return None if self._pulse.began is None else self._pulse.until

    def _start(self) -> None:
        self._link.open()
        self._shut()
        self._open = True
        self._pause_s = FIRST_PAUSE_S
        if not self._usable:
            self._usable = True
            say({"back": True})

    def _shut(self) -> None:
        self._link.write(self._off)
        for request in self._pulse.end():
            say({"locked": request})

    def _try(self, now: float, action: Callable[[], object]) -> None:
        try:
            action()
        except DeviceError as error:
            self._lose(now, error)

    def _lose(self, now: float, error: DeviceError) -> None:
        was_open, self._open = self._open, False
        self._link.close()
        self._open_at = now + self._pause_s
        self._pause_s = min(LONGEST_PAUSE_S, 2 * self._pause_s)
        if self._usable is not False:
            self._usable = False
            gone = Why.UNPLUGGED if was_open else Why.ABSENT
            say({"lost": Why.REFUSED if isinstance(error, Refused) else gone, "detail": str(error)})


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
                    return ms, name
        say({"error": "not a request", "id": None})
        return None


def serve(door: Door, requests: Requests, stop_fileno: int) -> None:
    """Work until the input ends or a byte comes from `stop_fileno`; the door is shut after it."""
    try:
        while not requests.ended:
            door.step(time.monotonic())
            ready = _wait(door, requests.fileno, stop_fileno)
            now = time.monotonic()
            if stop_fileno in ready:
                return
            if door.fileno() in ready:
                door.hear(now)
            if requests.fileno in ready:
                for milliseconds, name in requests.read():
                    door.unlock(now, milliseconds, name)
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
    device = registry.device(options.driver)
    if device.switch is None:
        sys.stderr.write(f"{options.driver} is not a door on a serial port\n")
        return 2
    link = SerialLink(options.port, device.baud)
    try:
        door = Door(link, device.switch, options.channel, options.limit_ms / 1000)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    serve(door, Requests(0), _stop_fileno())
    return 0


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
    top.add_argument("--port", required=True)
    top.add_argument("--channel", type=int, default=1)
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
