"""Relays of any simulated board: which are on, and what changed when."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Switched:
    """A relay changed: channel from 1, whether it is on, and when (seconds)."""

    channel: int
    on: bool
    at: float


@dataclass(slots=True)
class Relays:
    """The relays of a board, counted from 1; all are off when power comes.

    While `stuck` is set, the contacts stay as they are whatever the board is told.
    """

    channels: int = 2
    stuck: bool = False
    on: set[int] = field(default_factory=set)

    def switch(self, now: float, channel: int, on: bool) -> list[Switched]:
        """Switch one relay; nothing happens for a channel the board does not have."""
        if self.stuck or not 1 <= channel <= self.channels or on == (channel in self.on):
            return []
        (self.on.add if on else self.on.discard)(channel)
        return [Switched(channel, on, now)]

    def fall(self, now: float) -> list[Switched]:
        """Power is gone: every relay falls off, stuck or not."""
        fallen = [Switched(channel, False, now) for channel in sorted(self.on)]
        self.on.clear()
        return fallen
