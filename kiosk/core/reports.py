"""The reports of a day: facts -> plain tables, many layouts from one store (clause N5).

A report is one function here, listed in `REPORTS`. Every one is made also when each count is zero:
a zero report is a report (rules.md 3a). No table of counts names anybody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from kiosk.core.day_facts import NO_UNIT, DayFacts, DayPerson
from kiosk.core.health_file import Symptom
from kiosk.core.people import PersonKind
from kiosk.core.report_columns import (
    COUNTS,
    Count,
    Keys,
    named_symptom,
    over_days,
    with_symptom,
)
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.core.units import natural
from kiosk.core.words import words

TOTAL = Column("unit", "单位", "Unit")
OUTSIDE = "外来及未识别 Outsiders and unknown"
_WHOLE = ColumnKind.WHOLE


@dataclass(frozen=True, slots=True)
class Report:
    """A report that can be asked for: its code, its titles, and what makes it."""

    code: str
    zh: str
    en: str
    make: Callable[[DayFacts], ReportTable]


PROVINCE = frozenset(
    {"enrolled", "fever_confirmed", "home_observation", "quarantine", "suspect", "confirmed",
     "key_region"}
)  # fmt: skip
"""What the authority above asks for each day, whether or not anything happened."""

OF_THE_ROLL = frozenset(
    {"enrolled", "present", "absent_sick", "absent_other", "absent_unexplained", "key_region"}
)
"""Columns that count people of the roll; nobody from outside is enrolled or absent."""


def daily(facts: DayFacts) -> ReportTable:
    """Make the school's daily report: a row a class, one for staff, one for outsiders, totals.

    The row of outsiders also counts what belongs to nobody who was recognised.
    """
    return _report(facts, "每日报告", "Daily report", COUNTS, by_class=True)


def province(facts: DayFacts) -> ReportTable:
    """Make the daily zero report for the authority above: pupils, staff, outsiders."""
    kept = tuple(one for one in COUNTS if one[0].code in PROVINCE)
    return _report(facts, "每日零报告", "Daily zero report", kept, by_class=False)


def class_summary(facts: DayFacts) -> ReportTable:
    """Make the class summary: enrolled, present, absent sick, symptoms today and over three days.

    The columns are those of annex 2 of the morning check form (rules.md 3a).
    """
    today: tuple[tuple[Column, Count], ...] = tuple(
        (Column(f"today_{one}", *named_symptom(one, "今日", "today"), _WHOLE), with_symptom(one))
        for one in Symptom
    )
    spanned: tuple[tuple[Column, Count], ...] = tuple(
        (Column(f"days3_{one}", *named_symptom(one, "三日", "3 days"), _WHOLE), over_days(one))
        for one in Symptom
    )
    kept = tuple(one for one in COUNTS if one[0].code in {"enrolled", "present", "absent_sick"})
    table = _report(
        facts, "晨午检班级汇总", "Class summary", kept + today + spanned, by_class=True, pupils=True
    )
    return table


def late_reports(facts: DayFacts, due: time, now: datetime, zone: tzinfo) -> ReportTable:
    """List the classes that have not handed in their check of the day, or late, and how late."""
    at = datetime.combine(facts.day, due, zone)
    rows: list[tuple[Value, ...]] = []
    for unit in sorted(facts.classes, key=natural):
        done = facts.reported.get(unit)
        late = (done or now) - at
        if late > timedelta(0):
            minutes = int(late.total_seconds() // 60)
            rows.append((unit, None if done is None else done.astimezone(zone).time(), minutes))
    return ReportTable(
        f"未报与迟报 {facts.day:%Y-%m-%d}",
        f"Not reported or late {facts.day:%Y-%m-%d}",
        (
            TOTAL,
            Column("reported_at", "上报时间", "Reported at", ColumnKind.CLOCK),
            Column("late_minutes", "迟(分)", "Minutes late", _WHOLE),
        ),
        tuple(rows),
        (
            f"{due:%H:%M} 前应报 {len(facts.classes)} 班 /"
            f" {len(facts.classes)} classes due by {due:%H:%M}",
        ),
    )


REPORTS: Mapping[str, Report] = {
    one.code: one
    for one in (
        Report("daily", "每日报告", "Daily report", daily),
        Report("province", "每日零报告", "Daily zero report", province),
        Report("class_summary", "晨午检班级汇总", "Class summary", class_summary),
    )
}
"""Every report of a day by its code; a new one is a function and a line."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """How a person is named on a list, masked unless the list is for who needs the names."""

    name: str
    phone: str = ""


def ill_pupils(facts: DayFacts) -> tuple[DayPerson, ...]:
    """Give the pupils a morning check lists: symptoms, an elevated reading, or absent sick."""
    ill = [one for one in facts.of_kind(PersonKind.PUPIL) if one.symptoms or one.fever or one.sick]
    return tuple(sorted(ill, key=lambda one: (natural(one.unit or NO_UNIT), one.person_id)))


def morning_check(facts: DayFacts, named: Mapping[str, PersonLine]) -> ReportTable:
    """List the ill pupils of the day (rules.md 3a, annex 1); nobody ill makes a zero report."""
    rows: list[tuple[Value, ...]] = []
    for number, one in enumerate(ill_pupils(facts), 1):
        line = named[one.person_id]
        symptoms = ", ".join(words(Symptom(code)).zh for code in sorted(one.symptoms))
        here = "是 yes" if one.present else "否 no"
        rows.append((number, one.unit, line.name, line.phone, here, symptoms or "-"))
    return ReportTable(
        f"晨检登记 {facts.day:%Y-%m-%d}",
        f"Morning check {facts.day:%Y-%m-%d}",
        (
            Column("number", "序号", "No.", _WHOLE),
            TOTAL,
            Column("name", "姓名", "Name"),
            Column("phone", "电话", "Phone"),
            Column("present", "到校", "Present"),
            Column("symptoms", "症状", "Symptoms"),
        ),
        tuple(rows),
        () if rows else ("零报告: 无患病学生 / Zero report: no pupil is ill",),
    )


def _report(
    facts: DayFacts,
    zh: str,
    en: str,
    counts: tuple[tuple[Column, Count], ...],
    *,
    by_class: bool,
    pupils: bool = False,
) -> ReportTable:
    rows = [
        _row(label, people, facts, counts, keys)
        for label, people, keys in _groups(facts, by_class=by_class, pupils=pupils)
    ]
    if not pupils:
        rows.append(_outsiders(facts, counts, by_class=by_class))
    numbers = zip(*(row[1:] for row in rows), strict=True) if rows else [()] * len(counts)
    rows.append(("合计 Total", *(sum(map(_whole_of, one)) for one in numbers)))
    notes = [] if pupils else [_visitors(facts)]
    return ReportTable(
        f"{zh} {facts.day:%Y-%m-%d}",
        f"{en} {facts.day:%Y-%m-%d}",
        (TOTAL, *(column for column, _ in counts)),
        tuple(rows),
        tuple(notes),
    )


def _groups(
    facts: DayFacts, *, by_class: bool, pupils: bool
) -> Iterable[tuple[str, tuple[DayPerson, ...], Keys]]:
    """Give the rows: label, people, and the keys of the counts that belong to the row."""
    children = facts.of_kind(PersonKind.PUPIL)
    if by_class:
        units: dict[str, list[DayPerson]] = {unit: [] for unit in facts.classes}
        for one in children:
            units.setdefault(one.unit or NO_UNIT, []).append(one)
        for unit, people in sorted(units.items(), key=lambda one: natural(one[0])):
            yield unit, tuple(people), frozenset({unit})
    else:
        yield "学生 Pupils", children, None
    if not pupils:
        yield "教职工 Staff", facts.of_kind(PersonKind.STAFF), frozenset({PersonKind.STAFF})


def _outsiders(
    facts: DayFacts, counts: tuple[tuple[Column, Count], ...], *, by_class: bool
) -> tuple[Value, ...]:
    """Make the row of everybody who is in no other, so that the rows add up."""
    taken: set[str | None] = {PersonKind.STAFF, *facts.classes}
    taken |= {one.unit or NO_UNIT for one in facts.of_kind(PersonKind.PUPIL)}
    rest = frozenset({*facts.no_reading, *facts.overrides} - taken) if by_class else None
    row = _row(OUTSIDE, facts.outsiders, facts, counts, rest)
    numbers = zip(row[1:], counts, strict=True)
    return (OUTSIDE, *(0 if one.code in OF_THE_ROLL else number for number, (one, _) in numbers))


def _row(
    label: str,
    people: tuple[DayPerson, ...],
    facts: DayFacts,
    counts: tuple[tuple[Column, Count], ...],
    keys: Keys,
) -> tuple[Value, ...]:
    return (label, *(count(people, facts, keys) for _, count in counts))


def _whole_of(value: Value) -> int:
    assert isinstance(value, int)  # noqa: S101 - every count gives one
    return value


def _visitors(facts: DayFacts) -> str:
    came = [one for one in facts.outsiders if one.present]
    still = sum(one.inside for one in came)
    return (
        f"外来人员入校 {len(came)}, 仍在校 {still} /"
        f" Visitors who came in {len(came)}, still in {still}"
    )
