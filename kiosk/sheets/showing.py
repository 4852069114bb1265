"""Values of a report as text: safe in a spreadsheet, safe on a terminal, measured in columns."""

import unicodedata
from datetime import date, datetime, time

from kiosk.core.tables import Column, ColumnKind, Value
from kiosk.core.text import clean, csv_cell
from kiosk.sheets.cells import LONG_NUMBER

LONGEST = 4000
"""Characters of one cell; a spreadsheet takes 32,767."""


def shown(value: Value, column: Column) -> str:
    """Write a value for people, without control characters."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if column.kind is ColumnKind.TEMPERATURE:
            return f"{value:.1f}" if round(value, 1) == value else f"{value:.2f}"
        case int() | float():
            return str(value)
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
        case str():
            return clean(value, LONGEST)


def guarded(text: str) -> str:
    """Lead a text with an apostrophe where a spreadsheet would compute it or round its digits."""
    if text.isdigit() and len(text) >= LONG_NUMBER:
        return f"'{text}"
    return csv_cell(text)


def width(text: str) -> int:
    """Count columns of a terminal: two for a Chinese character, none for a mark over a letter."""
    return sum(map(_width_of, text))


def wrapped(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most `columns`, at blanks where there are any in reach."""
    lines: list[str] = []
    rest = text
    while width(rest) > columns:
        cut = _fitting(rest, columns)
        blank = rest.rfind(" ", 0, cut + 1)
        if blank > 0 and rest[:blank].strip():
            cut = blank
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*lines, rest] if rest or not lines else lines


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text with blanks, before it with `right`."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def _fitting(text: str, columns: int) -> int:
    """Give how many characters fit; at least one, so that breaking always goes on."""
    used = 0
    for place, one in enumerate(text):
        used += _width_of(one)
        if used > columns:
            return max(place, 1)
    return len(text)


def _width_of(one: str) -> int:
    if unicodedata.combining(one) or unicodedata.category(one) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(one) in "WF" else 1
