"""HM ("Haiman", Heimann HTPA) body-temperature module on a UART (8N1, 115200 baud), asked for each.

    A5 55 01 FB                                       the question
    A5 | ?? | temperature lo hi | x | y | sum         the answer, 7 bytes
    temperature: the lower byte first, hundredths of a degree C; 0 means that nobody is there.
    x, y: the hottest pixel of the 32 x 32 or 32 x 24 there are.  sum: low 8 bits of bytes 0 to 5.

What the second byte means is not known; it may be anything. With one known byte to begin with, the
pixel is what tells a cut frame, so one that the sensor does not have makes a bad frame. It sends no
ambient temperature.

The same question makes a GY-MCU90640 answer `5A 5A ...`, which is nothing here.

Source: two vendors' kiosk programs and the documents of a third agree on question, temperature and
pixel; first byte and sum are from one of them.
"""

from drivers.events import BadFrame, NoTarget, TemperatureSample
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken, sum8
from drivers.overlap import next_begins_inside
from drivers.talk import Options, Poll

QUESTION = bytes.fromhex("A5 55 01 FB")
PERIOD_S = 0.125
"""How often it is asked, as in the vendors' programs."""

START = 0xA5
PIXELS = 32
OBJECT_MAX_C = 380.0
"""The most that any thermometer of a gate can measure: beyond it are failures such as raw FFFF."""

_TOTAL = 7
_WINDOW = 2 * _TOTAL - 1


def decoder() -> FrameDecoder:
    """Return a fresh decoder: TemperatureSample, NoTarget (raw 0) and BadFrame."""
    return FrameDecoder(take, _WINDOW)


def talk(_options: Options) -> Poll:
    """Return what asks for a temperature again and again."""
    return Poll(QUESTION, PERIOD_S)


def take(data: bytes, ended: bool) -> Taken:
    """Judge the bytes at the front of `data`; a bad frame uses one byte only."""
    if data[0] != START:
        return SKIP_ONE
    if len(data) < _TOTAL:
        if not ended:
            return NEED_MORE
        return (1, BadFrame(data, "cut short")) if len(data) > 1 else SKIP_ONE
    frame = data[:_TOTAL]
    if wrong := _wrong(frame):
        return 1, BadFrame(frame, wrong)
    followed = data[_TOTAL : _TOTAL + 1] == bytes((START,))
    inside = not followed and next_begins_inside(data, _TOTAL, _is_whole, ended)
    if inside is None:
        return NEED_MORE
    if inside:
        return 1, BadFrame(frame, "another frame begins inside")
    raw = int.from_bytes(frame[2:4], "little")
    return _TOTAL, TemperatureSample(raw / 100, None) if raw else NoTarget()


def _is_whole(data: bytes) -> bool | None:
    if len(data) >= _TOTAL:
        return not _wrong(data[:_TOTAL])
    return False if any(place >= PIXELS for place in data[4:6]) else None


def _wrong(frame: bytes) -> str:
    """Return what is wrong with seven bytes that begin like a frame; empty when nothing is."""
    if sum8(frame[:-1]) != frame[-1]:
        return "checksum"
    x, y = frame[4:6]
    if max(x, y) >= PIXELS:
        return f"no pixel is at {x}, {y}"
    object_c = int.from_bytes(frame[2:4], "little") / 100
    if object_c > OBJECT_MAX_C:
        return f"object {object_c:.2f} C is outside the sensor's range"
    return ""
