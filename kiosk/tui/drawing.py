"""Large letters out of half blocks: a dot of a glyph is one cell wide and half a line high.

Half blocks have a width that a few terminals doubt; nothing is said by them alone, the same word
stands as plain text beside them.
"""

from itertools import zip_longest

from kiosk.tui.glyphs import GLYPHS, Glyph

GAP = 2
"""Dots between two letters."""

_CELL = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def drawable(word: str) -> bool:
    """Tell whether every letter has a glyph."""
    return all(letter in GLYPHS for letter in word)


def size(word: str, scale: int = 1) -> tuple[int, int]:
    """Give width in cells and height in lines of a drawn word."""
    glyphs = [GLYPHS[letter] for letter in word]
    wide = sum(len(glyph[0]) for glyph in glyphs) + GAP * (len(glyphs) - 1)
    high = max((len(glyph) for glyph in glyphs), default=0)
    return wide * scale, (high * scale + 1) // 2


def draw(word: str, scale: int = 1) -> list[str]:
    """Draw a word, all lines equally wide; every letter must be drawable."""
    dots = _scaled(_row(word), scale)
    return [
        "".join(
            _CELL[upper == "#", lower == "#"] for upper, lower in zip_longest(*pair, fillvalue=".")
        )
        for pair in zip_longest(dots[::2], dots[1::2], fillvalue="")
    ]


def _row(word: str) -> list[str]:
    glyphs = [GLYPHS[letter] for letter in word]
    high = max((len(glyph) for glyph in glyphs), default=0)
    padded = [_padded(glyph, high) for glyph in glyphs]
    return [("." * GAP).join(glyph[line] for glyph in padded) for line in range(high)]


def _padded(glyph: Glyph, high: int) -> Glyph:
    blank = "." * len(glyph[0])
    return (blank,) * (high - len(glyph)) + glyph


def _scaled(dots: list[str], scale: int) -> list[str]:
    return ["".join(dot * scale for dot in line) for line in dots for _ in range(scale)]
