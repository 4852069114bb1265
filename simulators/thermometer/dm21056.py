"""A DM21056 in human mode: sends its six bytes again and again and hears nothing.

sends     AA 55 06, tenths of a degree C as four decimal digits in two bytes, then the sum of these
          five bytes modulo 256

It is said to measure 32 to 45 C; what it sends of anything else is not known, so here it is what
was seen, held to what four digits can carry. How often it sends is not known either: 10 Hz is
local practice. `out_of_range` sends digits that are none.
"""

from simulators.thermometer.shapes import Sender


class Dm21056(Sender):
    """The device without its wire; it says nothing of the air."""

    rate_hz = 10.0

    def frame(self, object_c: float, ambient_c: float, failed: bool) -> bytes:
        """Return the frame for a temperature."""
        return summed(b"\xaa\x55\x06\xff\xff") if failed else encode(object_c)


def encode(object_c: float) -> bytes:
    """Return the frame for a temperature."""
    digits = f"{min(9999, max(0, round(object_c * 10))):04d}"
    return summed(b"\xaa\x55\x06" + bytes.fromhex(digits))


def summed(head: bytes) -> bytes:
    """Return the bytes with their sum behind them."""
    return head + (sum(head) % 256).to_bytes()
