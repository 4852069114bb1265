"""Every device that can be simulated, by the name the configuration uses, one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from simulators.card_reader import sam_v
from simulators.cards import Card
from simulators.door import hw_667, kmtronic, lcus, numato, osdp
from simulators.faults import Fault
from simulators.relays import Switched
from simulators.scanner import gm65, honeywell, keyboard_wedge, line, newland
from simulators.thermometer import (
    chuwo_m23,
    dm21056,
    gy_614v,
    gy_mcu90615,
    gy_mcu90640,
    heimann_hm,
    mlx90614_ascii,
    modbus_rtu,
    rqvk002,
)


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


class Scanner(Protocol):
    """A code scanner without its wire."""

    def step(self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()) -> list[bytes]:
        """Hear commands and return what is sent at `now`: answers, and codes that wait."""
        ...

    def scan(
        self, now: float, text: str, tail: str = "cr", faults: frozenset[Fault] = frozenset()
    ) -> list[bytes]:
        """Show it a code; return what it sends at once (nothing while it does not look)."""
        ...

    def power_cycle(self, now: float) -> None:
        """Start again."""
        ...

    def next_wake(self) -> float | None:
        """Return when it has something to send by itself."""
        ...


class CardReader(Protocol):
    """A reader of ID cards without its wire: it speaks only when it is asked."""

    baud: int

    def step(self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()) -> list[bytes]:
        """Hear commands and return the answers that are sent at `now`."""
        ...

    def lay(self, now: float, card: Card) -> None:
        """Lay a card on it; the one that lay there is taken away."""
        ...

    def take_away(self, now: float) -> None:
        """Take the card away."""
        ...

    def power_cycle(self, now: float) -> None:
        """Start again."""
        ...

    def next_wake(self) -> float | None:
        """Return when an answer is due."""
        ...


class Board(Protocol):
    """A relay board without its wire."""

    def step(
        self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()
    ) -> tuple[list[Switched], list[bytes]]:
        """Hear bytes; return the relays that changed and the answers."""
        ...

    def power_off(self, now: float) -> list[Switched]:
        """Lose power and return the relays that fell off."""
        ...

    def next_wake(self) -> float | None:
        """Return when a relay falls off by a timer of the board."""
        ...


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Model(Generic[Made]):
    """What makes a simulated device, given the time, and the rate its port has from the factory."""

    make: Callable[[float], Made]
    baud: int | None = 9600


THERMOMETERS: dict[str, Model[Thermometer]] = {
    "gy_mcu90615": Model(gy_mcu90615.GyMcu90615),
    "gy_614v": Model(gy_614v.Gy614V),
    "heimann_hm": Model(heimann_hm.HeimannHm, 115200),
    "dm21056": Model(dm21056.Dm21056, 115200),
    "rqvk002": Model(rqvk002.Rqvk002, 19200),
    "gy_mcu90640": Model(gy_mcu90640.GyMcu90640, gy_mcu90640.FACTORY_BAUD),
    "chuwo_m23": Model(chuwo_m23.ChuwoM23, chuwo_m23.FACTORY_BAUD),
    "modbus_rtu": Model(modbus_rtu.ModbusThermometer),
    "mlx90614_ascii": Model(mlx90614_ascii.Mlx90614Ascii),
}
SCANNERS: dict[str, Model[Scanner]] = {
    "line": Model(line.LineScanner),
    "gm65": Model(gm65.Gm65),
    "honeywell": Model(honeywell.Honeywell),
    "newland": Model(newland.Newland),
    "keyboard_wedge": Model(keyboard_wedge.KeyboardWedge, baud=None),
}
CARD_READERS: dict[str, Model[CardReader]] = {
    "sam_v": Model(sam_v.SamV, sam_v.FACTORY_BAUD),
    "sam_v_0501": Model(lambda now: sam_v.SamV(now, old_firmware=True), sam_v.FACTORY_BAUD),
}
DOORS: dict[str, Model[Board]] = {
    "lcus": Model(lambda _now: lcus.LcusBoard()),
    "kmtronic": Model(lambda _now: kmtronic.KmtronicBoard()),
    "numato": Model(lambda _now: numato.NumatoBoard(), baud=None),
    "hw_667": Model(lambda _now: hw_667.Hw667Board()),
    "osdp": Model(lambda _now: osdp.OsdpPanel()),
}
