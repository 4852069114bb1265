"""`kiosk reach`: the ledger of who was told about a matter, and who has not been (clause N4)."""

import argparse
from collections.abc import Callable
from datetime import date, timezone
from pathlib import Path

from kiosk.cli import common, reach_file
from kiosk.cli.days import day_of, past_day
from kiosk.cli.moment import now
from kiosk.cli.naming import add_unmask, let_others_write, named
from kiosk.cli.report_output import add_output, put
from kiosk.core.events import Event, ReachRecorded
from kiosk.core.filing import Channel, counts_as_reached
from kiosk.core.people import PersonKind
from kiosk.core.reach import NO_UNIT, Ledger, addressees, counts, place, within
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.core.words import words
from kiosk.store.filing_book import FilingBook, Reached
from kiosk.store.log import Log
from kiosk.store.school_book import SchoolBook

_EXAMPLE = """\
  kiosk reach record plan-spring p-3f21c09a p-51e0aa07 --channel phone --day 2026-02-10
  kiosk reach record plan-spring p-3f21c09a --channel letter --slip --household
  kiosk reach import class-3.xlsx --matter plan-spring --channel letter
  kiosk reach import class-3.csv --matter plan-spring --check
  kiosk reach list
  kiosk reach list plan-spring --format xlsx --out reached.xlsx
  kiosk reach missing plan-spring --class grade-7/class-3
  kiosk reach missing plan-spring --unmask --by wang --why "calls by the class teacher"
"""
_RULE = (
    "A letter alone counts as reached only when its slip is back (local practice); any other"
    " channel counts at once."
)


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, f"Who was told about a matter, and who was not. {_RULE}", _EXAMPLE)
    verbs = parser.add_subparsers(
        dest="reach_verb", required=True, metavar="record|import|list|missing"
    )
    record = verbs.add_parser("record", help="write down that people were told")
    record.add_argument("matter", metavar="MATTER", help="id of what they were told about")
    record.add_argument("people", nargs="+", metavar="PERSON", help="ids of the people")
    _add_how(record, required=True)
    record.add_argument("--slip", action="store_true", help="the slip is back")
    load = verbs.add_parser(
        "import", help="take a class teacher's list", description=reach_file.DESCRIPTION
    )
    load.add_argument("file", type=Path, metavar="FILE.csv|xlsx")
    load.add_argument("--matter", required=True, metavar="MATTER", help="what they were told about")
    load.add_argument("--check", action="store_true", help="only say what is wrong with the file")
    _add_how(load, required=False)
    for one in (record, load):
        common.add_author(one)
        common.add_config(one)
        common.add_json(one)
    shown = verbs.add_parser("list", help="list the matters, or who was told about one")
    shown.add_argument("matter", nargs="?", metavar="MATTER")
    missing = verbs.add_parser(
        "missing", help="list who has not been told", description=_RULE + " Exit 1 if anybody."
    )
    missing.add_argument("matter", metavar="MATTER")
    for one in (shown, missing):
        one.add_argument(
            "--class", dest="unit", metavar="UNIT", help="one class, grade, department"
        )
        add_unmask(one)
        common.add_config(one)
        add_output(one)
    common.finish(verbs, "reach", _EXAMPLE)


def _add_how(parser: argparse.ArgumentParser, *, required: bool) -> None:
    rows = "" if required else " of rows that do not say"
    parser.add_argument(
        "--channel", required=required, choices=[one.value for one in Channel], help=f"how{rows}"
    )
    parser.add_argument("--day", metavar="DAY", help=f"when{rows}, as 2026-02-24 (default: today)")
    parser.add_argument(
        "--household", action="store_true", help="for a pupil, the guardians as well"
    )


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when somebody is missing or it cannot be, 2 for wrong use."""
    return common.guarded(f"reach {args.reach_verb}", _VERBS[args.reach_verb], args)


def _record(args: argparse.Namespace) -> int:
    matter = common.id_of(args.matter, "MATTER")
    zone = common.site_zone(common.config_folder(args))
    day = past_day(args.day, zone)
    with common.opened(args) as log:
        unknown = [one for one in args.people if log.lookup.holder(one) is None]
        if unknown:
            raise common.RefusedError(
                *(f"there is no person {one}; see `kiosk people list`" for one in unknown)
            )
        author, why = common.author(log, args.by), common.why_of(args)
        people = list(dict.fromkeys(args.people))
        if args.household:
            people = reach_file.with_guardians(people, log.of(SchoolBook).households())
        facts = [ReachRecorded(matter, one, args.channel, args.slip, day=day) for one in people]
        log.append_many((Event(now(), author, one, why=why) for one in facts), let_others_write)
    if args.json:
        common.print_json({"matter": matter, "people": people})
    else:
        both = words(Channel(args.channel))
        print(f"{matter}: {len(people)} 人 / people, {both.zh} / {both.en}, {day}")
    return common.HOLDS


def _import(args: argparse.Namespace) -> int:
    matter = common.id_of(args.matter, "--matter")
    zone = common.site_zone(common.config_folder(args))
    day, today = past_day(args.day, zone), day_of(None, zone)
    with common.opened(args) as log:
        channel = args.channel and Channel(args.channel)
        default = reach_file.Default(channel, day, today, args.household)
        found = reach_file.read(log, args.file, matter, default)
        import_id = None
        if found.facts and not args.check:
            author, why = common.author(log, args.by), common.why_of(args)
            import_id = reach_file.append(log, found.facts, found.source, author, why)
    common.say(
        "reach import",
        common.FAILS,
        *(f"line {one.line}: {one.why.zh} / {one.why.en}" for one in found.bad),
    )
    if args.json:
        bad = [{"line": one.line, "reason": one.why.en} for one in found.bad]
        common.print_json(
            {
                "import_id": import_id,
                "recorded": len(found.facts),
                "known": found.known,
                "left_out": bad,
            }
        )
    else:
        done = "已登记 / recorded" if import_id else "可登记 / could be recorded"
        print(
            f"{done}: {len(found.facts)}; 已有 / known already: {found.known};"
            f" 未采用 / rows left out: {len(found.bad)}"
        )
    return common.FAILS if found.bad or not (found.facts or found.known) else common.HOLDS


def _list(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    with common.opened(args) as log:
        table = _matters(log) if args.matter is None else _told(log, args, zone)
    put(args, [table])
    return common.HOLDS


def _told(log: Log, args: argparse.Namespace, zone: timezone) -> ReportTable:
    found = _reached(log, args.matter)
    told = [one for one in _ledger(log, found, args.unit).everybody if one.person_id in found]
    names = named(log, args, (one.person_id for one in told), "reach")
    rows = tuple(
        (
            ", ".join(one.units) or NO_UNIT,
            _both(one.kind),
            names[one.person_id].name,
            *_how(found[one.person_id], zone),
            "是 / yes" if found[one.person_id].slip else "",
            one.person_id,
        )
        for one in sorted(told, key=place)
    )
    return ReportTable(f"告知台账 {args.matter}", f"Who was told: {args.matter}", _LEDGER, rows)


def _missing(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        ledger = _ledger(log, _reached(log, args.matter), args.unit)
        names = named(log, args, (one.person_id for one in ledger.missing), "reach")
        rows = tuple(
            (
                ", ".join(one.units) or NO_UNIT,
                _both(one.kind),
                names[one.person_id].name,
                names[one.person_id].phone,
                _SLIP_OPEN if one.person_id in ledger.slips_open else _NOT_TOLD,
                one.person_id,
            )
            for one in ledger.missing
        )
    people = ReportTable(
        f"未告知名单 {args.matter}",
        f"Not reached: {args.matter}",
        (
            *_WHO,
            Column("phone", "电话", "Phone"),
            Column("state", "情况", "State"),
            Column("person_id", "编号", "Id"),
        ),
        rows,
        (_NOTE,),
    )
    put(args, [counts(ledger), people])
    return common.FAILS if rows else common.HOLDS


def _matters(log: Log) -> ReportTable:
    """Count for every matter whom it has reached."""
    book = log.of(FilingBook)
    rows = []
    for matter in book.matters():
        ledger = _ledger(log, book.reached(matter), None)
        told = len(ledger.everybody) - len(ledger.missing)
        rows.append((matter, told, len(ledger.missing), len(ledger.slips_open)))
    return ReportTable(
        "告知事项",
        "Matters",
        (
            Column("matter", "事项", "Matter"),
            Column("reached", "已告知", "Reached", ColumnKind.WHOLE),
            Column("missing", "未告知", "Not reached", ColumnKind.WHOLE),
            Column("slips_open", "回执未交", "Slips not back", ColumnKind.WHOLE),
        ),
        tuple(rows),
        (_NOTE,),
    )


def _reached(log: Log, matter: str) -> dict[str, Reached]:
    return log.of(FilingBook).reached(common.id_of(matter, "MATTER"))


def _ledger(log: Log, found: dict[str, Reached], unit: str | None) -> Ledger:
    school = log.of(SchoolBook)
    households = school.households()
    people = [(one.person_id, one.kind, one.unit) for one in school.members()]
    told = frozenset(
        one.person_id for one in found.values() if counts_as_reached(one.channels, one.slip)
    )
    pupils = (person_id for person_id, kind, _ in people if kind is PersonKind.PUPIL)
    ledger = Ledger(
        addressees(people, households),
        told,
        frozenset(found) - told,
        frozenset(one for one in pupils if not households.get(one)),
    )
    if unit is None:
        return ledger
    kept = within(ledger, unit)
    if not kept.everybody:
        raise common.RefusedError(f"nobody is on record in {unit}; see `kiosk people list`")
    return kept


def _both(kind: PersonKind) -> str:
    return "{0.zh} / {0.en}".format(words(kind))


def _how(by: Reached, zone: timezone) -> tuple[Value, date]:
    """Give every channel with its days, and the last day."""
    days = [(one.channel, one.day or one.at.astimezone(zone).date()) for one in by.ways]
    each = (f"{words(Channel(channel)).zh} {day}" for channel, day in dict.fromkeys(days))
    return "; ".join(each), max(day for _, day in days)


_WHO = (
    Column("unit", "单位", "Unit"),
    Column("kind", "类别", "Kind"),
    Column("name", "姓名", "Name"),
)
_LEDGER = (
    *_WHO,
    Column("channels", "方式", "How"),
    Column("last", "最近日期", "Last day", ColumnKind.DAY),
    Column("slip", "回执", "Slip"),
    Column("person_id", "编号", "Id"),
)
_NOT_TOLD = "未告知 / not told"
_SLIP_OPEN = "已发告知书, 回执未交 / letter sent, slip not back"
_NOTE = (
    "仅发告知书的, 收回回执才算告知 (学校做法)"
    " / A letter alone counts when its slip is back (local practice)"
)
_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "record": _record,
    "import": _import,
    "list": _list,
    "missing": _missing,
}
