"""`kiosk paper print`: the fallback sheets of a day from the roster, a sheet a class."""

import argparse
from collections.abc import Mapping
from datetime import timedelta

from kiosk.cli import common
from kiosk.cli.days import day_of
from kiosk.cli.moment import now
from kiosk.cli.naming import Named, add_unmask, named
from kiosk.cli.report_output import add_output, put
from kiosk.core import masking
from kiosk.core.language import Language
from kiosk.core.people import PersonKind, unit_covers
from kiosk.core.tables import ReportTable
from kiosk.core.words import text
from kiosk.core.words_screen import unit as unit_name
from kiosk.sheets import paper_form
from kiosk.sheets.paper_form import Expected
from kiosk.store.known_book import KnownBook
from kiosk.store.log import Log
from kiosk.store.school_book import Member, SchoolBook

_EXPECTED = (PersonKind.PUPIL, PersonKind.STAFF)


def add_print(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    one = verbs.add_parser("print", help="sheets of a day from the roster, for pen and paper")
    one.add_argument("--class", dest="unit", metavar="UNIT", help="only this unit and below it")
    one.add_argument("--day", metavar="DAY", help="(default: tomorrow)")
    one.add_argument("--access-point", metavar="AP", help="(default: that of site.toml)")
    add_unmask(one)
    add_output(one)
    common.add_config(one)


def run_print(args: argparse.Namespace) -> int:
    """Print the sheets; names in full need `--unmask`, which the log keeps."""
    folder = common.config_folder(args)
    config, _ = common.load(folder)
    zone = common.site_zone(folder)
    today = now().wall.astimezone(zone).date()
    day = day_of(args.day, zone) if args.day else today + timedelta(days=1)
    point = args.access_point or config.site.lane.access_point
    with common.opened(args) as log:
        groups = _groups(log, args.unit)
        if not groups:
            raise common.RefusedError(
                "nobody is on record there; see `kiosk people list`", code=common.FAILS
            )
        people = [one.person_id for members in groups.values() for one in members]
        names, tails = named(log, args, people, "paper_sheet"), _tails(log)
    sheets = [
        paper_form.sheet(f"{title} {point}", day, _expected(members, names, tails))
        for title, members in groups.items()
    ]
    if args.format == "csv" and len(sheets) > 1:
        # A CSV has one row of headings.
        rows = tuple(row for one in sheets for row in one.rows)
        sheets = [ReportTable(sheets[0].title_zh, sheets[0].title_en, paper_form.COLUMNS, rows)]
    put(args, sheets)
    return common.HOLDS


def _groups(log: Log, unit: str | None) -> dict[str, list[Member]]:
    """Give pupils by class and staff by department, those without one together."""
    found: dict[str, list[Member]] = {}
    for one in log.of(SchoolBook).members(*_EXPECTED):
        if unit is None or unit_covers(unit, one.unit):
            kind = text(one.kind, Language.ZH)
            title = unit_name(one.unit, Language.ZH) if one.unit else kind
            found.setdefault(title, []).append(one)
    return found


def _tails(log: Log) -> dict[str, str]:
    """Give the last digits of each person's card that counts now."""
    cards = log.of(KnownBook).known().cards.items()
    return {
        one.person_id: (masking.card(number) or "").lstrip("*")
        for number, one in cards
        if not one.revoked
    }


def _expected(
    members: list[Member], names: Mapping[str, Named], tails: Mapping[str, str]
) -> list[Expected]:
    return [
        Expected(
            one.person_id,
            names[one.person_id].name,
            one.unit or "",
            tails.get(one.person_id, ""),
        )
        for one in members
    ]
