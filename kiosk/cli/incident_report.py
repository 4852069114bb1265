"""`kiosk incident report` and `sent`: the three reports, released by name and kept as sent."""

import argparse
import hashlib
import json
from dataclasses import replace
from datetime import datetime, timezone

from kiosk.cli import common
from kiosk.cli.incident_facts import gather
from kiosk.cli.moment import now
from kiosk.cli.naming import add_unmask
from kiosk.cli.report_output import add_output, plain_table, put, table_of
from kiosk.core.codec import canonical
from kiosk.core.events import Event, IncidentReported
from kiosk.core.incident_reports import FILLED, ReportFacts, make, says_the_same
from kiosk.core.incidents import ReportField, ReportStage
from kiosk.core.people import Role
from kiosk.core.tables import Column, ColumnKind, ReportTable
from kiosk.core.text import clean
from kiosk.core.words_incidents import STAGES
from kiosk.core.words_incidents import named as in_words
from kiosk.store.answers import AccountRow
from kiosk.store.incident_book import Incident, IncidentBook, Sent
from kiosk.store.incident_facts import reporter
from kiosk.store.log import Log

TEXT_LIMIT = 1000

_RELEASERS = frozenset(
    {Role.SUPERVISOR, Role.SCHOOL_DOCTOR, Role.HEALTH_OFFICER, Role.SCHOOL_LEADER}
)


def add_report(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `report` but for the number."""
    parser.add_argument("--stage", required=True, choices=[one.value for one in ReportStage])
    parser.add_argument(
        "--fill",
        action="append",
        default=[],
        metavar="FIELD=TEXT",
        help="what only a person knows; FIELD is of: " + ", ".join(sorted(FILLED)),
    )
    parser.add_argument("--release", action="store_true", help="release it by name, as sent")
    add_output(parser)
    add_unmask(parser)


def add_sent(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `sent` but for the number."""
    parser.add_argument("report_id", nargs="?", metavar="REPORT", help="one of them, as sent")
    add_output(parser)


def known(log: Log, number: int) -> Incident:
    """Give an incident; raises RefusedError for a number that none has."""
    found = log.of(IncidentBook).incident(number)
    if found is None:
        raise common.RefusedError(f"there is no incident {number}; see `kiosk incident list`")
    return found


def report(args: argparse.Namespace) -> int:
    """Make a report and put it out; with `--release` it is kept first."""
    folder = common.config_folder(args)
    gate, _ = common.load(folder)
    zone = common.site_zone(folder)
    stage, texts = ReportStage(args.stage), _texts(args)
    with common.opened(args) as log:
        found = known(log, args.number)
        _refuse_too_early(stage, found)
        facts = gather(log, args, found, gate.site, zone, now().wall)
        facts = replace(facts, texts={**facts.texts, **texts})
        if args.by is not None:
            common.author(log, args.by)
            facts = replace(facts, reporter=reporter(log, _account(log, args.by)))
        tables = _release(args, log, stage, facts) if args.release else make(stage, facts)
    put(args, tables)
    return common.HOLDS


def sent(args: argparse.Namespace) -> int:
    """List the reports that were released, or put out one as it was sent."""
    zone = common.site_zone(common.config_folder(args))
    with common.opened(args) as log:
        known(log, args.number)
        released = log.of(IncidentBook).sent(args.number)
    if args.report_id is None:
        put(args, [_sent_table(released, args.number, zone)])
        return common.HOLDS
    found = next((one for one in released if one.report_id == args.report_id), None)
    if found is None:
        raise common.RefusedError(f"no such report; see `kiosk incident sent {args.number}`")
    put(args, kept(found))
    return common.HOLDS


def kept(found: Sent) -> list[ReportTable]:
    """Give a report as it was sent; raises RefusedError when it was erased or is another."""
    if found.content is None:
        raise common.RefusedError("what was sent has been erased", code=common.FAILS)
    if hashlib.sha256(found.content.encode()).hexdigest() != found.digest:
        raise common.RefusedError("what is kept is not what was sent", code=common.FAILS)
    return [table_of(one) for one in json.loads(found.content)]


def _refuse_too_early(stage: ReportStage, incident: Incident) -> None:
    if stage is ReportStage.CLOSING and incident.is_open:
        raise common.RefusedError(
            f"incident {incident.incident_no} is open; end it with `kiosk incident close` first",
            code=common.FAILS,
        )


def _texts(args: argparse.Namespace) -> dict[ReportField, str]:
    found: dict[ReportField, str] = {}
    for one in args.fill:
        field, sign, text = one.partition("=")
        if not sign or field not in list(FILLED):
            raise common.RefusedError(
                f"--fill {clean(one, 40)}: write FIELD=TEXT, FIELD of: {', '.join(sorted(FILLED))}"
            )
        found[ReportField(field)] = clean(text, TEXT_LIMIT)
    return found


def _account(log: Log, by: str) -> AccountRow:
    return next(one for one in log.lookup.accounts() if one.account_id == by)


def _release(
    args: argparse.Namespace, log: Log, stage: ReportStage, facts: ReportFacts
) -> tuple[ReportTable, ...]:
    """Keep the report as it is sent now, inside its own transaction, and give it."""
    if args.by is None:
        raise common.RefusedError("a report is released by name; say who with --by ACCOUNT")
    author = common.author(log, args.by, _RELEASERS)
    why = common.why_of(args, required=True)
    book = log.of(IncidentBook)
    released = book.sent(facts.incident_no)
    before = _before(stage, released, facts.at)
    number = 1 + sum(one.stage == stage for one in released)
    facts = replace(
        facts,
        report_id=f"incident-{facts.incident_no}-{stage}-{number}",
        corrects=None if before is None else before.report_id,
    )
    tables = make(stage, facts)
    if before is not None and before.content is not None:
        earlier = [table_of(one) for one in json.loads(before.content)]
        if says_the_same(earlier, [table_of(plain_table(one)) for one in tables]):
            raise common.RefusedError(
                f"{before.report_id} says the same; nothing to correct", code=common.FAILS
            )
    content = canonical([plain_table(one) for one in tables])
    fact = IncidentReported(
        facts.incident_no,
        stage,
        facts.report_id or "",
        hashlib.sha256(content.encode()).hexdigest(),
        content,
    )
    log.append(Event(now(), author, fact, drill=facts.drill, why=why))
    return tables


def _before(stage: ReportStage, released: list[Sent], at: datetime) -> Sent | None:
    """Give the report that a new one corrects: of its stage, a progress report of the same day."""
    same = [one for one in released if one.stage == stage]
    if stage is ReportStage.PROGRESS:
        same = [one for one in same if one.at.astimezone(at.tzinfo).date() == at.date()]
    return same[-1] if same else None


def _sent_table(released: list[Sent], number: int, zone: timezone) -> ReportTable:
    columns = (
        Column("report_id", "报告编号", "Report"),
        Column("stage", "阶段", "Stage"),
        Column("at", "发出时间", "Released at", ColumnKind.MOMENT),
        Column("by", "发布人", "By"),
        Column("digest", "摘要", "SHA-256"),
    )
    rows = tuple(
        (one.report_id, in_words(STAGES, one.stage), one.at.astimezone(zone), one.by, one.digest)
        for one in released
    )
    return ReportTable(f"事件 {number} 已发报告", f"Incident {number}, reports", columns, rows)
