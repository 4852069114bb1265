"""A registration code for the idle screen, drawn with half blocks.

A dot is one cell wide and half a line high, black on white in every theme: phones read that best.
"""

from functools import lru_cache

import segno

BORDER = 2
"""Light dots around the code; with the light ground of the text beside it phones need no more."""

_MOST_DOTS = 49
"""Dots of the largest code that a phone reads off a terminal from a metre (version 8)."""

_CELL = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


@lru_cache(maxsize=4)
def qr_lines(text: str) -> tuple[str, ...]:
    """Draw a text as lines of equal width; none where it is empty or too long for a screen."""
    if not text:
        return ()
    try:
        code = segno.make_qr(text, error="l")
    except segno.DataOverflowError:
        return ()
    rows = [list(row) for row in code.matrix_iter(border=BORDER)]
    if len(rows) > _MOST_DOTS + 2 * BORDER:
        return ()
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return tuple(
        "".join(_CELL[upper, lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs
    )
