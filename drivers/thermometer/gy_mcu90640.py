"""GY-MCU90640 area thermometer: MLX90640 of 32 x 24 pixels on a UART (8N1, 115200 baud).

    5A 5A | 02 06 | 768 x pixel lo hi | TA lo hi | sum lo hi     1544 bytes, a picture
    5A 5A | XX | sum8                                            emissivity XX / 100, when asked
    pixel, TA (the chip): signed, hundredths of a degree C; row by row, each from its right end as
    a person sees it who stands beside the gate.  sum: of the 771 words before, modulo 65536.

Source: vendor manual V1.0 and four public drivers agree. What is told of a picture is its highest
pixel within a region. The manual gives the unsigned formula; two drivers read signed pixels.
"""

import struct
from collections.abc import Mapping

from drivers.area import Region, extremes, region_of
from drivers.events import BadFrame, Reply, TemperatureSample
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken, sum8
from drivers.talk import Greeting

WIDTH, HEIGHT = 32, 24
AUTOMATIC = bytes.fromhex("A5 35 02 DC")
"""Asks for picture after picture."""
RATES_HZ = {1: "A5 25 01 CB", 2: "A5 25 02 CC", 4: "A5 25 03 CD", 8: "A5 25 04 CE"}
"""Pictures in a second; the module knows 0.5 Hz too, which a gate takes for silence."""

PERIOD_S = 0.25
"""4 Hz is what fits through 115200 baud."""
OWNER_OPTIONS = frozenset({"rate_hz"})

HEADER = bytes.fromhex("5A 5A 02 06")
FRAME_BYTES = 1544
OBJECT_C = (-40.0, 300.0)
"""What the MLX90640 can measure; a broken pixel shows as a value outside."""
AMBIENT_C = (-40.0, 85.0)
"""Where the MLX90640 may work."""
EMISSIVITY_MAX = 0x64

_WORDS = struct.Struct("<771HH")
_VALUES = struct.Struct("<769h")
_REPLY_BYTES = 4
_WINDOW = FRAME_BYTES + len(HEADER) - 1


def decoder(*, region: object = None) -> FrameDecoder:
    """Return a fresh decoder: TemperatureSample, Reply (emissivity) and BadFrame.

    `region` is `[x, y, width, height]` in the picture as it is seen from beside the gate, all of
    it when left out; ValueError when it is not inside.
    """
    seen = region_of(region, WIDTH, HEIGHT)
    return FrameDecoder(_Pictures(seen).take, _WINDOW, HEADER[:2])


def talk(options: Mapping[str, object]) -> Greeting:
    """Return what to say when the port opens; ValueError for a `rate_hz` that is not offered."""
    rate = options.get("rate_hz")
    if rate is None:
        return Greeting(AUTOMATIC)
    if isinstance(rate, bool) or not isinstance(rate, int | float) or rate not in RATES_HZ:
        raise ValueError(f"rate_hz is one of {', '.join(map(str, RATES_HZ))}")
    return Greeting(bytes.fromhex(RATES_HZ[int(rate)]) + AUTOMATIC)


class _Pictures:
    """Judges frames; what is told of a picture is its highest pixel within the region."""

    def __init__(self, region: Region) -> None:
        self._slices = region.slices(WIDTH, mirrored=True)

    def take(self, data: bytes, ended: bool) -> Taken:
        """Judge the bytes at the front of `data`; a bad frame uses one byte only.

        Headers occur among pixels, so only the sum decides what is a frame.
        """
        if not data.startswith(HEADER[:2]):
            return SKIP_ONE if ended or not HEADER.startswith(data) else NEED_MORE
        if len(data) < _REPLY_BYTES:
            return SKIP_ONE if ended else NEED_MORE
        if not data.startswith(HEADER):
            return _take_reply(data[:_REPLY_BYTES])
        if len(data) < FRAME_BYTES:
            return (1, BadFrame(data, "cut short")) if ended else NEED_MORE
        frame = data[:FRAME_BYTES]
        *words, check = _WORDS.unpack(frame)
        if sum(words) & 0xFFFF != check:
            return 1, BadFrame(frame, "checksum")
        for at in (FRAME_BYTES - 2, FRAME_BYTES - 1):
            if HEADER.startswith(frame[at:]):
                # A cut frame can be made whole by the first bytes of the next one.
                if len(data) < at + len(HEADER) and not ended:
                    return NEED_MORE
                if data[at : at + len(HEADER)] == HEADER:
                    return 1, BadFrame(frame, "another frame begins inside")
        return self._read(frame)

    def _read(self, frame: bytes) -> Taken:
        *pixels, ambient = _VALUES.unpack_from(frame, len(HEADER))
        lowest, highest = (value / 100 for value in extremes(pixels, self._slices))
        ambient_c = ambient / 100
        if not AMBIENT_C[0] <= ambient_c <= AMBIENT_C[1]:
            return 1, BadFrame(frame, f"ambient {ambient_c:.2f} C is outside the sensor's range")
        for value in (lowest, highest):
            if not OBJECT_C[0] <= value <= OBJECT_C[1]:
                return 1, BadFrame(frame, f"a pixel of {value:.2f} C is outside the sensor's range")
        return len(frame), TemperatureSample(highest, ambient_c)


def _take_reply(reply: bytes) -> Taken:
    emissivity = reply[2]
    if 1 <= emissivity <= EMISSIVITY_MAX and sum8(reply[:-1]) == reply[-1]:
        return len(reply), Reply(f"emissivity {emissivity / 100:.2f}", reply)
    return 1, BadFrame(reply, "neither a picture nor an emissivity")
