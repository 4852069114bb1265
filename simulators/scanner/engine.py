"""What the simulated scanners with commands have in common: looking, waiting codes, power."""

from abc import ABC, abstractmethod

from simulators.faults import RESTART_S, Fault
from simulators.scanner.line import LineScanner

SHOWN_S = 1.0
"""How long a code is held in front of a scanner; a command to look within that time finds it."""


class Engine(ABC):
    """A scanner without its wire that answers commands; it sends codes as the line scanner does."""

    def __init__(self, now: float) -> None:
        self.scanner = LineScanner(now)
        self._silent_until = now
        self._shown: tuple[float, str, str] | None = None

    @abstractmethod
    def obey(self, now: float, heard: bytes) -> list[bytes]:
        """Carry out commands, which come in pieces of any size, and return the answers."""

    @abstractmethod
    def looks(self, now: float) -> bool:
        """Whether it would see a code that is shown at `now`."""

    @abstractmethod
    def forget(self, now: float) -> None:
        """Forget what does not survive the loss of power."""

    def read(self, now: float, text: str, tail: str, faults: frozenset[Fault]) -> list[bytes]:
        """Read a code; return what is sent for it."""
        return self.scanner.scan(now, text, tail, faults)

    def step(self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()) -> list[bytes]:
        """Hear commands and return the answers, and a code that waited to be looked at."""
        if now < self._silent_until:
            return []
        sent = self.obey(now, heard)
        if self._shown is not None and self.looks(now):
            until, text, tail = self._shown
            self._shown = None
            if now <= until:
                sent += self.read(now, text, tail, faults)
        return sent + self.scanner.step(now, b"", faults)

    def scan(
        self, now: float, text: str, tail: str = "cr", faults: frozenset[Fault] = frozenset()
    ) -> list[bytes]:
        """Show it a code; return what it sends at once."""
        if now < self._silent_until:
            return []
        if not self.looks(now):
            self._shown = (now + SHOWN_S, text, tail)
            return []
        return self.read(now, text, tail, faults)

    def power_cycle(self, now: float) -> None:
        """Start again: deaf and silent for a while."""
        self._silent_until = now + RESTART_S
        self._shown = None
        self.scanner.power_cycle(now)
        self.forget(now)

    def next_wake(self) -> float | None:
        """Return when the last code may be sent again."""
        return self.scanner.next_wake()
