"""The one sanitiser for text from outside: codes, cards, imports, the web.

What leaves `clean` has no control, format, bidirectional or zero-width character, so it cannot act
on a terminal; what leaves `csv_cell` is never taken for a formula by a spreadsheet.
"""

import unicodedata

DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that never reach a screen: controls, format marks, halves, unassigned."""

INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks without any shape that the categories above do not name."""

FORMULA_STARTS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""First characters that make a spreadsheet compute a cell, the full-width forms included."""

_INPUT_FACTOR = 8


def clean(text: str, limit: int = 64) -> str:
    """Make a text safe to show, at most `limit` characters long.

    Composed to NFC, white space of every kind folded to single spaces and trimmed. At most eight
    times `limit` characters are looked at, so that a huge text costs no more than a long one.
    """
    seen = text[: limit * _INPUT_FACTOR]
    spaced = "".join(" " if one.isspace() else one for one in seen if _shown(one))
    composed = unicodedata.normalize("NFC", " ".join(spaced.split()))
    return _bounded_marks(composed)[:limit].rstrip(" ")


def csv_cell(value: str) -> str:
    """Make a text safe as one cell of a table that a spreadsheet may open.

    A text that begins like a formula, white space before it included, is led by an apostrophe.
    Quoting of commas and quotation marks is left to the writer of the table.
    """
    start = value.lstrip(" \u3000\u00a0")[:1]
    return f"'{value}" if start in FORMULA_STARTS and start else value


def _shown(one: str) -> bool:
    if one.isspace():
        return True
    return unicodedata.category(one) not in DROPPED and one not in INVISIBLE and not _selector(one)


def _selector(one: str) -> bool:
    """Tell whether it is a variation selector, which changes the width of the glyph before it."""
    return "\ufe00" <= one <= "\ufe0f" or "\U000e0100" <= one <= "\U000e01ef"


def _bounded_marks(text: str, most: int = 2) -> str:
    """Keep at most `most` combining marks after a letter, so that no text climbs over others."""
    kept: list[str] = []
    run = 0
    for one in text:
        run = run + 1 if unicodedata.category(one) in ("Mn", "Me") else 0
        if run <= most:
            kept.append(one)
    return "".join(kept)
