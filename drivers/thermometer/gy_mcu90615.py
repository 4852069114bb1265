"""GY-MCU90615 and GY-MCU90614 infrared thermometers on a UART (8N1, 9600 or 115200 baud).

    5A 5A | 45 | 04 | TO hi lo | TA hi lo |    | sum     a stray tenth byte may follow
    5A 5A | 45 | 05 | TO hi lo | TA hi lo | ?? | sum     newer 90614 with a body-temperature mode
    TO object, TA ambient: unsigned, hundredths of a degree C.  sum: low 8 bits of all bytes before.

Source: vendor sample code and five public drivers agree on the 9 bytes; for the 10 bytes no
source says which firmware sends which form, so both are accepted.
"""

from drivers.events import BadFrame, NoTarget, TemperatureSample
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken, sum8
from drivers.overlap import next_begins_inside

QUERY = bytes.fromhex("A5 15 BA")
"""Asks for one frame."""
CONTINUOUS = bytes.fromhex("A5 45 EA")
"""Asks for a frame 10 to 14 times a second; boards of the first version are silent without it."""

HEADER = bytes.fromhex("5A 5A 45")
LENGTHS = (4, 5)
AMBIENT_MAX_C = 85.0
"""The MLX90615 is specified to 85 C ambient (the 90614 to 125 C, where no gate stands)."""
OBJECT_MAX_C = 380.0
"""The most that any part of the family can measure: beyond it are failures such as raw FFFF."""

_WINDOW = max(LENGTHS) + 5 + len(HEADER)


def decoder() -> FrameDecoder:
    """Return a fresh decoder: TemperatureSample, NoTarget (raw 0) and BadFrame."""
    return FrameDecoder(take, _WINDOW)


def take(data: bytes, ended: bool) -> Taken:
    """Judge the bytes at the front of `data`; a bad frame uses one byte only.

    The next good frame may begin inside a bad one, and a cut frame can carry a right sum.
    """
    if not HEADER.startswith(data[: len(HEADER)]):
        return SKIP_ONE
    if len(data) <= len(HEADER):
        return SKIP_ONE if ended else NEED_MORE
    if data[3] not in LENGTHS:
        return 1, BadFrame(data[:4], f"unknown length {data[3]}")
    total = data[3] + 5
    if len(data) < total:
        return (1, BadFrame(data, "cut short")) if ended else NEED_MORE
    frame = data[:total]
    if sum8(frame[:-1]) != frame[-1]:
        return 1, BadFrame(frame, "checksum")
    match next_begins_inside(data, total, _begins, ended):
        case None:
            return NEED_MORE
        case True:
            return 1, BadFrame(frame, "another frame begins inside")
        case False:
            return _read(frame)


def _begins(data: bytes) -> bool | None:
    if not HEADER.startswith(data[: len(HEADER)]):
        return False
    return data[3] in LENGTHS if len(data) > len(HEADER) else None


def _read(frame: bytes) -> Taken:
    object_raw = int.from_bytes(frame[4:6], "big")
    object_c = object_raw / 100
    ambient_c = int.from_bytes(frame[6:8], "big") / 100
    if ambient_c > AMBIENT_MAX_C:
        return 1, BadFrame(frame, f"ambient {ambient_c:.2f} C is outside the sensor's range")
    if object_c > OBJECT_MAX_C:
        return 1, BadFrame(frame, f"object {object_c:.2f} C is outside the sensor's range")
    if object_raw == 0:
        return len(frame), NoTarget()
    return len(frame), TemperatureSample(object_c, ambient_c)
