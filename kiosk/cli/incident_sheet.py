"""Incidents as tables for the screen: the list, and one with deadlines, steps, people, course."""

from datetime import timezone

from kiosk.core.incident_deadlines import Deadline, deadlines, next_due
from kiosk.core.incident_reports import ReportFacts, course_table, people_table
from kiosk.core.incidents import procedure, steps_done
from kiosk.core.policy import Policy
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.core.words_incidents import STAGES, STEPS, named
from kiosk.store.incident_book import Incident, IncidentBook

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
    book: IncidentBook, found: list[Incident], policy: Policy, zone: timezone
) -> ReportTable:
    """List incidents, with how far each is and which report is due next."""
    rows = tuple(_row(book, one, policy, zone) for one in found)
    notes = () if rows else ("没有事件 / there is no incident",)
    return ReportTable("事件", "Incidents", _LIST, rows, notes)


def sheet(
    book: IncidentBook,
    incident: Incident,
    facts: ReportFacts,
    policy: Policy,
    zone: timezone,
) -> list[ReportTable]:
    """Give one incident in full."""
    return [
        list_table(book, [incident], policy, zone),
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
