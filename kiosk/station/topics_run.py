"""Runs what the topics look after, and joins what they add to the screen."""

from typing import Any

from kiosk.station.bench import Bench
from kiosk.station.clock import Now
from kiosk.station.topics import TOPICS

REFRESH_S = 5.0
"""How old a panel may be although nothing was written: what is overdue follows the clock."""


class Topics:
    """The topics of one station."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._head = -1
        self._read_at = 0.0
        self._panel: dict[str, Any] = {}

    def look(self, now: Now) -> bool:
        """Let every topic look after its own; raises StoreError."""
        changed = [topic.look(self._bench, now) for topic in TOPICS if topic.look is not None]
        return any(changed)

    def panel(self, now: Now, head: int) -> dict[str, Any]:
        """Give the fields of the state that the topics fill; raises StoreError."""
        if head != self._head or now.mono - self._read_at >= REFRESH_S * self._bench.clock.rate:
            self._head, self._read_at = head, now.mono
            self._panel = self._read(now)
        return self._panel

    def _read(self, now: Now) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for topic in TOPICS:
            if topic.panel is None:
                continue
            for name, value in topic.panel(self._bench, now).items():
                found[name] = (*found.get(name, ()), *value) if isinstance(value, tuple) else value
        return found
