"""`kiosk report`: the reports of a day, released by name and kept as sent; barred pupils; overdue.

A released report is never changed: what is found later makes a correction, which says what it
corrects and what is different.
"""

import argparse
import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

from kiosk.cli import common
from kiosk.cli.days import day_of, past_day
from kiosk.cli.moment import now
from kiosk.cli.naming import add_unmask, named, unit_on_record
from kiosk.cli.report_barred import barred, barred_table
from kiosk.cli.report_day import day_facts
from kiosk.cli.report_output import add_output, plain_table, put, table_of
from kiosk.cli.report_overdue import overdue
from kiosk.core.codec import canonical
from kiosk.core.events import Event, ReportReleased
from kiosk.core.people import Role
from kiosk.core.report_changes import changes, correcting
from kiosk.core.reports import (
    REPORTS,
    PersonLine,
    ill_pupils,
    late_reports,
    morning_check,
)
from kiosk.core.tables import Column, ColumnKind, ReportTable
from kiosk.store.filing_book import FilingBook, Released
from kiosk.store.log import Log

_RELEASERS = frozenset(
    {Role.SUPERVISOR, Role.SCHOOL_DOCTOR, Role.HEALTH_OFFICER, Role.SCHOOL_LEADER}
)
_EXAMPLE = """\
  kiosk report daily
  kiosk report daily --day 2026-02-24 --format xlsx --out daily.xlsx
  kiosk report daily --release --by wang --why "sent to the education office"
  kiosk report province --release --by wang --why "zero report"
  kiosk report class_summary --json
  kiosk report morning --unmask --by doctor --why "for the health officer"
  kiosk report late
  kiosk report barred --class grade-7/class-3
  kiosk report overdue
  kiosk report releases --report daily
  kiosk report show daily-2026-02-24-1
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Make, release and show the reports of a day.", _EXAMPLE)
    names = [*REPORTS, "morning", "late", "barred", "overdue", "releases", "show"]
    verbs = parser.add_subparsers(dest="report_verb", required=True, metavar="|".join(names))
    for report in REPORTS.values():
        one = verbs.add_parser(report.code, help=f"{report.zh} / {report.en}")
        _add_day(one)
        one.add_argument("--release", action="store_true", help="release it by name, as sent")
        common.add_author(one)
    morning = verbs.add_parser("morning", help="list the ill pupils of a day")
    barred_ = verbs.add_parser("barred", help="pupils who may not come today, fit for teachers")
    for one in (morning, barred_):
        _add_day(one)
        one.add_argument("--class", dest="unit", metavar="UNIT", help="one class or grade")
        add_unmask(one)
    _add_day(verbs.add_parser("late", help="classes that have not reported, and how late"))
    _add_day(verbs.add_parser("overdue", help="duties overdue, by who is responsible"))
    releases = verbs.add_parser("releases", help="list what was released")
    releases.add_argument("--report", choices=list(REPORTS), default="daily")
    _add_day(releases, required=None)
    show = verbs.add_parser("show", help="show a release as it was sent")
    show.add_argument("release", metavar="ID")
    add_output(show)
    common.add_config(show)
    common.finish(verbs, "report", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    act = _VERBS.get(args.report_verb, _make)
    return common.guarded(f"report {args.report_verb}", act, args)


def _add_day(parser: argparse.ArgumentParser, required: str | None = "today") -> None:
    parser.add_argument(
        "--day", metavar="DAY", help=f"as 2026-02-24 (default: {required or 'all'})"
    )
    common.add_config(parser)
    add_output(parser)


def _day(args: argparse.Namespace, zone: timezone) -> date:
    """Give the day that was named, or today; of a day to come there is nothing to report."""
    return past_day(args.day, zone)


def _make(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    zone, (_, policy) = common.site_zone(folder), common.load(folder)
    report = REPORTS[args.report_verb]
    with common.opened(args) as log:
        day = _day(args, zone)
        table = report.make(day_facts(log, day, zone, screening=policy.screening))
        fact = None
        if args.release:
            table, fact = _release(args, log, day, table)
    put(args, [table])
    if fact is not None and not _for_machines(args):
        corrected = "" if fact.corrects is None else f", corrects {fact.corrects}"
        print(f"released as {fact.report_id}{corrected}")
    return common.HOLDS


def _for_machines(args: argparse.Namespace) -> bool:
    """Tell whether what is printed is read by a program, to which a line more is damage."""
    return args.out is None and (args.json or args.format != "text")


def _release(
    args: argparse.Namespace, log: Log, day: date, table: ReportTable
) -> tuple[ReportTable, ReportReleased]:
    """Keep the report as it is sent now; a second release of a day corrects the one before.

    What is sent then says itself what it corrects and what is different.
    """
    author = common.author(log, args.by, _RELEASERS)
    if args.by is None:
        raise common.RefusedError("a report is released by name; say who with --by ACCOUNT")
    why = common.why_of(args, required=True)
    earlier = log.of(FilingBook).releases(args.report_verb, day)
    changed = _changed(earlier[-1], table) if earlier else ()
    if earlier and not changed:
        raise common.RefusedError(
            f"{earlier[-1].report_id} says the same; nothing to correct", code=common.FAILS
        )
    if earlier:
        table = correcting(table, earlier[-1].report_id, changed)
    content = canonical(plain_table(table))
    report_id = f"{args.report_verb}-{day:%Y-%m-%d}-{len(earlier) + 1}"
    fact = ReportReleased(
        report_id,
        args.report_verb,
        day,
        hashlib.sha256(content.encode()).hexdigest(),
        corrects=earlier[-1].report_id if earlier else None,
        content=content,
    )
    log.append(Event(now(), author, fact, why=why))
    return table, fact


def _changed(before: Released, table: ReportTable) -> tuple[str, ...]:
    if before.content is None:
        return (f"{before.report_id}: what was sent has been erased",)
    return changes(table_of(json.loads(before.content)), table_of(plain_table(table)))


def _morning(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    zone, (_, policy) = common.site_zone(folder), common.load(folder)
    with common.opened(args) as log:
        unit = unit_on_record(log, args.unit)
        facts = day_facts(log, _day(args, zone), zone, unit, policy.screening)
        listed = named(log, args, (one.person_id for one in ill_pupils(facts)), "report")
    lines = {one: PersonLine(found.name, found.phone) for one, found in listed.items()}
    put(args, [morning_check(facts, lines)])
    return common.HOLDS


def _late(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    zone = common.site_zone(folder)
    _, policy = common.load(folder)
    with common.opened(args) as log:
        facts = day_facts(log, _day(args, zone), zone)
    table = late_reports(facts, policy.roll.class_due, now().wall, zone)
    put(args, [table])
    return common.FAILS if table.rows else common.HOLDS


def _barred(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    zone = common.site_zone(folder)
    with common.opened(args) as log:
        at = _moment_of(args, zone)
        found = barred(log, policy, at, unit_on_record(log, args.unit))
        listed = named(log, args, (one.person_id for one in found), "barred")
    put(args, [barred_table(found, {one: found.name for one, found in listed.items()}, at)])
    return common.HOLDS


def _overdue(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    zone = common.site_zone(folder)
    with common.opened(args) as log:
        # What is due later today is not overdue yet, whichever day was named.
        at = min(_moment_of(args, zone), now().wall.astimezone(zone))
        table = overdue(log, policy, at, zone)
    put(args, [table])
    return common.FAILS if table.rows else common.HOLDS


def _moment_of(args: argparse.Namespace, zone: timezone) -> datetime:
    """Give now, or the last moment of the day that was asked for."""
    if args.day is None:
        return now().wall.astimezone(zone)
    end = common.time_of(day_of(args.day, zone).isoformat(), zone, end=True)
    return (end - timedelta(microseconds=1)).astimezone(zone)


def _releases(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    with common.opened(args) as log:
        day = None if args.day is None else _day(args, zone)
        found = log.of(FilingBook).releases(args.report, day)
    rows = tuple(
        (one.report_id, one.day, one.at.astimezone(zone).replace(tzinfo=None), one.by, one.corrects)
        for one in found
    )
    columns = (
        Column("report_id", "编号", "Release"),
        Column("day", "日期", "Day", ColumnKind.DAY),
        Column("released_at", "发布时间", "Released at", ColumnKind.MOMENT),
        Column("by", "发布人", "By"),
        Column("corrects", "更正", "Corrects"),
    )
    both = REPORTS[args.report]
    put(args, [ReportTable(f"{both.zh} 已发布", f"{both.en}, released", columns, rows)])
    return common.HOLDS


def _show(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        found = log.of(FilingBook).release(args.release)
    if found is None:
        raise common.RefusedError("there is no such release; see `kiosk report releases`")
    if found.content is None:
        raise common.RefusedError("what was sent has been erased", code=common.FAILS)
    if hashlib.sha256(found.content.encode()).hexdigest() != found.digest:
        raise common.RefusedError("what is kept is not what was sent", code=common.FAILS)
    put(args, [table_of(json.loads(found.content))])
    return common.HOLDS


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "morning": _morning,
    "late": _late,
    "barred": _barred,
    "overdue": _overdue,
    "releases": _releases,
    "show": _show,
}
