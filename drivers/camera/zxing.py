"""zxing-cpp, the first decoder, in our words: text, symbology, place, and clues to unread codes."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import zxingcpp

from drivers.camera import split, zbar
from drivers.camera.picture import Box, Gray, Point, View
from drivers.camera.text import qr_text
from drivers.camera.tries import Kinds, Try

QR, CODE_39 = "QR", "Code39"
# Only what a school uses: each further kind costs time and brings false readings (ITF, EAN-8).
# QRCodeModel2 is the plain QR; the wider name would add Micro QR and its false clues.
QR_FORMAT = [zxingcpp.BarcodeFormat.QRCodeModel2]
ROW_FORMATS = [
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.PDF417,
]
FORMATS = {
    Kinds.ALL: zxingcpp.BarcodeFormats(QR_FORMAT + ROW_FORMATS),
    Kinds.QR: zxingcpp.BarcodeFormats(QR_FORMAT),
    Kinds.ROWS: zxingcpp.BarcodeFormats(ROW_FORMATS),
}
NAMES = {
    zxingcpp.BarcodeFormat.QRCode: QR,
    zxingcpp.BarcodeFormat.Code128: "Code128",
    zxingcpp.BarcodeFormat.Code39: CODE_39,
    zxingcpp.BarcodeFormat.PDF417: "PDF417",
}
# Code 39 has no check digit: two bars by chance make a code of one letter.
SHORTEST_CODE_39 = 3
# Below this a picture holds no code, and the decoder has nothing to gain.
SMALLEST_PX = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A code at a place of the frame; `text` is None for one that is there but unread."""

    text: str | None
    symbology: str
    corners: tuple[Point, ...]

    @property
    def middle(self) -> Point:
        """Middle of the corners, in pixels of the frame."""
        count = len(self.corners)
        return sum(x for x, _ in self.corners) / count, sum(y for _, y in self.corners) / count

    @property
    def box(self) -> Box:
        """Upright rectangle around the corners."""
        xs, ys = zip(*self.corners, strict=True)
        return Box(int(min(xs)), int(min(ys)), math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1)

    def covers(self, point: Point) -> bool:
        """Tell whether a point of the frame lies in the box."""
        box = self.box
        return box.left <= point[0] < box.right and box.top <= point[1] < box.bottom


def find(view: View, how: Try) -> list[Found]:
    """Make one try at a view; places in pixels of the frame, parts of split messages left out."""
    if min(view.gray.shape) < SMALLEST_PX:
        return []
    if how.turned:
        view = view.turned()
    if how.scale != 1.0:
        view = view.scaled(how.scale)
    if how.sharpened:
        view = view.sharpened()
    # The decoders need the rows one after the other in memory.
    gray = np.ascontiguousarray(view.gray)
    found = _zbar(gray) if how.zbar else _zxing(gray, how)
    return [
        Found(one.text, one.symbology, tuple(view.in_frame(corner) for corner in one.corners))
        for one in found
    ]


def _zbar(gray: Gray) -> Iterable[Found]:
    for text, symbology, corners in zbar.find(gray):
        if symbology != CODE_39 or len(text) >= SHORTEST_CODE_39:
            yield Found(text, symbology, tuple(corners))


def _zxing(gray: Gray, how: Try) -> Iterable[Found]:
    binarizer = zxingcpp.Binarizer
    barcodes = zxingcpp.read_barcodes(
        gray,
        formats=FORMATS[how.kinds],
        try_rotate=how.every_way,
        try_downscale=how.every_way,
        try_invert=how.every_way,
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=binarizer.GlobalHistogram if how.one_threshold else binarizer.LocalAverage,
        return_errors=True,
    )
    for barcode in barcodes:
        symbology = NAMES.get(barcode.symbology)
        if symbology is None or (barcode.valid and _is_part(barcode, symbology)):
            continue
        text = _text(barcode, symbology) if barcode.valid else None
        if symbology != CODE_39 or text is None or len(text) >= SHORTEST_CODE_39:
            yield Found(text, symbology, _corners(barcode))


def _text(barcode: Any, symbology: str) -> str:
    # Bytes that are not what the code claims come as U+FFFD, so `text` never raises.
    text = str(barcode.text)
    return qr_text(barcode.bytes, text) if symbology == QR else text


def _is_part(barcode: Any, symbology: str) -> bool:
    if symbology != QR:
        return False
    modules = np.asarray(barcode.to_image(scale=1, add_quiet_zones=False)) == 0
    return split.is_part_of_message(modules, barcode.extra["ECLevel"], barcode.extra["DataMask"])


def _corners(barcode: Any) -> tuple[Point, ...]:
    place = barcode.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return tuple((float(corner.x), float(corner.y)) for corner in corners)
