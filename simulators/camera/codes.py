"""Draws codes as pictures: QR by segno, Code 128 by a table; shares nothing with the decode."""

import functools

import numpy as np
import segno
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

INK, PAPER = 20, 245
MODULE_PX = 4
BAR_HEIGHT = 0.34
"""Height of the bars of a Code 128 as a share of its width."""

# Widths of bar, space, bar, space, bar, space for the values 0 to 105 (ISO/IEC 15417, annex).
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231"
    "113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211"
    "212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131"
    "113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111"
    "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211"
    "241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214"
    "211232"
)
_START_B, _STOP, _QUIET = 104, "2331112", 10


@functools.lru_cache(maxsize=256)
def draw_code(text: str, symbology: str) -> Picture:
    """Draw a code with its quiet zone, `MODULE_PX` pixels for its narrowest part.

    `symbology` is "QR" or "Code128" (printable ASCII only). Raises ValueError for anything else.
    """
    if symbology == "QR":
        return _qr(text)
    if symbology == "Code128":
        return _code_128(text)
    raise ValueError(f"the simulated camera shows QR and Code128, not {symbology!r}")


def _qr(text: str) -> Picture:
    code = segno.make(text, error="m", boost_error=False, micro=False)
    dark = np.array([list(row) for row in code.matrix_iter(scale=MODULE_PX, border=4)]) > 0
    return np.where(dark, INK, PAPER).astype(np.uint8)


def _code_128(text: str) -> Picture:
    if not text or not all(" " <= letter <= "~" for letter in text):
        raise ValueError("a Code 128 of the simulated camera holds printable ASCII")
    values = [ord(letter) - 32 for letter in text]
    check = (_START_B + sum(place * value for place, value in enumerate(values, 1))) % 103
    widths = "".join(_WIDTHS[6 * value : 6 * value + 6] for value in (_START_B, *values, check))
    modules = [
        INK if place % 2 == 0 else PAPER
        for place, width in enumerate(widths + _STOP)
        for _ in range(int(width))
    ]
    row = np.pad(np.array(modules, np.uint8), _QUIET, constant_values=PAPER).repeat(MODULE_PX)
    return np.tile(row, (int(len(row) * BAR_HEIGHT), 1))
