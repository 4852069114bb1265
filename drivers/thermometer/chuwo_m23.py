"""CHUWO / M23 area thermometer: HTPA of 32 x 32 pixels on a UART (8N1, 115200 baud), when asked.

    asked   EE E1 01 55 FF FC FD FF
    answers E1 | 1024 x pixel hi lo | TA hi lo | ?? ?? ?? ??     2055 bytes
    pixel, TA: tenths of a kelvin, C = (value - 2731) / 10, row by row.

Source: one vendor's code for two of its boards. It shows no checksum, so the only guard is what a
pixel can be: with every pixel and TA within the bounds below, high bytes are 09 to 0F, and bytes
that slipped by one put the low bytes in their place, of which 7 in 256 look right: a thousand at
once never do. A flipped bit of a value within the bounds cannot be seen; several samples that
agree, and the plausible band, protect. What the last four bytes are is not known.
"""

import struct
from collections.abc import Mapping

from drivers.area import Region, extremes, region_of
from drivers.events import BadFrame, TemperatureSample
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken
from drivers.talk import Poll

WIDTH, HEIGHT = 32, 32
QUESTION = bytes.fromhex("EE E1 01 55 FF FC FD FF")
"""Asks for one picture."""
ASK_EVERY_S = 0.25
"""A picture takes 0.18 s on the wire."""

HEADER = 0xE1
FRAME_BYTES = 2055
PIXEL_C = (-40.0, 120.0)
"""Local practice: colder or hotter is nothing that stands before a school gate."""
AMBIENT_C = (-40.0, 85.0)
"""Local practice: where such a sensor may work."""

_AMBIENT_AT = 2049
_LOWEST, _HIGHEST = (round(bound * 10) + 2731 for bound in PIXEL_C)
_PIXELS = struct.Struct(">1024H")


def decoder(*, region: object = None) -> FrameDecoder:
    """Return a fresh decoder: TemperatureSample and BadFrame.

    `region` is `[x, y, width, height]` in the picture, all of it when left out; ValueError when it
    is not inside.
    """
    seen = region_of(region, WIDTH, HEIGHT)
    return FrameDecoder(_Pictures(seen).take, 2 * FRAME_BYTES, bytes((HEADER,)))


def talk(_options: Mapping[str, object]) -> Poll:
    """Return what asks for picture after picture."""
    return Poll(QUESTION, ASK_EVERY_S)


class _Pictures:
    """Judges frames; what is told of a picture is its highest pixel within the region."""

    def __init__(self, region: Region) -> None:
        self._slices = region.slices(WIDTH)

    def take(self, data: bytes, ended: bool) -> Taken:
        """Judge the bytes at the front of `data`; a bad frame uses one byte only."""
        if data[0] != HEADER:
            return SKIP_ONE
        wrong = _first_wrong_pixel(data)
        if wrong is not None:
            end = 3 + 2 * wrong
            value_c = _celsius(data[end - 2 : end])
            return 1, BadFrame(data[:end], f"a pixel of {value_c:.1f} C is none at a gate")
        if len(data) < FRAME_BYTES:
            return (1, BadFrame(data, "cut short")) if ended else NEED_MORE
        frame = data[:FRAME_BYTES]
        ambient_c = _celsius(frame[_AMBIENT_AT : _AMBIENT_AT + 2])
        if not AMBIENT_C[0] <= ambient_c <= AMBIENT_C[1]:
            return 1, BadFrame(frame, f"ambient {ambient_c:.1f} C is outside the sensor's range")
        inside = _another_inside(data, ended)
        if inside is None:
            return NEED_MORE
        if inside:
            return 1, BadFrame(frame, "another frame begins inside")
        _, highest = extremes(_PIXELS.unpack_from(frame, 1), self._slices)
        return len(frame), TemperatureSample((highest - 2731) / 10, ambient_c)


def _celsius(value: bytes) -> float:
    return (int.from_bytes(value, "big") - 2731) / 10


def _first_wrong_pixel(data: bytes) -> int | None:
    """Return the number of the first of the pixels received that is none; None when all may be."""
    count = min(WIDTH * HEIGHT, (len(data) - 1) // 2)
    pixels = struct.unpack_from(f">{count}H", data, 1)
    if not pixels or (min(pixels) >= _LOWEST and max(pixels) <= _HIGHEST):
        return None
    return next(at for at, value in enumerate(pixels) if not _LOWEST <= value <= _HIGHEST)


def _another_inside(data: bytes, ended: bool) -> bool | None:
    """Tell whether a cut frame was filled up by the next one; None when more bytes will tell.

    The front of a cut frame and the next frame look like one when the cut left whole pixels. Then
    a frame begins at an E1 inside; a pixel of 5.4, 31.0 or 56.6 C has that byte too.
    """
    if data[FRAME_BYTES : FRAME_BYTES + 1] == bytes((HEADER,)):
        return False
    # What ended cannot hold another whole frame behind this place.
    end = min(FRAME_BYTES, len(data) - FRAME_BYTES + 1) if ended else FRAME_BYTES
    at = data.find(HEADER, 1, end)
    while at >= 0:
        rest = data[at : at + FRAME_BYTES]
        if _first_wrong_pixel(rest) is None:
            return True if len(rest) == FRAME_BYTES else None
        at = data.find(HEADER, at + 1, end)
    return False
