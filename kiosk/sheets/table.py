"""What a file of rows is once it is read: cells of a few plain types, each row with its line."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kiosk.core.text import clean

MOST_BYTES = 16 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 64
LONGEST_CELL = 2000
"""Local practice, all four: a school of 5,000 people takes a tenth of each."""


class SheetError(Exception):
    """A file that cannot be read row by row; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell that holds no value; `why` says what is wrong and what to do."""

    why: str


Cell = str | float | date | time | datetime | Unusable
"""A cell as read: text is clean and bounded, an empty cell is the empty text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` counts from 1 as the spreadsheet shows it.

    `fault` says why nothing of the row can be taken, and is empty for most.
    """

    line: int
    cells: tuple[Cell, ...]
    fault: str = ""

    @property
    def filled(self) -> int:
        """Count the cells that hold a value."""
        return sum(cell != "" and not isinstance(cell, Unusable) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its headings and the rows below them; empty rows are left out.

    `name` is that of the file, and of the sheet where a file has several.
    """

    name: str
    header: Row
    rows: tuple[Row, ...]


def normalised(value: object) -> Cell:
    """Make a cell of what a reader of files has given."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return float(value) if math.isfinite(value) else Unusable("holds no number")
        case timedelta():
            return _clock(value)
        case datetime() | date() | time() | Unusable():
            return value
        case str():
            return clean(value, LONGEST_CELL)
        case _:
            return "" if value is None else Unusable("holds nothing that can be read")


def tabulated(name: str, rows: list[Row]) -> Table:
    """Find the headings: the first row with two cells or more among the first ten with any.

    So a title over the table is passed over. Raises SheetError when there is no row.
    """
    if not rows:
        raise SheetError(f"{name} is empty; it needs a row of headings and rows below it")
    place = next((at for at, row in enumerate(rows[:10]) if row.filled > 1), 0)
    return Table(name, rows[place], tuple(rows[place + 1 :]))


def _clock(length: timedelta) -> Cell:
    if not timedelta(0) <= length < timedelta(days=1):
        return Unusable("holds a length of time, not a time of day")
    return (datetime.min + length).time()
