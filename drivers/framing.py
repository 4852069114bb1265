"""Cutting a byte stream into frames: bounded, and one byte onward after anything that is not one.

A device module gives a pure function `take`; the buffer, the stepping and the end of a silence are
the same for all of them and live here.
"""

from collections.abc import Callable
from typing import Protocol

from drivers.events import DriverEvent

Taken = tuple[int, DriverEvent | None]
"""How many bytes are done with (0: more are needed), and what they said, if anything."""

NEED_MORE: Taken = (0, None)
SKIP_ONE: Taken = (1, None)

Take = Callable[[bytes, bool], Taken]
"""`take(data, ended)`: judge the bytes at the front of `data`; `ended` says no more will come."""


class Decoder(Protocol):
    """Bytes in, events out: no I/O, no clock, no exception for whatever bytes come."""

    def receive(self, data: bytes) -> list[DriverEvent]:
        """Take the next bytes of the wire, in pieces of any size."""
        ...

    def idle(self) -> list[DriverEvent]:
        """Say that the wire was silent for 50 ms: what has no tail ends here."""
        ...


class FrameDecoder:
    """Runs a device's `take` over the stream; `window` is the most bytes it ever looks at.

    `take` must use at least one byte when it is given `window` bytes or is told `ended`. `start` is
    for devices whose every frame begins with these bytes, and whose `take` says nothing of others:
    what cannot begin a frame is then passed over at once, with the same events.
    """

    def __init__(self, take: Take, window: int, start: bytes = b"") -> None:
        self._take = take
        self._window = window
        self._start = start
        self._buffer = bytearray()

    def receive(self, data: bytes) -> list[DriverEvent]:
        """Events of the frames that these bytes complete."""
        self._buffer += data
        return self._scan(ended=False)

    def idle(self) -> list[DriverEvent]:
        """Events of what was waiting for bytes that will not come; the buffer is empty after it."""
        return self._scan(ended=True)

    def _scan(self, *, ended: bool) -> list[DriverEvent]:
        events: list[DriverEvent] = []
        at = self._next_start(0)
        while at < len(self._buffer):
            used, event = self._take(bytes(self._buffer[at : at + self._window]), ended)
            if not used:
                break
            at = self._next_start(at + used)
            if event is not None:
                events.append(event)
        del self._buffer[:at]
        return events

    def _next_start(self, at: int) -> int:
        """Return the next place from `at` on where a frame begins, or may begin with more bytes."""
        found = self._buffer.find(self._start, at)
        if found >= 0:
            return found
        for length in range(len(self._start) - 1, 0, -1):
            place = len(self._buffer) - length
            if place >= at and self._buffer.endswith(self._start[:length]):
                return place
        return len(self._buffer)


def sum8(data: bytes) -> int:
    """Low 8 bits of the sum of the bytes."""
    return sum(data) & 0xFF
