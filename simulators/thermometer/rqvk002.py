"""An RQVK002-TWBD: sends its six bytes again and again and hears nothing.

sends     5A, one byte of unknown meaning (here 00), ambient, object, one more unknown byte (00), A5
          object in tenths of a degree above or below 36.0, ambient above or below 25.0, each a
          signed byte; beyond what a byte can carry it stops at 23.2 or 48.7 (12.2 or 37.7) C

How often it sends is not known: 10 Hz is local practice. A byte cannot say anything that the sensor
cannot have measured, so `out_of_range` sends the highest there is: a skin of 48.7 C is nobody's.
"""

import struct

from simulators.faults import Fault
from simulators.thermometer.pace import Pace

RATE_HZ = 10.0


class Rqvk002:
    """The device without its wire."""

    def __init__(self, now: float) -> None:
        self._pace = Pace(now, RATE_HZ)
        self._last: bytes | None = None

    def step(
        self,
        now: float,
        heard: bytes,
        object_c: float,
        ambient_c: float,
        faults: frozenset[Fault] = frozenset(),
    ) -> list[bytes]:
        """Return the frame that is due at `now`; what is heard changes nothing."""
        if not self._pace.is_due(now):
            return []
        if Fault.STUCK not in faults or self._last is None:
            seen = 1000.0 if Fault.OUT_OF_RANGE in faults else object_c
            self._last = encode(seen, ambient_c)
        return [self._last]

    def power_cycle(self, now: float) -> None:
        """Start again."""
        self._pace.restart(now)

    def next_wake(self) -> float | None:
        """Return when the next frame is due."""
        return self._pace.next_wake()


def encode(object_c: float, ambient_c: float) -> bytes:
    """Return the frame for these temperatures, held to what a signed byte can carry."""
    tenths = [round((ambient_c - 25.0) * 10), round((object_c - 36.0) * 10)]
    ambient, seen = (min(127, max(-128, value)) for value in tenths)
    return struct.pack(">BBbbBB", 0x5A, 0, ambient, seen, 0, 0xA5)
