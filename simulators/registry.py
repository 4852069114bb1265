"""Every device that can be simulated, by the name the configuration uses, one line each."""

from collections.abc import Callable
from typing import Protocol

from simulators.door import lcus
from simulators.faults import Fault
from simulators.scanner import line
from simulators.thermometer import gy_mcu90615


class Thermometer(Protocol):
    """A thermometer without its wire: commands and temperatures in, frames out."""

    def step(
        self,
        now: float,
        heard: bytes,
        object_c: float,
        ambient_c: float,
        faults: frozenset[Fault] = frozenset(),
    ) -> list[bytes]:
        """Hear commands and return the frames that are sent at `now`."""
        ...

    def power_cycle(self, now: float) -> None:
        """Start again."""
        ...

    def next_wake(self) -> float | None:
        """Return when the next frame is due."""
        ...


class Board(Protocol):
    """A relay board without its wire."""

    def step(self, now: float, heard: bytes) -> list[lcus.Switched]:
        """Hear bytes and return the relays that changed."""
        ...

    def power_off(self, now: float) -> list[lcus.Switched]:
        """Lose power and return the relays that fell off."""
        ...


THERMOMETERS: dict[str, Callable[[float], Thermometer]] = {
    "gy_mcu90615": gy_mcu90615.GyMcu90615,
}
DOORS: dict[str, Callable[[], Board]] = {"lcus": lcus.LcusBoard}
SCANNERS: dict[str, Callable[[str, str], bytes]] = {"line": line.encode}
