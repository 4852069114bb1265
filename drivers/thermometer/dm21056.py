"""DM21056 infrared thermometer (MLX90641) in human mode on a UART (8N1, 115200 baud), one way.

    AA 55 | 06 | temperature hi lo | sum              6 bytes; 06 is their number
    temperature: four decimal digits, two a byte, tenths of a degree C (03 70 = 37.0 C).
    sum: low 8 bits of bytes 0 to 4.

Human mode is said to measure 32 to 45 C within 0.5 C. What it sends outside of that is not known,
so a value outside is a sample as it was sent, for the gate's own band to refuse, up to what no such
part can measure; 00 00 says that nobody is there. It sends no ambient temperature.

Source: one shop's text, which prints the frame of 37.0 C.
"""

from drivers.events import BadFrame, NoTarget, TemperatureSample
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken, sum8
from drivers.overlap import next_begins_inside

START = bytes.fromhex("AA 55")
OBJECT_MAX_C = 380.0
"""The most that any thermometer of a gate can measure."""

_TOTAL = 6
_HEAD = 3
_WINDOW = _TOTAL + _HEAD - 1


def decoder() -> FrameDecoder:
    """Return a fresh decoder: TemperatureSample, NoTarget (raw 0) and BadFrame."""
    return FrameDecoder(take, _WINDOW)


def take(data: bytes, ended: bool) -> Taken:
    """Judge the bytes at the front of `data`; a bad frame uses one byte only."""
    if not START.startswith(data[: len(START)]):
        return SKIP_ONE
    if len(data) < _HEAD:
        return _cut_short(data, ended)
    if data[2] != _TOTAL:
        return 1, BadFrame(data[:_HEAD], f"unknown length {data[2]}")
    if len(data) < _TOTAL:
        return _cut_short(data, ended)
    frame = data[:_TOTAL]
    if sum8(frame[:-1]) != frame[-1]:
        return 1, BadFrame(frame, "checksum")
    match next_begins_inside(data, _TOTAL, _begins, ended):
        case None:
            return NEED_MORE
        case True:
            return 1, BadFrame(frame, "another frame begins inside")
        case False:
            return _read(frame)


def _begins(data: bytes) -> bool | None:
    head = START + bytes((_TOTAL,))
    if not head.startswith(data[:_HEAD]):
        return False
    return True if len(data) >= _HEAD else None


def _cut_short(data: bytes, ended: bool) -> Taken:
    if not ended:
        return NEED_MORE
    return (1, BadFrame(data, "cut short")) if len(data) > 1 else SKIP_ONE


def _read(frame: bytes) -> Taken:
    digits = frame[3:5].hex()
    if not digits.isdecimal():
        return 1, BadFrame(frame, f"{digits} is not four decimal digits")
    object_c = int(digits) / 10
    if object_c > OBJECT_MAX_C:
        return 1, BadFrame(frame, f"object {object_c:.1f} C is outside the sensor's range")
    return _TOTAL, TemperatureSample(object_c, None) if object_c else NoTarget()
