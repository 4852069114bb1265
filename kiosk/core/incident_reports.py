"""The three reports of an incident: what the gate knows -> plain tables (rules.md 3c).

What only a person knows (cause, improvements, ...) is given as text, or left as a line to write on.
A report never invents: what was not measured, not done or erased is said to be so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.incident_course import title
from kiosk.core.incidents import IncidentEntry, ReportField, ReportStage, procedure, steps_done
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.core.words_incidents import (
    CAUSES,
    LEVELS,
    OUTCOMES,
    REPORT_FIELDS,
    STAGES,
    STEPS,
    TYPES,
    named,
)

_F = ReportField
_COMMON = (
    _F.REPORT, _F.CORRECTS, _F.SCHOOL, _F.ADDRESS, _F.HEAD, _F.REPORTER, _F.TYPE, _F.FOUND_BY,
    _F.LEVEL, _F.UNIT, _F.OCCURRED_AT, _F.OPENED_AT, _F.REPORTED_AT, _F.ILL, _F.QUEUED, _F.SYMPTOMS,
)  # fmt: skip
OF_STAGE: Mapping[ReportStage, tuple[ReportField, ...]] = {
    ReportStage.FIRST: (*_COMMON, _F.COURSE, _F.STEPS),
    ReportStage.PROGRESS: (
        *_COMMON, _F.FIRST_REPORTED_AT, _F.DEVELOPMENT, _F.SITUATION, _F.STEPS,
    ),
    ReportStage.CLOSING: (
        *_COMMON, _F.FIRST_REPORTED_AT, _F.OUTCOME, _F.CAUSE, _F.COURSE, _F.STEPS,
        _F.CORRECTIONS, _F.IMPROVEMENTS,
    ),
}  # fmt: skip
"""Fields of each report, common ones first (rules.md 3c)."""

FILLED = frozenset(
    {
        _F.ADDRESS, _F.OCCURRED_AT, _F.SYMPTOMS, _F.COURSE, _F.DEVELOPMENT, _F.SITUATION, _F.CAUSE,
        _F.IMPROVEMENTS,
    }
)  # fmt: skip
"""Fields that a person may fill in; what is left out is a line to write on."""

_OF_THIS_ONE = frozenset({_F.REPORT, _F.CORRECTS, _F.REPORTED_AT, _F.REPORTER, _F.CORRECTIONS})
"""Fields that differ between two reports that say the same."""

BLANK = "________"
MASKED = "(已遮盖 / masked)"
_BELOW = "见下表 / see below"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who is listed, named as the reader may see him; `part` in both languages.

    `readings` and `symptoms` are texts; None stands for what this reader may not see.
    """

    name: str = field(repr=False)
    kind: str
    unit: str | None
    part: str
    readings: str | None = field(default=None, repr=False)
    symptoms: str | None = field(default=None, repr=False)
    isolated: datetime | None = None


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A line of the timeline; `what` in both languages, `said` what was typed."""

    at: datetime
    by: str
    what: str
    said: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything a report is made of; all times are in the school's zone.

    `texts` are what a person filled in; `sent` are the reports released before, oldest first, as
    (stage, report id, time). `corrects` is the one that this one puts right.
    """

    incident_no: int
    incident_type: str
    cause: str
    level: str
    school: str
    at: datetime
    occurred: datetime
    opened: datetime
    report_id: str | None = None
    corrects: str | None = None
    head: str | None = field(default=None, repr=False)
    reporter: str | None = field(default=None, repr=False)
    unit: str | None = None
    outcome: str | None = None
    steps_taken: frozenset[str] = frozenset()
    people: tuple[PersonLine, ...] = field(default=(), repr=False)
    ill: int = 0
    queued: int = 0
    measured: int = 0
    course: tuple[CourseLine, ...] = field(default=(), repr=False)
    texts: Mapping[ReportField, str] = field(default_factory=dict, repr=False)
    sent: tuple[tuple[str, str, datetime], ...] = ()
    drill: bool = False


def make(stage: ReportStage, facts: ReportFacts) -> tuple[ReportTable, ...]:
    """Make a report: its fields, the people, and what happened."""
    last = facts.sent[-1][2] if stage is ReportStage.PROGRESS and facts.sent else None
    return (_fields(stage, facts), people_table(facts), course_table(facts, last))


def says_the_same(before: Sequence[ReportTable], after: Sequence[ReportTable]) -> bool:
    """Tell whether two reports differ in nothing but which report they are, by whom and when."""
    return [_told(table) for table in before] == [_told(table) for table in after]


def _told(table: ReportTable) -> list[tuple[Value, ...]]:
    own = {_label(one) for one in _OF_THIS_ONE}
    released = title(IncidentEntry.REPORTED, "")
    return [row for row in table.rows if row[0] not in own and released not in row]


def _fields(stage: ReportStage, facts: ReportFacts) -> ReportTable:
    both = STAGES[stage]
    number = facts.incident_no
    marked_zh, marked_en = ("演练 ", "DRILL ") if facts.drill else ("", "")
    columns = (Column("item", "项目", "Item"), Column("content", "内容", "Content"))
    rows = tuple((_label(one), _value(one, facts)) for one in OF_STAGE[stage])
    left = [one for one in procedure(facts.incident_type).steps if one not in facts.steps_taken]
    notes = tuple(f"未做 / not done: {STEPS[one].zh} / {STEPS[one].en}" for one in left)
    return ReportTable(
        f"{marked_zh}事件 {number} {both.zh}",
        f"{marked_en}Incident {number}, {both.en.lower()}",
        columns,
        rows,
        notes,
    )


def _label(one: ReportField) -> str:
    both = REPORT_FIELDS[one]
    return f"{both.zh} / {both.en}"


def _value(one: ReportField, facts: ReportFacts) -> str:
    if one in facts.texts:
        return facts.texts[one]
    known = _known(facts).get(one)
    return BLANK if known is None else known


def _known(facts: ReportFacts) -> dict[ReportField, str | None]:
    """Give what the gate knows of each field; None is a line to write on."""
    first = next((at for _, _, at in facts.sent), None)
    wanted = len(procedure(facts.incident_type).steps)
    done = steps_done(facts.incident_type, facts.steps_taken)
    return {
        _F.REPORT: facts.report_id or "未发出 / not released",
        _F.CORRECTS: facts.corrects or "-",
        _F.SCHOOL: facts.school,
        _F.HEAD: facts.head,
        _F.REPORTER: facts.reporter,
        _F.TYPE: named(TYPES, facts.incident_type),
        _F.FOUND_BY: named(CAUSES, facts.cause),
        _F.LEVEL: named(LEVELS, facts.level),
        _F.UNIT: facts.unit or "-",
        _F.OCCURRED_AT: _moment(facts.occurred),
        _F.OPENED_AT: _moment(facts.opened),
        _F.FIRST_REPORTED_AT: "-" if first is None else _moment(first),
        _F.REPORTED_AT: _moment(facts.at),
        _F.ILL: str(facts.ill),
        _F.QUEUED: f"{facts.queued}, 已复测 / measured again {facts.measured}",
        _F.SYMPTOMS: _BELOW if any(one.symptoms for one in facts.people) else None,
        _F.COURSE: _BELOW if facts.course else None,
        _F.STEPS: f"{done} / {wanted}, {_BELOW}",
        _F.OUTCOME: named(OUTCOMES, facts.outcome) if facts.outcome else None,
        _F.CORRECTIONS: _corrections(facts),
    }


def _corrections(facts: ReportFacts) -> str:
    """List what was sent before, so that a reader can lay the reports side by side."""
    sent = [
        f"{report_id} {named(STAGES, stage)} {_moment(at)}" for stage, report_id, at in facts.sent
    ]
    return "; ".join(sent) or "-"


def people_table(facts: ReportFacts) -> ReportTable:
    """List everybody who has a part, the ill first."""
    columns = (
        Column("name", "姓名", "Name"),
        Column("kind", "类别", "Kind"),
        Column("unit", "班级或部门", "Unit"),
        Column("part", "情况", "Part"),
        Column("readings", "体温", "Temperatures"),
        Column("symptoms", "症状", "Symptoms"),
        Column("isolated", "隔离开始", "Isolated since", ColumnKind.MOMENT),
    )
    rows = tuple(
        (one.name, one.kind, one.unit, one.part, one.readings, one.symptoms, one.isolated)
        for one in facts.people
    )
    notes = () if rows else ("无人在名单上 / nobody is listed",)
    return ReportTable("人员", "People", columns, rows, notes)


def course_table(facts: ReportFacts, since: datetime | None = None) -> ReportTable:
    """List what happened, or what has happened since the last report."""
    columns = (
        Column("at", "时间", "At", ColumnKind.MOMENT),
        Column("by", "经办", "By"),
        Column("what", "事项", "What"),
        Column("said", "内容", "Content"),
    )
    rows = tuple(
        (one.at, one.by, one.what, one.said)
        for one in facts.course
        if since is None or one.at > since
    )
    notes = () if since is None else (f"上次报告以来 / since the last report: {_moment(since)}",)
    return ReportTable("经过", "Course", columns, rows, notes)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
