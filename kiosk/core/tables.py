"""A report as a table: headings in both languages over rows of plain values.

Whoever reports makes one of these; `kiosk.sheets.writing` makes it XLSX, CSV or text.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

Value = str | int | float | date | time | datetime | None
"""What a cell of a report may hold; None is an empty one.

Moments are those of the zone in which they are to be read; truths are written as words.
"""


class ColumnKind(StrEnum):
    """What a column holds, which decides how it is shown."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    TEMPERATURE = "temperature"
    DAY = "day"
    CLOCK = "clock"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its code for machines, its headings for people."""

    code: str
    zh: str
    en: str
    kind: ColumnKind = ColumnKind.TEXT

    @property
    def heading(self) -> str:
        """Give the heading in both languages, once where they are the same."""
        return self.zh if self.zh == self.en else f"{self.zh} / {self.en}"


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A titled table; `notes` are lines that stand below it.

    Raises ValueError without a column, for a code that two columns have, and for a row that has
    not one value for each column.
    """

    title_zh: str
    title_en: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs a column")
        if len({column.code for column in self.columns}) < len(self.columns):
            raise ValueError("two columns have the same code")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has not one value for each column")

    @property
    def title(self) -> str:
        """Give the title in both languages."""
        return f"{self.title_zh} / {self.title_en}"
