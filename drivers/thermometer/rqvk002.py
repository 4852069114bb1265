"""RQVK002-TWBD infrared thermometer on a UART (8N1, 19200 baud), one way.

    5A | ?? | TA | TO | ?? | A5                       6 bytes, no sum
    TO object: 36.0 C and as many tenths as the byte says, TA ambient: 25.0 C and as many;
    both bytes are signed, in two's complement.

A byte above 127 means itself less 256. The only program that is known takes 255, which makes
FF the same as 00 and every negative value 0.1 C too warm, as no device has two codes for one value.
What the bytes at 1 and 4 mean is not known; they may be anything.

Without a sum a turned bit in a value cannot be seen: only several samples that agree, and the
gate's plausible band, protect. A frame counts only with its first and its last byte in place.
The least and the most it can say are 23.2 and 48.7 C; it has no sign for nobody.

Source: one vendor's kiosk program.
"""

from drivers.events import BadFrame, TemperatureSample
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken
from drivers.overlap import next_begins_inside

START, END = 0x5A, 0xA5
OBJECT_BASE, AMBIENT_BASE = 360, 250
"""What the byte 00 means, in tenths of a degree C."""

LEAST_C = 23.2
"""Object, byte 80: said of whatever is cooler, so also of an empty gate in a cool room."""

_TOTAL = 6
_WINDOW = 2 * _TOTAL - 1


def decoder() -> FrameDecoder:
    """Return a fresh decoder: TemperatureSample and BadFrame."""
    return FrameDecoder(take, _WINDOW)


def take(data: bytes, ended: bool) -> Taken:
    """Judge the bytes at the front of `data`; a bad frame uses one byte only."""
    if data[0] != START:
        return SKIP_ONE
    if len(data) < _TOTAL:
        if not ended:
            return NEED_MORE
        return (1, BadFrame(data, "cut short")) if len(data) > 1 else SKIP_ONE
    frame = data[:_TOTAL]
    if not _is_whole(frame):
        return 1, BadFrame(frame, f"ends in {frame[-1]:02X}, not in A5")
    followed = data[_TOTAL : _TOTAL + 1] == bytes((START,))
    inside = not followed and next_begins_inside(data, _TOTAL, _is_whole, ended)
    if inside is None:
        return NEED_MORE
    if inside:
        return 1, BadFrame(frame, "another frame begins inside")
    ambient, seen = (int.from_bytes(frame[at : at + 1], "big", signed=True) for at in (2, 3))
    return _TOTAL, TemperatureSample((OBJECT_BASE + seen) / 10, (AMBIENT_BASE + ambient) / 10)


def _is_whole(data: bytes) -> bool | None:
    return None if len(data) < _TOTAL else data[0] == START and data[_TOTAL - 1] == END
