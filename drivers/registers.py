"""Where a Modbus thermometer keeps its temperatures: the register map that the options describe."""

import math
from dataclasses import dataclass
from typing import Literal

LARGEST_COUNT = 125
"""The most registers that one request may ask for."""
LARGEST_REGISTER = 0xFFFF
UNITS = (1, 255)
"""0 is for all units at once, which nobody answers."""
FUNCTIONS = (3, 4)
"""3 reads holding registers, 4 input registers."""


@dataclass(frozen=True, slots=True)
class RegisterMap:
    """The options of `modbus_rtu`; ValueError for a value that no device can have.

    `scale` is what one raw unit is in C.
    """

    unit: int
    function: int
    object_register: int
    scale: float
    signed: bool
    ambient_register: int | None = None
    word_order: str = "big"

    def __post_init__(self) -> None:
        _whole("unit", self.unit, *UNITS)
        _whole("function", self.function, *FUNCTIONS)
        _whole("object_register", self.object_register, 0, LARGEST_REGISTER)
        if self.ambient_register is not None:
            _whole("ambient_register", self.ambient_register, 0, LARGEST_REGISTER)
        _positive("scale", self.scale)
        _truth("signed", self.signed)
        if self.word_order not in ("big", "little"):
            raise ValueError(f'word_order {self.word_order!r}: "big" or "little"')
        if self.count > LARGEST_COUNT:
            raise ValueError(
                f"registers {self.first} and {self.first + self.count - 1} are too far apart: "
                f"one reply holds at most {LARGEST_COUNT}"
            )

    @property
    def first(self) -> int:
        """The lower of the two registers."""
        return min(self._registers())

    @property
    def count(self) -> int:
        """How many registers there are from the lower to the higher one."""
        return max(self._registers()) - self.first + 1

    def object_c(self, words: bytes) -> float:
        """Return the object temperature out of a reply's registers."""
        return self._value_c(words, self.object_register)

    def ambient_c(self, words: bytes) -> float | None:
        """Return the ambient temperature out of a reply's registers; None without a register."""
        if self.ambient_register is None:
            return None
        return self._value_c(words, self.ambient_register)

    def _registers(self) -> tuple[int, ...]:
        both = (self.object_register, self.ambient_register)
        return tuple(one for one in both if one is not None)

    def _value_c(self, words: bytes, register: int) -> float:
        at = 2 * (register - self.first)
        order: Literal["big", "little"] = "little" if self.word_order == "little" else "big"
        raw = int.from_bytes(words[at : at + 2], order, signed=self.signed)
        # The scale is a decimal fraction that binary numbers cannot hold: 2579 x 0.01 is 25.79.
        return round(raw * self.scale, 6)


def _whole(name: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{name} {value!r}: a whole number from {least} to {most}")


def _positive(name: str, value: object) -> None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf
    if not fits:
        raise ValueError(f"{name} {value!r}: degrees C for one raw unit, as 0.01 or 0.1")


def _truth(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise ValueError(f"{name} {value!r}: true or false")
