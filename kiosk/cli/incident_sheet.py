"""Incidents as tables for the screen: the list, and one with deadlines, steps, people, course."""

from datetime import datetime, timezone
from enum import StrEnum

from kiosk.core.incident_deadlines import Deadline, deadlines, next_due
from kiosk.core.incident_reports import ReportFacts, course_table, people_table
from kiosk.core.incidents import procedure, steps_done
from kiosk.core.policy import Policy
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.core.words import Words
from kiosk.core.words_incidents import (
    LEVELS,
    OUTCOMES,
    STAGES,
    STEPS,
    SYSTEM_OUTCOMES,
    TYPES,
    named,
)
from kiosk.store.incident_book import Incident, IncidentBook

_NONE = "没有事件 / there is no incident"
_OPEN, _CLOSED = "未办结 / open", "已办结 / closed"

_LIST = (
    Column("incident_no", "编号", "No.", ColumnKind.WHOLE),
    Column("type", "类型", "Type"),
    Column("level", "级别", "Level"),
    Column("state", "状态", "State"),
    Column("opened", "开始", "Opened", ColumnKind.MOMENT),
    Column("person", "人员", "Person"),
    Column("unit", "班级或部门", "Unit"),
    Column("steps", "步骤", "Steps"),
    Column("due", "时限", "Due", ColumnKind.MOMENT),
    Column("due_stage", "报告", "Report"),
)


def list_table(
    book: IncidentBook,
    found: list[Incident],
    policy: Policy,
    zone: timezone,
    width: int | None,
) -> ReportTable:
    """List incidents, with how far each is and which report is due next.

    In codes for a program, or in words for a screen that is `width` columns wide.
    """
    if width is not None:
        return _short_table(book, found, policy, zone, width)
    rows = tuple(_row(book, one, policy, zone) for one in found)
    notes = () if rows else (_NONE,)
    return ReportTable("事件", "Incidents", _LIST, rows, notes)


_SHORT = (
    Column("incident_no", "编号", "No.", ColumnKind.WHOLE),
    Column("type", "类型", "Type"),
    Column("level", "级别", "Level"),
    Column("state", "状态", "State"),
    Column("opened", "开始", "Opened"),
    Column("who", "人员, 班级", "Who"),
    Column("steps", "步骤", "Steps"),
    Column("due", "时限", "Due"),
)
_BOTH_FROM = 120
"""Columns of the screen from which on both languages have room in a line."""


def _short_table(
    book: IncidentBook, found: list[Incident], policy: Policy, zone: timezone, width: int
) -> ReportTable:
    """List incidents in words, for reading: Chinese, and English beside it where there is room."""

    def said(table: dict[StrEnum, Words], code: str | None) -> str:
        both = named(table, code)
        return both if width >= _BOTH_FROM else both.split(" / ")[0]

    rows: list[tuple[Value, ...]] = []
    for one in found:
        due = next_due(_deadlines(book, one, policy, zone))
        done = steps_done(one.incident_type, book.steps_taken(one.incident_no))
        state = _OPEN if one.is_open else named(OUTCOMES | SYSTEM_OUTCOMES, one.outcome) or _CLOSED
        state = f"{state.split(' / ')[0]} (演练)" if one.drill else state
        stage = "" if due is None else f"{said(STAGES, due.stage)} {_short(due.due, zone)}"
        rows.append(
            (
                one.incident_no,
                said(TYPES, one.incident_type),
                said(LEVELS, one.level),
                state if width >= _BOTH_FROM else state.split(" / ")[0],
                _short(one.opened, zone),
                " ".join(filter(None, (one.person_id, one.unit))) or None,
                f"{done}/{len(procedure(one.incident_type).steps)}",
                stage or None,
            )
        )
    notes = () if rows else (_NONE,)
    return ReportTable("事件", "Incidents", _SHORT, tuple(rows), notes)


def _short(at: datetime, zone: timezone) -> str:
    return f"{at.astimezone(zone):%m-%d %H:%M}"


def sheet(
    book: IncidentBook,
    incident: Incident,
    facts: ReportFacts,
    policy: Policy,
    zone: timezone,
    width: int | None,
) -> list[ReportTable]:
    """Give one incident in full, in codes, or in words for a screen of that width."""
    return [
        list_table(book, [incident], policy, zone, width),
        _deadline_table(_deadlines(book, incident, policy, zone), zone),
        _step_table(book, incident, zone),
        people_table(facts),
        course_table(facts),
    ]


def _row(book: IncidentBook, one: Incident, policy: Policy, zone: timezone) -> tuple[Value, ...]:
    due = next_due(_deadlines(book, one, policy, zone))
    done = steps_done(one.incident_type, book.steps_taken(one.incident_no))
    state = "open" if one.is_open else (one.outcome or "closed")
    return (
        one.incident_no,
        one.incident_type,
        one.level,
        f"{state} (drill)" if one.drill else state,
        one.opened.astimezone(zone),
        one.person_id,
        one.unit,
        f"{done}/{len(procedure(one.incident_type).steps)}",
        None if due is None else due.due.astimezone(zone),
        None if due is None else due.stage.value,
    )


def _deadlines(
    book: IncidentBook, one: Incident, policy: Policy, zone: timezone
) -> tuple[Deadline, ...]:
    return deadlines(book.course(one, policy.clusters), policy.deadlines, zone)


def _deadline_table(found: tuple[Deadline, ...], zone: timezone) -> ReportTable:
    columns = (
        Column("stage", "报告", "Report"),
        Column("due", "时限", "Due", ColumnKind.MOMENT),
        Column("done", "发出", "Released", ColumnKind.MOMENT),
    )
    rows = tuple(
        (
            named(STAGES, one.stage),
            one.due.astimezone(zone),
            None if one.done_at is None else one.done_at.astimezone(zone),
        )
        for one in found
    )
    return ReportTable("时限", "Deadlines", columns, rows)


def _step_table(book: IncidentBook, incident: Incident, zone: timezone) -> ReportTable:
    columns = (
        Column("code", "代码", "Code"),
        Column("step", "步骤", "Step"),
        Column("done", "完成", "Done", ColumnKind.MOMENT),
        Column("by", "经办", "By"),
    )
    done = {one.code: one for one in book.entries(incident.incident_no) if one.is_step}
    rows: list[tuple[Value, ...]] = []
    for step in procedure(incident.incident_type).steps:
        entry = done.get(step)
        event = None if entry is None else book.event(entry)
        at = None if event is None else event.moment.wall.astimezone(zone)
        by = None if event is None else event.actor.name
        rows.append((step.value, named(STEPS, step), at, by))
    return ReportTable("步骤", "Steps", columns, tuple(rows))
