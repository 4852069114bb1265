"""An LCUS relay board: switches on four bytes, answers nothing, and keeps its state for ever.

    hears   A0, channel from 1, 01 on or 00 off, sum of these three bytes modulo 256

Nothing in it switches off by itself: that is what makes the board dangerous. Fault `stuck`: the
contacts are welded. `out_of_range`: it reports, unasked, a channel that no board has.
"""

from simulators.faults import Fault
from simulators.relays import Relays, Switched


class LcusBoard:
    """The board without its wire; all relays are off when power comes."""

    def __init__(self, channels: int = 2) -> None:
        self.relays = Relays(channels)
        self._heard = b""
        self.commands = 0

    def step(
        self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()
    ) -> tuple[list[Switched], list[bytes]]:
        """Hear bytes; return the relays that changed and the answers. Wrong sums do nothing."""
        self.relays.stuck = Fault.STUCK in faults
        self._heard += heard
        changes: list[Switched] = []
        answers: list[bytes] = []
        while len(self._heard) >= 4:
            start, channel, wanted, check = self._heard[:4]
            if start != 0xA0 or (start + channel + wanted) % 256 != check:
                self._heard = self._heard[1:]
                continue
            self._heard = self._heard[4:]
            self.commands += 1
            if wanted in (0, 1):
                changes += self.relays.switch(now, channel, bool(wanted))
            if Fault.OUT_OF_RANGE in faults:
                answers.append(b"\xa0\xff\x00\x9f")
        return changes, answers

    def power_off(self, now: float) -> list[Switched]:
        """Power is gone with the cable: every relay falls off."""
        self._heard = b""
        return self.relays.fall(now)

    def next_wake(self) -> float | None:
        """Return when the board does something by itself: never."""
        return None
