"""An HM (Heimann) body-temperature module: says nothing by itself, answers one question.

hears     A5 55 01 FB; anything else is ignored without an answer
sends     A5, one byte of unknown meaning (here 55), temperature in hundredths of a degree C (the
          lower byte first), column and row of the hottest pixel, the sum of these modulo 256

With nobody there it sends zeros. How it tells that is not known: here everybody is warmer than
25 C (local practice). `out_of_range` sends FFFF.
"""

import struct

from simulators.thermometer.shapes import Answerer

NOBODY_BELOW_C = 25.0
PIXEL = (14, 11)


class HeimannHm(Answerer):
    """The device without its wire; it says nothing of the air."""

    question = b"\xa5U\x01\xfb"

    def frame(self, object_c: float, ambient_c: float, failed: bool) -> bytes:
        """Return the answer for a temperature."""
        return encode(0xFFFF / 100 if failed else object_c)


def encode(object_c: float) -> bytes:
    """Return the answer for a temperature, held to what two bytes can carry."""
    nobody = object_c < NOBODY_BELOW_C
    raw = 0 if nobody else min(0xFFFF, round(object_c * 100))
    x, y = (0, 0) if nobody else PIXEL
    head = struct.pack("<BBHBB", 0xA5, 0x55, raw, x, y)
    return head + bytes([sum(head) & 255])
