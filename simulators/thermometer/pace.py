"""When a device that sends by itself has its next frame to send."""

from simulators.faults import RESTART_S


class Pace:
    """So many frames a second from `now` on; a device that was held up does not catch up."""

    def __init__(self, now: float, rate_hz: float) -> None:
        self._period_s = 1 / rate_hz
        self._next_at = now
        self._silent_until = now

    def is_up(self, now: float) -> bool:
        """Whether the device has started, after its power came back."""
        return now >= self._silent_until

    def is_due(self, now: float) -> bool:
        """Whether a frame is sent now; asking takes it."""
        if now < self._next_at:
            return False
        following = self._next_at + self._period_s
        self._next_at = following if following > now else now + self._period_s
        return True

    def set_rate(self, now: float, rate_hz: float) -> None:
        """Send so many frames a second from now on."""
        self._period_s = 1 / rate_hz
        self._next_at = min(self._next_at, now + self._period_s)

    def restart(self, now: float) -> None:
        """Lose power and get it back: silent for a while."""
        self._next_at = self._silent_until = now + RESTART_S

    def next_wake(self) -> float:
        """Return when the next frame is due."""
        return self._next_at
