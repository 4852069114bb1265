"""The paper fallback sheet: printed the evening before, filled in by hand, entered later.

One table is both: what is printed can be typed off column by column, and is read back by the same
headings. A row is one person of one day, with a way in, a way out, or both.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import TypeVar

from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Verdict
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.sheets import cells
from kiosk.sheets.cells import BadCell
from kiosk.sheets.columns import Record

T = TypeVar("T")

BLANK_ROWS = 20
"""Empty rows on the sheet for people who are not on the roster; local practice."""

_FORM: tuple[tuple[str, str, str, ColumnKind, tuple[str, ...]], ...] = (
    ("number", "编号", "number", ColumnKind.TEXT, ("人员编号", "学号", "工号", "卡号", "证件号")),
    ("name", "姓名", "name", ColumnKind.TEXT, ()),
    ("unit", "班级", "class", ColumnKind.TEXT, ("部门", "unit")),
    ("card", "卡尾号", "card ends in", ColumnKind.TEXT, ("card",)),
    ("day", "日期", "day", ColumnKind.DAY, ("date",)),
    ("time_in", "进校时间", "time in", ColumnKind.CLOCK, ("进校", "in")),
    ("temperature", "体温", "temperature", ColumnKind.TEMPERATURE, ("温度",)),
    ("instrument", "测温仪", "instrument", ColumnKind.TEXT, ("测温方式",)),
    ("verdict", "处理", "decision", ColumnKind.TEXT, ("结果", "verdict")),
    ("time_out", "离校时间", "time out", ColumnKind.CLOCK, ("离校", "out")),
    ("guard", "门卫", "guard", ColumnKind.TEXT, ("值班员",)),
)
HEADINGS = {code: (zh, en, *more) for code, zh, en, _, more in _FORM}
COLUMNS = tuple(Column(code, zh, en, kind) for code, zh, en, kind, _ in _FORM)
NEEDED = ("day",)
_GUIDE = (
    "处理: 放行, 禁止, 等候; 测温仪: 红外, 接触; 时间如 07:12",
    "Decision: pass, stop, wait. Instrument: infrared, contact. Time as 07:12",
)
_VERDICTS = {
    "放行": Verdict.GRANT, "通行": Verdict.GRANT, "pass": Verdict.GRANT, "grant": Verdict.GRANT,
    "禁止": Verdict.DENY, "拒绝": Verdict.DENY, "stop": Verdict.DENY, "deny": Verdict.DENY,
    "等候": Verdict.REFER, "留观": Verdict.REFER, "wait": Verdict.REFER, "refer": Verdict.REFER,
}  # fmt: skip
_INSTRUMENTS = {
    "红外": Instrument.INFRARED, "额温": Instrument.INFRARED, "infrared": Instrument.INFRARED,
    "接触": Instrument.CONTACT, "水银": Instrument.CONTACT, "腋温": Instrument.CONTACT,
    "contact": Instrument.CONTACT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who is expected at the gate, as the sheet names him."""

    person_id: str
    name: str
    unit: str
    card_tail: str


@dataclass(frozen=True, slots=True)
class Passed:
    """One way in or out that a row tells of; `at` is in the school's zone."""

    number: str | None
    name: str | None
    at: datetime
    direction: Direction
    verdict: Verdict
    value_c: float | None
    by: Instrument | None


def sheet(title: str, day: date, people: Iterable[Expected]) -> ReportTable:
    """Make the sheet of one class or group for a day, with empty rows at its end."""
    rows: list[tuple[Value, ...]] = [
        (one.person_id, one.name, one.unit, one.card_tail, day, *[None] * 6) for one in people
    ]
    rows += [(None, None, None, None, day, *[None] * 6)] * BLANK_ROWS
    return ReportTable(
        f"{title} 门卫登记 {day}", f"gate sheet {title} {day}", COLUMNS, tuple(rows), _GUIDE
    )


def is_blank(record: Record) -> bool:
    """Tell whether nothing was written into a row: the person did not come."""
    written = ("time_in", "time_out", "temperature", "verdict")
    return not record.fault and all(record[one] == "" for one in written)


def passages(record: Record, zone: tzinfo) -> Iterator[Passed]:
    """Read what a row tells; the temperature belongs to the way in. Raises BadCell."""
    day = cells.day(record["day"], _named("day"))
    number = cells.text(record["number"], _named("number"), 64) or None
    name = cells.text(record["name"], _named("name"), 40) or None
    if number is None and name is None:
        raise BadCell(_named("number"), "未填写, 也没有姓名", "is missing, and so is the name")
    verdict = _one_of(record, "verdict", _VERDICTS)
    value_c = cells.optional(
        record["temperature"], lambda cell: cells.temperature(cell, _named("temperature"))
    )
    by = _one_of(record, "instrument", _INSTRUMENTS)
    if value_c is not None and by is None:
        raise BadCell(
            _named("instrument"), "未填写, 请写红外或接触", "is missing; write infrared or contact"
        )
    times = {
        Direction.IN: _clock(record, "time_in"),
        Direction.OUT: _clock(record, "time_out"),
    }
    if times[Direction.IN] is None and times[Direction.OUT] is None:
        raise BadCell(
            _named("time_in"), "未填写, 离校时间也没有", "is missing, and so is the time out"
        )
    if times[Direction.IN] is not None and verdict is None:
        raise BadCell(
            _named("verdict"),
            "未填写, 请写放行, 禁止或等候",
            "is missing; write pass, stop or wait",
        )
    for way, at in times.items():
        if at is not None:
            # Nobody is held inside: a way out is a way out, and nobody was measured for it.
            inward = way is Direction.IN
            yield Passed(
                number=number,
                name=name,
                at=datetime.combine(day, at, zone),
                direction=way,
                verdict=verdict if inward and verdict is not None else Verdict.GRANT,
                value_c=value_c if inward else None,
                by=by if inward else None,
            )


def _clock(record: Record, column: str) -> time | None:
    return cells.optional(record[column], lambda cell: cells.clock(cell, _named(column)))


def _one_of(record: Record, column: str, known: Mapping[str, T]) -> T | None:
    written = cells.text(record[column], _named(column), 20)
    if not written:
        return None
    found = known.get(unicodedata.normalize("NFKC", written).strip().casefold())
    if found is None:
        raise BadCell(
            _named(column),
            f"只能是 {_joined(known, zh=True)}",
            f"must be {_joined(known, zh=False)}",
        )
    return found


def _joined(known: Mapping[str, T], *, zh: bool) -> str:
    return ", ".join(one for one in known if one.isascii() is not zh)


def _named(column: str) -> str:
    zh = HEADINGS[column][0]
    return f"{zh} {column}"
