"""A directory as the school office sends it -> entries, and the rows that cannot be taken."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.cli import common
from kiosk.core.directory import Line
from kiosk.core.events import DirectoryEntrySet
from kiosk.core.words_school import LINES
from kiosk.sheets import cells
from kiosk.sheets.columns import Record, match
from kiosk.sheets.reading import read_table
from kiosk.sheets.table import MOST_BYTES, SheetError
from kiosk.store.school_book import Contact

HEADINGS: dict[str, tuple[str, ...]] = {
    "line": ("类别", "线", "联络类别"),
    "title": ("职务", "岗位", "单位职务"),
    "name": ("姓名", "名称", "联系人", "单位名称"),
    "phone": ("电话", "手机", "联系电话", "联系方式"),
    "unit": ("部门", "责任部门", "科室"),
    "place": ("顺序", "序号"),
    "entry_id": ("编号",),
}
"""Columns with the headings they may have."""

DESCRIPTION = "columns: " + ", ".join(f"{code} ({names[0]})" for code, names in HEADINGS.items())

_LINES = (
    {one.value: one for one in Line}
    | {LINES[one].zh: one for one in Line}
    | {LINES[one].en.casefold(): one for one in Line}
)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, by its line in the file."""

    line: int
    reason: str


def read(path: Path) -> tuple[list[DirectoryEntrySet], list[BadRow]]:
    """Read a file; raises RefusedError when nothing of it can be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        matched = match(read_table(data, path.name), HEADINGS, ("line", "name", "phone"))
    except OSError as error:
        raise common.RefusedError(f"cannot read {path}: {error.strerror}") from error
    except SheetError as error:
        raise common.RefusedError(str(error), code=common.FAILS) from error
    found: list[DirectoryEntrySet] = []
    bad: list[BadRow] = []
    lines: dict[str, int] = {}
    for record in matched.records():
        try:
            entry = _entry(record)
        except cells.BadCell as error:
            bad.append(BadRow(record.line, str(error)))
            continue
        key = entry.entry_id or f"{entry.line}/{entry.name}"
        if key in lines:
            bad.append(BadRow(record.line, f"is the entry of line {lines[key]} already"))
            continue
        lines[key] = record.line
        found.append(entry)
    return found, bad


def with_units(
    rows: Sequence[DirectoryEntrySet], find: Callable[[str], str | None]
) -> tuple[list[DirectoryEntrySet], list[str]]:
    """Give the entries with the paths of their units, and what is no unit on record."""
    made = [one if one.unit is None else replace(one, unit=find(one.unit)) for one in rows]
    strange = [one.unit for one, path in zip(rows, made, strict=True) if one.unit and not path.unit]
    return made, list(dict.fromkeys(strange))


def _entry(record: Record) -> DirectoryEntrySet:
    if record.fault is not None:
        raise cells.BadCell("row", *record.fault)
    line = _LINES.get(cells.text(record["line"], "line").casefold())
    if line is None:
        raise cells.BadCell("line", "不是已知类别", f"must be of: {', '.join(Line)}")
    name = cells.text(record["name"], "name", 60)
    if not name:
        raise cells.BadCell("name", "未填写", "is missing")
    entry_id = cells.optional(record["entry_id"], lambda cell: cells.code(cell, "entry_id"))
    place = cells.optional(record["place"], lambda cell: cells.whole(cell, "place", 0, 1000))
    return DirectoryEntrySet(
        entry_id or "",
        line.value,
        place or 0,
        None,
        cells.text(record["unit"], "unit", 64) or None,
        cells.text(record["title"], "title", 60) or None,
        name,
        phone_of(cells.text(record["phone"], "phone", 60)),
    )


def phone_of(text: str | None) -> str | None:
    """Check a number to call, None for none; short ones as 110 count too. Raises BadCell."""
    if not text:
        return None
    short = text.isascii() and text.isdigit() and 3 <= len(text) < 5
    return text if short else cells.phone(text, "phone")


def changes(rows: Iterable[DirectoryEntrySet], known: Iterable[Contact]) -> list[DirectoryEntrySet]:
    """Give the entries that are new or say something else than the directory does.

    A row without an id of its own is the entry of that line and name, if there is one; so the
    same file again adds nothing.
    """
    before = {one.entry_id: one for one in known}
    named = {(one.line, one.name): one.entry_id for one in before.values()}
    found = []
    for row in rows:
        entry_id = row.entry_id or named.get((row.line, row.name)) or f"d-{secrets.token_hex(4)}"
        made = replace(row, entry_id=entry_id)
        if entry_id not in before or _said(made) != _said(before[entry_id]):
            found.append(made)
    return found


def _said(one: DirectoryEntrySet | Contact) -> tuple[object, ...]:
    return one.line, one.place, one.unit, one.title, one.name, one.phone
