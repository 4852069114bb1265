"""Draws codes for the tests of the decode, with other libraries than the ones that read them."""

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

# Code 39: which of the nine elements are wide, for the letters the tests use (ISO/IEC 16388).
CODE_39 = {
    "0": "000110100",
    "1": "100100001",
    "2": "001100001",
    "3": "101100000",
    "4": "000110001",
    "A": "100001001",
    "B": "001001001",
    "*": "010010100",
}

# Code 128: widths of the six elements of values 0 to 102, a space apart (ISO/IEC 15417).
CODE_128 = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131"
)
START_B, STOP = "211214", "2331112"


def qr(
    content: str | bytes,
    module_px: int = 4,
    *,
    error: str | None = None,
    version: int | None = None,
    mask: int | None = None,
    encoding: str | None = None,
    eci: bool = False,
) -> Picture:
    """Draw a QR code, dark on white, with its quiet zone."""
    code = segno.make(
        content,
        error=error,
        version=version,
        mask=mask,
        encoding=encoding,
        eci=eci,
        micro=False,
        boost_error=error is None,
    )
    return symbol(code, module_px)


def symbol(code: segno.QRCode, module_px: int = 4) -> Picture:
    """Draw one segno code, dark on white, with its quiet zone."""
    dark = np.array([list(row) for row in code.matrix_iter(scale=module_px, border=4)])
    return np.where(dark > 0, 0, 255).astype(np.uint8)


def code_128(text: str, bar_px: int = 2, height_px: int = 80) -> Picture:
    """Draw a Code 128 of printable ASCII in code set B."""
    values = [ord(letter) - 32 for letter in text]
    check = (104 + sum(place * value for place, value in enumerate(values, 1))) % 103
    widths = START_B + "".join(_value_128(value) for value in [*values, check]) + STOP
    return _bars([int(width) for width in widths], bar_px, height_px)


def _value_128(value: int) -> str:
    return CODE_128[7 * value : 7 * value + 6]


def code_39(text: str, bar_px: int = 2, height_px: int = 80) -> Picture:
    """Draw a Code 39 without its two stars written."""
    widths: list[int] = []
    for letter in f"*{text}*":
        widths += [3 if wide == "1" else 1 for wide in CODE_39[letter]] + [1]
    return _bars(widths[:-1], bar_px, height_px)


def _bars(widths: list[int], bar_px: int, height_px: int) -> Picture:
    row = np.repeat([0 if place % 2 == 0 else 255 for place in range(len(widths))], widths)
    row = np.pad(np.repeat(row, bar_px), 12 * bar_px, constant_values=255)
    return np.tile(row.astype(np.uint8), (height_px, 1))


def frame(*placed: tuple[Picture, int, int], size: tuple[int, int] = (640, 480)) -> Picture:
    """Draw a gray gatehouse wall with noise and pictures at their (left, top)."""
    width, height = size
    noise = np.random.default_rng(1).normal(110, 3, (height, width))
    canvas = np.clip(noise, 0, 255).astype(np.uint8)
    for picture, left, top in placed:
        tall, wide = picture.shape
        canvas[top : top + tall, left : left + wide] = picture
    return canvas


def turned(picture: Picture, degrees: float) -> Picture:
    """Turn a picture about its middle on a white ground that holds it all."""
    side = int(np.hypot(*picture.shape)) + 2
    move = cv2.getRotationMatrix2D((picture.shape[1] / 2, picture.shape[0] / 2), degrees, 1.0)
    move[0, 2] += (side - picture.shape[1]) / 2
    move[1, 2] += (side - picture.shape[0]) / 2
    return cv2.warpAffine(picture, move, (side, side), borderValue=255).astype(np.uint8)
