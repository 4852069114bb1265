"""The two shapes of a thermometer that has no settings: one sends by itself, one waits to be asked.

A device of either shape says only what its frame is: `frame(object_c, ambient_c, failed)`.
"""

from abc import ABC, abstractmethod

from simulators.faults import RESTART_S, Fault
from simulators.thermometer.pace import Pace


class Plain(ABC):
    """What both have in common: a frame for what is seen, and its being stuck or failed."""

    def __init__(self) -> None:
        self._last: bytes | None = None

    @abstractmethod
    def frame(self, object_c: float, ambient_c: float, failed: bool) -> bytes:
        """Return the frame for these temperatures, or what a sensor that `failed` sends."""

    def seen(self, object_c: float, ambient_c: float, faults: frozenset[Fault]) -> bytes:
        """Return the frame that is sent now: while stuck, the last one."""
        if Fault.STUCK not in faults or self._last is None:
            self._last = self.frame(object_c, ambient_c, Fault.OUT_OF_RANGE in faults)
        return self._last


class Sender(Plain):
    """Sends its frame `rate_hz` times a second, and hears nothing."""

    rate_hz: float

    def __init__(self, now: float) -> None:
        super().__init__()
        self._pace = Pace(now, self.rate_hz)

    def step(
        self,
        now: float,
        heard: bytes,
        object_c: float,
        ambient_c: float,
        faults: frozenset[Fault] = frozenset(),
    ) -> list[bytes]:
        """Return the frame that is due at `now`; what is heard changes nothing."""
        return [self.seen(object_c, ambient_c, faults)] if self._pace.is_due(now) else []

    def power_cycle(self, now: float) -> None:
        """Start again."""
        self._pace.restart(now)

    def next_wake(self) -> float | None:
        """Return when the next frame is due."""
        return self._pace.next_wake()


class Answerer(Plain):
    """Sends its frame once for each `question`, also for one that came in pieces or among noise."""

    question: bytes

    def __init__(self, now: float) -> None:
        super().__init__()
        self._silent_until = now
        self._heard = b""

    def step(
        self,
        now: float,
        heard: bytes,
        object_c: float,
        ambient_c: float,
        faults: frozenset[Fault] = frozenset(),
    ) -> list[bytes]:
        """Hear questions and return as many answers."""
        if now < self._silent_until:
            return []
        *questions, rest = (self._heard + heard).split(self.question)
        self._heard = rest[1 - len(self.question) :]
        return [self.seen(object_c, ambient_c, faults)] * len(questions) if questions else []

    def power_cycle(self, now: float) -> None:
        """Start again: deaf and silent for a while."""
        self._silent_until = now + RESTART_S
        self._heard = b""

    def next_wake(self) -> float | None:
        """Return None: the device waits to be asked."""
        return None
