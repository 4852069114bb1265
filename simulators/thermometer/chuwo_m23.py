"""A CHUWO / M23 board: says nothing by itself, answers one question with 32 x 32 pixels.

hears     EE E1 01 55 FF FC FD FF; anything else is ignored without an answer
sends     E1, 1024 pixels and the sensor's temperature (two bytes each, tenths of a kelvin, the
          higher byte first: 2731 is 0 C), and four bytes of unknown meaning, here zeros

The first pixel is taken to be the upper left one; the sources do not say. `out_of_range` sends
FFFF for every pixel.
"""

import struct

from simulators.heat import picture
from simulators.thermometer.shapes import Answerer

SIDE = 32
FACE = (18, 14)
"""Where the middle of a face is, from the left and the top."""
FACTORY_BAUD = 115200
_FAILED_C = 6280.4
_ZERO_C = 2731


class ChuwoM23(Answerer):
    """The device without its wire; `face` is where people's faces are in its picture."""

    question = bytes([0xEE, 0xE1, 1, 0x55, 0xFF, 0xFC, 0xFD, 0xFF])

    def __init__(self, now: float, face: tuple[int, int] = FACE) -> None:
        super().__init__(now)
        self._face = face

    def frame(self, object_c: float, ambient_c: float, failed: bool) -> bytes:
        """Return the picture for these temperatures."""
        seen = picture(SIDE, SIDE, self._face, object_c, ambient_c)
        return encode([[_FAILED_C] * SIDE] * SIDE if failed else seen, ambient_c)


def encode(rows: list[list[float]], ambient_c: float, unknown: bytes = bytes(4)) -> bytes:
    """Return the answer for a picture, held to what two bytes can carry."""
    values = [*(value for row in rows for value in row), ambient_c]
    words = [min(0xFFFF, max(0, round(value * 10) + _ZERO_C)) for value in values]
    return struct.pack(">B1025H", 0xE1, *words) + unknown
