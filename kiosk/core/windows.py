"""One window of time, as permits, shifts and listings use it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: its start is included, its end is not, a bound left out is no bound.

    Bounds are aware datetimes and are compared as instants, whatever their offset (ruling 1).
    """

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether `at` lies inside."""
        return not self.not_yet(at) and not self.over(at)

    def not_yet(self, at: datetime) -> bool:
        """Tell whether the window begins after `at`."""
        return self.since is not None and at < self.since

    def over(self, at: datetime) -> bool:
        """Tell whether the window has ended by `at`."""
        return self.until is not None and at >= self.until

    @property
    def bounded(self) -> bool:
        """Tell whether the window has any bound, so that a verdict on it rests on the clock."""
        return self.since is not None or self.until is not None
