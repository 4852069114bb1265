"""Headings of a table, Chinese or English, as people write them -> the columns a reader wants."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kiosk.core.language import Words
from kiosk.sheets.table import Cell, Row, SheetError, Table, Unusable

_BRACKETS = re.compile(r"[(\[【〔<《「{][^)\]】〕>》」}]*[)\]】〕>》」}]")
_LITTER = re.compile(r"[\s_\-*:.\"'：、]+")
_PARTS = re.compile(r"[/|\n]| {2,}")
_LOOKED_AT = 10
_MORE_CELLS = Words("格数多于标题", "there are more cells than headings")


class HeadingTwiceError(SheetError):
    """A table that has every heading that is needed, and one of its headings twice."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row by the codes of its columns; a column that the file has not is not among them.

    `fault` says why nothing of the row can be taken.
    """

    line: int
    cells: Mapping[str, Cell]
    fault: Words | None = None

    def __getitem__(self, code: str) -> Cell:
        return self.cells.get(code, "")


@dataclass(frozen=True, slots=True)
class Matched:
    """A table whose columns are known: a code for each heading, None where nobody knows it."""

    header: Row
    columns: tuple[str | None, ...]
    rows: tuple[Row, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Give the headings that are passed over."""
        return tuple(
            cell
            for cell, code in zip(self.header.cells, self.columns, strict=True)
            if code is None and isinstance(cell, str) and cell
        )

    def records(self) -> Iterator[Record]:
        """Give the rows by their columns."""
        for row in self.rows:
            yield _record(row, self.columns)


def folded(heading: str) -> str:
    """Write a heading in the one form in which it is compared.

    Capitals, blanks, full-width forms and marks like * and : make no difference.
    """
    return _LITTER.sub("", unicodedata.normalize("NFKC", heading).casefold())


def code_of(heading: str, known: Mapping[str, str]) -> str | None:
    """Find the column of a heading; what stands in brackets counts only when nothing else does.

    `known` gives the code for each folded heading. A heading in two languages is known by either.
    """
    if (whole := known.get(folded(heading))) is not None:
        return whole
    plain = unicodedata.normalize("NFKC", heading)
    bare = _BRACKETS.sub("", plain)
    candidates = [bare, *_PARTS.split(plain), *_PARTS.split(bare), *bare.split()]
    return next((known[key] for one in candidates if (key := folded(one)) in known), None)


def match(
    table: Table, headings: Mapping[str, Iterable[str]], needed: Iterable[str] = ()
) -> Matched:
    """Match the headings of a table to the codes in `headings`, each with how it may be written.

    The code itself is always understood. A row of headings that lacks a needed one is looked for
    among the first ten rows. Raises SheetError for what is missing or stands twice.
    """
    known = {folded(one): code for code, all_ in headings.items() for one in (code, *all_)}
    wanted = tuple(needed)
    rows = (table.header, *table.rows)
    fitting = (
        place
        for place, row in enumerate(rows[:_LOOKED_AT])
        if set(wanted) <= set(_columns(row, known))
    )
    place = next(fitting, 0)
    columns = _columns(rows[place], known)
    _refuse(table.name, rows[place], columns, headings, wanted)
    return Matched(rows[place], columns, rows[place + 1 :])


def _columns(row: Row, known: Mapping[str, str]) -> tuple[str | None, ...]:
    return tuple(code_of(cell, known) if isinstance(cell, str) else None for cell in row.cells)


def _refuse(
    name: str,
    header: Row,
    columns: tuple[str | None, ...],
    headings: Mapping[str, Iterable[str]],
    needed: tuple[str, ...],
) -> None:
    if header.fault:
        raise SheetError(
            f"{name} 第 {header.line} 行: {header.fault.zh}",
            f"{name} line {header.line}: {header.fault.en}",
        )
    if missing := [one for one in needed if one not in columns]:
        wanted = ", ".join(_both(one, headings) for one in missing)
        raise SheetError(
            f"{name} 第 {header.line} 行缺少标题 {wanted}",
            f"{name} line {header.line} lacks the headings {wanted}",
        )
    twice = sorted({one for one in columns if one and columns.count(one) > 1})
    if twice:
        wanted = ", ".join(_both(one, headings) for one in twice)
        raise HeadingTwiceError(
            f"{name} 第 {header.line} 行标题重复: {wanted}; 删去一个",
            f"{name} line {header.line} has a heading twice: {wanted}; remove one",
        )


def _both(code: str, headings: Mapping[str, Iterable[str]]) -> str:
    return f"{code} ({next(iter(headings[code]), code)})"


def _record(row: Row, columns: tuple[str | None, ...]) -> Record:
    if row.fault:
        return Record(row.line, {}, row.fault)
    if any(cell != "" and not isinstance(cell, Unusable) for cell in row.cells[len(columns) :]):
        return Record(row.line, {}, _MORE_CELLS)
    cells = {code: cell for code, cell in zip(columns, row.cells, strict=False) if code is not None}
    return Record(row.line, cells)
