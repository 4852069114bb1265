"""`kiosk readiness`: what is missing before the school reopens, who should act, by when (N3)."""

import argparse
from datetime import date

from kiosk.cli import common
from kiosk.cli.days import day_of
from kiosk.cli.moment import now
from kiosk.cli.school import masked
from kiosk.core.calibration import Instrument
from kiosk.core.readiness import Lack
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.store.log import Log
from kiosk.store.readiness_book import ReadinessBook, School

NAMED = 8
"""People named in one line; --json names all."""

_EXAMPLE = """\
  kiosk readiness
  kiosk readiness --on 2026-03-02
  kiosk readiness --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(
        parser, "Say what is missing before reopening; exit 1 if anything is.", _EXAMPLE
    )
    parser.add_argument("--on", metavar="DAY", help="reopening day (default: the one that is set)")
    common.add_config(parser)
    common.add_state(parser)
    common.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when nothing is missing, 1 when something is, 2 for wrong use."""
    return common.guarded("readiness", _show, args)


def _show(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    gate, policy = common.load(folder)
    zone = common.site_zone(folder)
    thermometer = gate.devices.thermometer
    used = [one for one in (thermometer, gate.site.handheld, gate.site.contact) if one is not None]
    school = School(
        at=now().wall.astimezone(zone),
        home_days=policy.home_record_days,
        access_point=gate.site.lane.access_point,
        instruments=tuple(Instrument(one.name, one.calibrate_days) for one in used),
        public=gate.site.registration_url is not None or gate.site.hotline is not None,
        reopening=None if args.on is None else day_of(args.on, zone),
    )
    with common.opened(args) as log:
        found = log.of(ReadinessBook).lacks(school)
        if args.json:
            _print_json(found, school.at.date())
        else:
            _print(log, found, school.at.date())
    return common.FAILS if found else common.HOLDS


def _print_json(found: tuple[Lack, ...], today: date) -> None:
    missing = [
        {
            "what": one.what,
            "about": one.about,
            "count": one.count,
            "people": one.people,
            "who": one.who,
            "due": None if one.due is None else one.due.isoformat(),
            "late": one.due is not None and one.due < today,
        }
        for one in found
    ]
    common.print_json({"ready": not found, "missing": missing})


def _print(log: Log, found: tuple[Lack, ...], today: date) -> None:
    rows = [_line(log, one, today) for one in found]
    if rows:
        common.table([("by", "missing", "about", "count", "who should act"), *rows])
    if not found:
        print("ready / 就绪")
        return
    late = sum(one.due is not None and one.due < today for one in found)
    print(f"{len(found)} things are missing, {late} of them late / 缺 {len(found)} 项")


def _line(log: Log, one: Lack, today: date) -> tuple[str, ...]:
    both = words(one.what)
    when = "" if one.due is None else f"{one.due}{' late' if one.due < today else ''}"
    named = ", ".join(masked(log, person) for person in one.people[:NAMED])
    more = len(one.people) - NAMED
    people = f"{one.count}: {named}{f' and {more} more' if more > 0 else ''}" if named else ""
    about = clean(one.about or "", 40)
    return when, f"{both.zh} / {both.en}", about, clean(people, 300), masked(log, one.who)
