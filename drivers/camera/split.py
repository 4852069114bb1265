"""Tells a QR code that holds one part of a split message (structured append, ISO/IEC 18004, 8.2).

zxing-cpp gives the text of a part as if it were the whole and does not say so in Python. But it
hands out the modules it sampled, and a part begins with mode 0011 in the four last ones.
"""

import numpy as np
from numpy.typing import NDArray

Modules = NDArray[np.bool_]

STRUCTURED_APPEND = 0b0011
# The five leading bits of the format information: error correction level, then the mask; all
# fifteen are drawn XOR 101010000010010 (7.9).
LEVEL_BITS = {"L": 0b01, "M": 0b00, "Q": 0b11, "H": 0b10}
FORMAT_XOR = 0b10101


def is_part_of_message(dark: Modules, level: str, mask: int) -> bool:
    """Tell whether the symbol's first mode indicator is structured append.

    `dark` holds the modules as sampled, True where dark, without quiet zone; a mirrored symbol is
    recognised by where its format information lies. Damage just there may hide a part, or cost a
    whole code one frame.
    """
    upright = dark.T if _is_mirrored(dark, level, mask) else dark
    last = upright.shape[0] - 1
    mode = 0
    # Bits run up from the corner in pairs, right before left (7.7.3).
    for row, column in ((last, last), (last, last - 1), (last - 1, last), (last - 1, last - 1)):
        bit = bool(upright[row, column]) != _masked(mask, row, column)
        mode = mode << 1 | bit
    return mode == STRUCTURED_APPEND


def _is_mirrored(dark: Modules, level: str, mask: int) -> bool:
    drawn = (LEVEL_BITS[level] << 3 | mask) ^ FORMAT_XOR
    bits = np.array([drawn >> shift & 1 for shift in (4, 3, 2, 1, 0)], np.bool_)
    along_row = int(np.count_nonzero(dark[8, :5] == bits))
    down_column = int(np.count_nonzero(dark[:5, 8] == bits))
    return down_column > along_row


def _masked(mask: int, row: int, column: int) -> bool:
    """Tell whether the data mask inverts this module (7.8.2, table 10)."""
    product, total = row * column, row + column
    conditions = (
        total % 2,
        row % 2,
        column % 3,
        total % 3,
        (row // 2 + column // 3) % 2,
        product % 2 + product % 3,
        (product % 2 + product % 3) % 2,
        (total % 2 + product % 3) % 2,
    )
    return conditions[mask] == 0
