"""A CHUWO / M23 board: says nothing by itself, answers one question with 32 x 32 pixels.

hears     EE E1 01 55 FF FC FD FF; anything else is ignored without an answer
sends     E1, 1024 pixels and the sensor's temperature (two bytes each, tenths of a kelvin, the
          higher byte first: 2731 is 0 C), and four bytes of unknown meaning, here zeros

The first pixel is taken to be the upper left one; the sources do not say. `out_of_range` sends
FFFF for every pixel.
"""

import struct

from simulators.faults import RESTART_S, Fault
from simulators.heat import picture

SIDE = 32
FACE = (18, 14)
"""Where the middle of a face is, from the left and the top."""
FACTORY_BAUD = 115200
_QUESTION = bytes([0xEE, 0xE1, 1, 0x55, 0xFF, 0xFC, 0xFD, 0xFF])
_FAILED_C = 6280.4
_ZERO_C = 2731


class ChuwoM23:
    """The device without its wire; `face` is where people's faces are in its picture."""

    def __init__(self, now: float, face: tuple[int, int] = FACE) -> None:
        self._face = face
        self._silent_until = now
        self._heard = b""
        self._last: bytes | None = None

    def step(
        self,
        now: float,
        heard: bytes,
        object_c: float,
        ambient_c: float,
        faults: frozenset[Fault] = frozenset(),
    ) -> list[bytes]:
        """Hear questions and return as many pictures."""
        if now < self._silent_until:
            return []
        *questions, rest = (self._heard + heard).split(_QUESTION)
        self._heard = rest[1 - len(_QUESTION) :]
        if not questions:
            return []
        if Fault.STUCK not in faults or self._last is None:
            seen = picture(SIDE, SIDE, self._face, object_c, ambient_c)
            if Fault.OUT_OF_RANGE in faults:
                seen = [[_FAILED_C] * SIDE] * SIDE
            self._last = encode(seen, ambient_c)
        return [self._last] * len(questions)

    def power_cycle(self, now: float) -> None:
        """Start again: deaf and silent for a while."""
        self._silent_until = now + RESTART_S
        self._heard = b""

    def next_wake(self) -> float | None:
        """Return None: the device waits to be asked."""
        return None


def encode(rows: list[list[float]], ambient_c: float, unknown: bytes = bytes(4)) -> bytes:
    """Return the answer for a picture, held to what two bytes can carry."""
    values = [*(value for row in rows for value in row), ambient_c]
    words = [min(0xFFFF, max(0, round(value * 10) + _ZERO_C)) for value in values]
    return struct.pack(">B1025H", 0xE1, *words) + unknown
