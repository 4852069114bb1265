"""How long a door stays unlocked when requests overlap: pure, and bounded whatever is asked."""

from dataclasses import dataclass, field

TOTAL_LIMITS = 2
"""Overlapping requests keep a door unlocked for at most so many limits without a break."""


@dataclass(slots=True)
class Pulse:
    """The one unlock pulse of a door; times in seconds of one clock, `limit_s` the longest pulse.

    A second request never cuts the first short: the later end holds, at most `limit_s` after the
    last request, and at most twice `limit_s` after the door was unlocked.
    """

    limit_s: float
    began: float | None = None
    until: float = 0.0
    ids: list[str] = field(default_factory=list)

    def granted(self, now: float, seconds: float) -> float:
        """Return for how many seconds from now the door would be unlocked with such a request."""
        return self._end_of(now, seconds) - now

    def extend(self, now: float, seconds: float, request: str) -> float:
        """Unlock, or stay unlocked, for a request; returns for how many seconds from now."""
        # The end is kept as a time: adding up what is left of it would round it anew each time.
        until = self._end_of(now, seconds)
        if self.began is None:
            self.began = now
        self.until = until
        self.ids.append(request)
        return until - now

    def _end_of(self, now: float, seconds: float) -> float:
        """Return when the door would be shut with such a request."""
        began, until = (now, now) if self.began is None else (self.began, self.until)
        wanted = now + min(seconds, self.limit_s)
        return max(until, min(wanted, began + TOTAL_LIMITS * self.limit_s))

    def over(self, now: float) -> bool:
        """Whether the door must be shut now."""
        return self.began is not None and now >= self.until

    def end(self) -> list[str]:
        """Note that the door was shut; returns the requests that are over."""
        ids, self.ids = self.ids, []
        self.began = None
        return ids
