"""An RQVK002-TWBD: sends its six bytes again and again and hears nothing.

sends     5A, one byte of unknown meaning (here 00), ambient, object, one more unknown byte (00), A5
          object in tenths of a degree above or below 36.0, ambient above or below 25.0, each a
          signed byte; beyond what a byte can carry it stops at 23.2 or 48.7 (12.2 or 37.7) C

How often it sends is not known: 10 Hz is local practice. A byte cannot say anything that the sensor
cannot have measured, so `out_of_range` sends the highest there is: a skin of 48.7 C is nobody's.
"""

import struct

from simulators.thermometer.shapes import Sender


class Rqvk002(Sender):
    """The device without its wire."""

    rate_hz = 10.0

    def frame(self, object_c: float, ambient_c: float, failed: bool) -> bytes:
        """Return the frame for these temperatures."""
        return encode(1000.0 if failed else object_c, ambient_c)


def encode(object_c: float, ambient_c: float) -> bytes:
    """Return the frame for these temperatures, held to what a signed byte can carry."""
    tenths = [round((ambient_c - 25.0) * 10), round((object_c - 36.0) * 10)]
    ambient, seen = (min(127, max(-128, value)) for value in tenths)
    return struct.pack(">BBbbBB", 0x5A, 0, ambient, seen, 0, 0xA5)
