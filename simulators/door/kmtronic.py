"""A KMtronic relay board: switches on three bytes and keeps its state for ever.

    hears   FF, channel from 1, 01 on or 00 off     FF, channel, 03 asks
    says    FF, channel, 01 or 00, only when it is asked

Nothing in it switches off by itself. Fault `stuck`: the contacts are welded. `out_of_range`: it
reports, unasked, a channel that no board has.
"""

from simulators.faults import Fault
from simulators.relays import Relays, Switched


class KmtronicBoard:
    """The board without its wire; all relays are off when power comes."""

    def __init__(self, channels: int = 2) -> None:
        self.relays = Relays(channels)
        self._heard = b""

    def step(
        self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()
    ) -> tuple[list[Switched], list[bytes]]:
        """Hear bytes; return the relays that changed and the answers."""
        self.relays.stuck = Fault.STUCK in faults
        self._heard += heard
        changes: list[Switched] = []
        answers: list[bytes] = []
        while len(self._heard) >= 3:
            start, channel, wanted = self._heard[:3]
            known = 1 <= channel <= self.relays.channels and wanted in (0, 1, 3)
            if start != 0xFF or not known:
                self._heard = self._heard[1:]
                continue
            self._heard = self._heard[3:]
            if wanted == 3:
                answers.append(bytes((0xFF, channel, int(channel in self.relays.on))))
            else:
                changes += self.relays.switch(now, channel, bool(wanted))
            if Fault.OUT_OF_RANGE in faults:
                answers.append(b"\xff\xfa\x00")
        return changes, answers

    def power_off(self, now: float) -> list[Switched]:
        """Power is gone with the cable: every relay falls off."""
        self._heard = b""
        return self.relays.fall(now)

    def next_wake(self) -> float | None:
        """Return when the board does something by itself: never."""
        return None
