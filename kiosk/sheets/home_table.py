"""A class teacher's table of home temperatures -> rows, in either of the two shapes in use.

One row for a pupil and a day, or one row for a pupil with a column for each day.
"""

from collections.abc import Iterator
from datetime import date, datetime

from kiosk.core.home_rows import HomeFile, HomeRow, LeftOut
from kiosk.core.language import Words
from kiosk.sheets import cells, columns
from kiosk.sheets.cells import BadCell
from kiosk.sheets.columns import Matched, Record
from kiosk.sheets.table import Cell, Row, SheetError, Table, Unusable

HEADINGS: dict[str, tuple[str, ...]] = {
    "person_id": (
        "学号",
        "编号",
        "人员编号",
        "工号",
        "student number",
        "student id",
        "school number",
    ),
    "id_number": ("身份证号", "身份证号码", "证件号", "证件号码"),
    "name": ("姓名", "学生姓名", "学生", "pupil", "student"),
    "unit": ("班级", "class", "部门"),
    "day": ("日期", "测量日期", "测温日期", "填报日期", "date"),
    "temperature": ("体温", "居家体温", "测量体温", "体温℃", "温度", "temp"),
    "clock": ("时间", "测量时间", "测温时间", "time"),
}
"""Columns with the headings they may have."""

NOT_MEASURED = frozenset({"-", "--", "—", "/", "无", "未测", "缺", "空", "n/a", "none"})
"""What people write where nothing was measured: the day stays missing, and the line is in order."""

_WHO = ("person_id", "id_number", "name")
_SHAPES = Words(
    "需要标题: 学号或姓名; 再加日期和体温, 或每天一列, 如 2020-02-10",
    "needs a heading 学号 or 姓名, and 日期 with 体温, or one for each day like 2020-02-10",
)


def read_home(table: Table, today: date) -> HomeFile:
    """Read a table; a day without a year is the last of that name not after `today`.

    Raises SheetError when it has neither shape.
    """
    first: SheetError | None = None
    for needed in (*((who, "day", "temperature") for who in _WHO), *((who,) for who in _WHO)):
        try:
            matched = columns.match(table, HEADINGS, needed)
        except SheetError as error:
            first = first or error
            continue
        if len(needed) > 1:
            return _file(matched, _long(matched, today), matched.unknown)
        days = _day_columns(matched, today, table.name)
        if days:
            unknown = tuple(one for one in matched.unknown if _heading_day(one, today) is None)
            return _file(matched, _wide(matched, days, today), unknown)
    more = Words(f" ({first.words.zh})", f" ({first.words.en})") if first else Words("", "")
    raise SheetError(f"{table.name} {_SHAPES.zh}{more.zh}", f"{table.name} {_SHAPES.en}{more.en}")


def _file(
    matched: Matched, found: Iterator[HomeRow | LeftOut], unknown: tuple[str, ...]
) -> HomeFile:
    each = tuple(found)
    return HomeFile(
        tuple(one for one in each if isinstance(one, HomeRow)),
        tuple(one for one in each if isinstance(one, LeftOut)),
        unknown,
    )


# --- One row for a pupil and a day ---


def _long(matched: Matched, today: date) -> Iterator[HomeRow | LeftOut]:
    for record in matched.records():
        if record.fault:
            yield LeftOut(record.line, record.fault)
            continue
        try:
            if _not_measured(record["temperature"]):
                continue
            day = _past(_day(record["day"], "day", today), "day", today)
            clock = cells.optional(record["clock"], lambda cell: cells.clock(cell, "clock"))
            yield _row(
                record,
                day,
                record["temperature"],
                "temperature",
                None if clock is None else f"{clock:%H:%M}",
            )
        except BadCell as error:
            yield LeftOut(record.line, error.words)


# --- One row for a pupil, a column for each day ---


def _wide(matched: Matched, days: dict[int, date], today: date) -> Iterator[HomeRow | LeftOut]:
    for record, row in zip(matched.records(), matched.rows, strict=True):
        if record.fault:
            yield LeftOut(record.line, record.fault)
            continue
        for place, day in days.items():
            cell: Cell = row.cells[place] if place < len(row.cells) else ""
            if _not_measured(cell):
                continue
            try:
                yield _row(record, _past(day, f"{day}", today), cell, f"{day}", None)
            except BadCell as error:
                yield LeftOut(record.line, error.words)


def _day_columns(matched: Matched, today: date, name: str) -> dict[int, date]:
    """Find the columns that are days; raises SheetError when a day stands twice."""
    found: dict[int, date] = {}
    for place, code in enumerate(matched.columns):
        day = _heading_day(_cell_of(matched.header, place), today) if code is None else None
        if day is not None and day in found.values():
            raise _twice(name, matched.header.line, day)
        if day is not None:
            found[place] = day
    return found


def _heading_day(cell: Cell, today: date) -> date | None:
    if isinstance(cell, Unusable) or cell == "":
        return None
    try:
        return _day(cell, "day", today)
    except BadCell:
        return None


# --- Either ---


def _row(record: Record, day: date, cell: Cell, column: str, clock: str | None) -> HomeRow:
    value = cells.temperature(cell, column)
    person_id = cells.optional(record["person_id"], lambda one: cells.code(one, "person_id"))
    id_number = cells.optional(record["id_number"], lambda one: cells.text(one, "id_number", 32))
    name = cells.optional(record["name"], lambda one: cells.name(one, "name"))
    if not (person_id or id_number or name):
        raise BadCell(
            "person_id",
            "没有编号, 也没有姓名; 至少写一个",
            "is missing, and there is no name; write one of them",
        )
    unit = cells.text(record["unit"], "unit", 64) or None
    return HomeRow(record.line, day, person_id, unit, id_number, name, value, clock)


def _day(cell: Cell, column: str, today: date) -> date:
    """Read a day; without a year it is this year's, or last year's if that is still to come."""
    try:
        found = cells.day(cell, column, year=today.year)
    except BadCell:
        return cells.day(cell, column, year=today.year - 1)
    if found > today and not isinstance(cell, date | datetime | float):
        return cells.day(cell, column, year=today.year - 1)
    return found


def _past(day: date, column: str, today: date) -> date:
    if day > today:
        raise BadCell(column, "日期还没到", "is still to come")
    return day


def _not_measured(cell: Cell) -> bool:
    return isinstance(cell, str) and (not cell or cell.casefold() in NOT_MEASURED)


def _cell_of(row: Row, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else ""


def _twice(name: str, line: int, day: date) -> SheetError:
    return SheetError(
        f"{name} 第 {line} 行有两列是 {day}; 保留一列",
        f"{name} line {line} has the day {day} twice; keep one column",
    )
