"""What a file of rows is once it is read: cells of a few plain types, each row with its line."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kiosk.core.language import Words
from kiosk.core.text import clean

MOST_BYTES = 16 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 64
LONGEST_CELL = 2000
"""Local practice, all four: a school of 5,000 people takes a tenth of each."""


class SheetError(Exception):
    """A file that cannot be read row by row; `words` says what to do, the message in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell that holds no value; `why` says what is wrong and what to do."""

    why: Words


Cell = str | float | date | time | datetime | Unusable
"""A cell as read: text is clean and bounded, an empty cell is the empty text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` counts from 1 as the spreadsheet shows it.

    `fault` says why nothing of the row can be taken.
    """

    line: int
    cells: tuple[Cell, ...]
    fault: Words | None = None

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


_NO_NUMBER = Words("不是数字", "holds no number")
_NOTHING = Words("无法读取", "holds nothing that can be read")
_LENGTH = Words("是时长, 不是时刻", "holds a length of time, not a time of day")


def empty(name: str) -> Words:
    """Say that a file holds nothing."""
    return Words(
        f"{name} 是空的; 需要标题行和数据行",
        f"{name} is empty; it needs a row of headings and rows below it",
    )


def normalised(value: object) -> Cell:
    """Make a cell of what a reader of files has given."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return float(value) if math.isfinite(value) else Unusable(_NO_NUMBER)
        case timedelta():
            return _clock(value)
        case datetime() | date() | time() | Unusable():
            return value
        case str():
            return clean(value, LONGEST_CELL)
        case _:
            return "" if value is None else Unusable(_NOTHING)


def tabulated(name: str, rows: list[Row]) -> Table:
    """Find the headings: the first row with two cells or more among the first ten with any.

    So a title over the table is passed over. Raises SheetError when there is no row.
    """
    if not rows:
        raise SheetError(*empty(name))
    place = next((at for at, row in enumerate(rows[:10]) if row.filled > 1), 0)
    return Table(name, rows[place], tuple(rows[place + 1 :]))


def _clock(length: timedelta) -> Cell:
    if not timedelta(0) <= length < timedelta(days=1):
        return Unusable(_LENGTH)
    return (datetime.min + length).time()
