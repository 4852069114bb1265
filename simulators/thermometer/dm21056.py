"""A DM21056 in human mode: sends its six bytes again and again and hears nothing.

sends     AA 55 06, tenths of a degree C as four decimal digits in two bytes, then the sum of these
          five bytes modulo 256

It is said to measure 32 to 45 C; what it sends of anything else is not known, so here it is what
was seen, held to what four digits can carry. How often it sends is not known either: 10 Hz is
local practice. `out_of_range` sends digits that are none.
"""

from simulators.faults import Fault
from simulators.thermometer.pace import Pace

RATE_HZ = 10.0


class Dm21056:
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
        """Return the frame that is due at `now`; what is heard and the air change nothing."""
        if not self._pace.is_due(now):
            return []
        if Fault.STUCK not in faults or self._last is None:
            failed = Fault.OUT_OF_RANGE in faults
            self._last = summed(b"\xaa\x55\x06\xff\xff") if failed else encode(object_c)
        return [self._last]

    def power_cycle(self, now: float) -> None:
        """Start again."""
        self._pace.restart(now)

    def next_wake(self) -> float | None:
        """Return when the next frame is due."""
        return self._pace.next_wake()


def encode(object_c: float) -> bytes:
    """Return the frame for a temperature."""
    digits = f"{min(9999, max(0, round(object_c * 10))):04d}"
    return summed(b"\xaa\x55\x06" + bytes.fromhex(digits))


def summed(head: bytes) -> bytes:
    """Return the bytes with their sum behind them."""
    return head + (sum(head) % 256).to_bytes()
