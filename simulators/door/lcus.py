"""An LCUS relay board: switches on four bytes, answers nothing, and keeps its state for ever.

    hears   A0, channel from 1, 01 on or 00 off, sum of these three bytes modulo 256

Nothing in it switches off by itself: that is what makes the board dangerous.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switched:
    """A relay changed: channel from 1, whether it is on, and when (seconds)."""

    channel: int
    on: bool
    at: float


class LcusBoard:
    """The board without its wire; all relays are off when power comes."""

    def __init__(self, channels: int = 2) -> None:
        self._channels = channels
        self._heard = b""
        self.on: set[int] = set()
        self.commands = 0

    def step(self, now: float, heard: bytes) -> list[Switched]:
        """Hear bytes and return the relays that changed; wrong sums and channels do nothing."""
        self._heard += heard
        changes: list[Switched] = []
        while len(self._heard) >= 4:
            start, channel, wanted, check = self._heard[:4]
            if start != 0xA0 or (start + channel + wanted) % 256 != check:
                self._heard = self._heard[1:]
                continue
            self._heard = self._heard[4:]
            self.commands += 1
            if wanted in (0, 1) and 1 <= channel <= self._channels:
                changes += self._switch(now, channel, bool(wanted))
        return changes

    def power_off(self, now: float) -> list[Switched]:
        """Power is gone with the cable: every relay falls off."""
        self._heard = b""
        return [
            change for channel in sorted(self.on) for change in self._switch(now, channel, False)
        ]

    def _switch(self, now: float, channel: int, on: bool) -> list[Switched]:
        if on == (channel in self.on):
            return []
        (self.on.add if on else self.on.discard)(channel)
        return [Switched(channel, on, now)]
