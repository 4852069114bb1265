"""Duties overdue by who is responsible (clause N8): reports, follow-ups, approvals, incidents."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from kiosk.cli.report_day import day_facts
from kiosk.core import masking
from kiosk.core.day_facts import days_before
from kiosk.core.duties import Duty, Overdue, by_responsible
from kiosk.core.incident_deadlines import deadlines, next_due
from kiosk.core.policy import Policy
from kiosk.core.tables import Column, ColumnKind, ReportTable
from kiosk.core.words import words
from kiosk.store.filing_book import FilingBook
from kiosk.store.health_book import HealthBook
from kiosk.store.incident_book import IncidentBook
from kiosk.store.log import Log
from kiosk.store.permit_book import PermitBook
from kiosk.store.roll_book import RollBook
from kiosk.store.school_book import SchoolBook

DAILY = "daily"
DAYS_OWED = 7
"""How many days back an unreleased daily report is still asked for (local practice)."""

DECISION_HOURS = 24
"""How long a permit may wait for the next decision (local practice)."""


def overdue(log: Log, policy: Policy, at: datetime, zone: timezone) -> ReportTable:
    """List what was to be done by `at` and is not; raises StoreError."""
    found = by_responsible(
        (
            *_classes(log, policy, at, zone),
            *_roll(log, policy, at, zone),
            *_daily(log, policy, at, zone),
            *_follow_ups(log, policy, at),
            *_permits(log, at),
            *_incidents(log, policy, at, zone),
        )
    )
    return ReportTable(
        f"逾期未办 {at:%Y-%m-%d %H:%M}",
        f"Overdue {at:%Y-%m-%d %H:%M}",
        (
            Column("responsible", "责任人", "Responsible"),
            Column("duty", "事项", "Duty"),
            Column("about", "对象", "About"),
            Column("due", "应办时间", "Due", ColumnKind.MOMENT),
            Column("count", "数量", "Count", ColumnKind.WHOLE),
        ),
        tuple(
            (
                _name(log, one.responsible),
                "{0.zh} / {0.en}".format(words(one.duty)),
                one.about,
                one.due.astimezone(zone).replace(tzinfo=None),
                one.count,
            )
            for one in found
        ),
    )


def _classes(log: Log, policy: Policy, at: datetime, zone: timezone) -> Iterator[Overdue]:
    due = datetime.combine(at.date(), policy.roll.class_due, zone)
    if at < due:
        return
    book = log.of(SchoolBook)
    facts = day_facts(log, at.date(), zone)
    for unit in facts.classes:
        if unit not in facts.reported:
            yield Overdue(Duty.CLASS_REPORT, unit, due, _acts(book, unit, at))


def _roll(log: Log, policy: Policy, at: datetime, zone: timezone) -> Iterator[Overdue]:
    """Give the units with people whose state of today nobody knows, with how many they are."""
    due = datetime.combine(at.date(), policy.roll.class_due, zone)
    if at < due:
        return
    rows = log.of(RollBook).roll(at.date(), zone, policy.home_record_c)
    missing = Counter(one.unit for one in rows if one.unit is not None and not one.records)
    book = log.of(SchoolBook)
    for unit, count in sorted(missing.items()):
        yield Overdue(Duty.ROLL, unit, due, _acts(book, unit, at), count)


def _daily(log: Log, policy: Policy, at: datetime, zone: timezone) -> Iterator[Overdue]:
    """Give the days whose report was not released: a day that is over is owed still."""
    book, filed = log.of(SchoolBook), log.of(FilingBook)
    root = book.root()
    who = None if root is None else _acts(book, root, at)
    for day in reversed((at.date(), *days_before(at.date(), DAYS_OWED))):
        due = datetime.combine(day, policy.roll.report_due, zone)
        owed = day == at.date() or _begun(log) <= due
        if owed and due <= at and not filed.releases(DAILY, day):
            yield Overdue(Duty.DAILY_REPORT, f"{DAILY} {day}", due, who)


def _begun(log: Log) -> datetime:
    """Give when the log was begun: before that nobody owed it a report."""
    return log.lookup.at(1).event.moment.wall


def _follow_ups(log: Log, policy: Policy, at: datetime) -> Iterator[Overdue]:
    hours = policy.roll.follow_up_hours
    for row in log.of(HealthBook).follow_ups_overdue(at, hours):
        yield Overdue(Duty.FOLLOW_UP, row.watch_id, row.owed_from, row.follower_id)


def _permits(log: Log, at: datetime) -> Iterator[Overdue]:
    """Give the permits that wait, from a day after the last step on, or from their beginning on."""
    book, school = log.of(PermitBook), log.of(SchoolBook)
    root = school.root()
    for one in book.waiting():
        steps = book.steps(one.permit_id)
        asked = log.lookup.at(steps[-1].pos).event.moment.wall
        due = asked + timedelta(hours=DECISION_HOURS)
        begins = one.permit.window.since
        due = due if begins is None else min(due, begins)
        if due <= at:
            # The department decides first, then the school leader.
            unit = one.department if one.approvals == 0 else root
            who = None if unit is None else _acts(school, unit, at)
            yield Overdue(Duty.PERMIT_DECISION, one.permit_id, due, who)


def _incidents(log: Log, policy: Policy, at: datetime, zone: timezone) -> Iterator[Overdue]:
    book, school = log.of(IncidentBook), log.of(SchoolBook)
    root = school.root()
    for one in book.unfinished(drill=False):
        due = next_due(deadlines(book.course(one, policy.clusters), policy.deadlines, zone))
        if due is not None and due.due <= at:
            unit = one.unit or root
            who = None if unit is None else _acts(school, unit, at)
            yield Overdue(Duty.INCIDENT_REPORT, f"{one.incident_no} {due.stage}", due.due, who)


def _acts(book: SchoolBook, unit: str, at: datetime) -> str | None:
    found = book.responsible(unit, at)
    return None if found is None else found.acts_id


def _name(log: Log, responsible: str | None) -> str:
    """Name who is responsible: staff by masked name, an account by its id."""
    if responsible is None:
        return "未指定 / nobody named"
    details = log.lookup.details(responsible)
    name = None if details is None else masking.name(details.name)
    return responsible if name is None else f"{name} ({responsible})"
