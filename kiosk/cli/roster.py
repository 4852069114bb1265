"""`kiosk roster`: late, absent, gone early or without an exit, for the class teacher (M2)."""

import argparse
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from datetime import date, tzinfo
from enum import StrEnum
from typing import Any

from kiosk.cli import common
from kiosk.cli.days import past_day
from kiosk.cli.health_common import HIDDEN, hidden
from kiosk.cli.moment import now
from kiosk.cli.naming import add_unmask, named
from kiosk.cli.school import NOBODY, masked, person_named, print_csv, record, unit_named
from kiosk.core import rosters, units
from kiosk.core.barred import HEALTH
from kiosk.core.events import NotSignedOut
from kiosk.core.health_file import AbsenceCause
from kiosk.core.people import PersonKind
from kiosk.core.rosters import Day, Excuse, Listed
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.store.folding import stamp
from kiosk.store.health_book import HealthBook
from kiosk.store.inside_book import InsideBook
from kiosk.store.log import Log
from kiosk.store.roster_book import RosterBook
from kiosk.store.school_book import SchoolBook

_EXAMPLE = """\
  kiosk roster late --class grade-7/class-3
  kiosk roster absent --day 2026-03-02 --json
  kiosk roster absent --class grade-7/class-3 --unmask --by li --why "calls the families"
  kiosk roster left-early --class grade-7
  kiosk roster not-signed-out --class grade-7/class-3 --day 2026-03-02
  kiosk roster sign-out p-3f21c09a --by li --why "not at the evening roll call"
"""
_JUDGES: dict[str, Callable[[Day], tuple[Listed, ...]]] = {
    "late": rosters.late,
    "absent": rosters.absent,
    "left-early": rosters.left_early,
    "not-signed-out": rosters.not_signed_out,
}
_HELP = {
    "late": "who came late",
    "absent": "who has not come, and why as far as the log knows",
    "left-early": "who left before the end and has not come back",
    "not-signed-out": "whose exit is missing, and who boards and is inside",
}
_OF_HEALTH = frozenset({Excuse.ISOLATED, Excuse.WATCH_LISTED})
_COLUMNS = (
    ("unit", "班级", "Class"),
    ("person", "编号", "Person"),
    ("name", "姓名", "Name"),
    ("time", "时间", "Time"),
    ("note", "说明", "Note"),
    ("guardian", "家长", "Guardian"),
    ("phone", "电话", "Phone"),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a list, ready to be shown."""

    listed: Listed
    excuse: str | None = field(repr=False)
    refused: str | None = field(repr=False)
    cause: str | None = field(repr=False)
    name: str = field(repr=False)
    guardian: str = field(repr=False)
    phone: str = field(repr=False)


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Lists of a day for the class teachers.", _EXAMPLE)
    verbs = parser.add_subparsers(
        dest="roster_verb", required=True, metavar="late|absent|left-early|not-signed-out|sign-out"
    )
    for name, line in _HELP.items():
        one = verbs.add_parser(name, help=line)
        one.add_argument("--day", metavar="DAY", help="as 2026-02-24 (default: today)")
        one.add_argument("--class", dest="unit", metavar="UNIT", help="a class, a grade, ...")
        one.add_argument("--csv", action="store_true", help="print CSV")
        add_unmask(one)
        common.add_config(one)
        common.add_json(one)
    gone = verbs.add_parser("sign-out", help="say that somebody is not inside any more")
    gone.add_argument("person", nargs="+", metavar="PERSON")
    common.add_author(gone, required=True)
    common.finish(verbs, "roster", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    act = _sign_out if args.roster_verb == "sign-out" else _show
    return common.guarded(f"roster {args.roster_verb}", act, args)


def _show(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    day = past_day(args.day, zone)
    with common.opened(args) as log:
        unit = unit_named(log, args.unit)
        causes = _causes(log, day, zone)
        excuses = {one: excuse for one, (excuse, _) in causes.items()}
        made = log.of(RosterBook).day(day, zone, now().wall, unit, excuses)
        listed = _JUDGES[args.roster_verb](made)
        rows = _rows(log, args, listed, causes)
        answers = _teachers(log, rows)
    _tell_without_slot(args, made)
    if args.json:
        common.print_json([_as_json(row, answers) for row in rows])
    elif args.csv:
        print_csv(_COLUMNS, map(_cells, rows))
    elif rows:
        common.table([tuple(one for one, _, _ in _COLUMNS), *map(_cells, rows)])
    else:
        print(f"{day}: nobody")
    return common.HOLDS


def _causes(log: Log, day: date, zone: tzinfo) -> dict[str, tuple[Excuse, str | None]]:
    """Give who is away with a cause on file: absences of the day, placements in firms."""
    health = log.of(HealthBook)
    placed = dict.fromkeys(health.placed_on(day, zone), (Excuse.PLACEMENT, None))
    absent = {one.person_id: (Excuse.REPORTED, one.cause) for one in health.absences_on(day)}
    return placed | absent


def _rows(
    log: Log,
    args: argparse.Namespace,
    listed: Iterable[Listed],
    causes: dict[str, tuple[Excuse, str | None]],
) -> list[_Row]:
    """Name the pupils with the guardian to call: the first of the household, else the contact."""
    pupils = sorted(listed, key=_order)
    guardians = log.of(SchoolBook).households()
    first = {one.pupil.person_id: guardians.get(one.pupil.person_id, ()) for one in pupils}
    everybody = [one for pupil, theirs in first.items() for one in (pupil, *theirs)]
    names = named(log, args, everybody, f"roster_{args.roster_verb}".replace("-", "_"))
    made = []
    for one in pupils:
        person_id = one.pupil.person_id
        callable_ = [names[guardian] for guardian in first[person_id] if names[guardian].phone]
        guardian = callable_[0].name if callable_ else ""
        phone = callable_[0].phone if callable_ else names[person_id].phone
        # Why somebody is ill is a health value: it stands in the file of `kiosk health` as well.
        cause = hidden(causes.get(person_id, (None, None))[1], clear=args.unmask)
        made.append(
            _Row(
                one,
                _shown(one.excuse, _OF_HEALTH, clear=args.unmask),
                _shown(one.refused, HEALTH, clear=args.unmask),
                None if cause is None else str(cause),
                names[person_id].name,
                guardian,
                phone,
            )
        )
    return made


def _shown(code: StrEnum | None, of_health: Set[StrEnum], *, clear: bool) -> str | None:
    """Give a code, or only that there is one where it says something of the person's health."""
    if code is None or clear or code not in of_health:
        return code
    return HIDDEN


def _order(one: Listed) -> tuple[object, ...]:
    return units.natural(one.pupil.unit or ""), one.at is None, one.at, one.pupil.person_id


def _teachers(log: Log, rows: list[_Row]) -> dict[str, str]:
    """Name, masked, who answers for each class on the list."""
    book, at = log.of(SchoolBook), now().wall
    found = {one.listed.pupil.unit for one in rows if one.listed.pupil.unit}
    answers = {unit: book.responsible(unit, at) for unit in found}
    return {
        unit: masked(log, None if one is None else one.acts_id) for unit, one in answers.items()
    }


def _note(row: _Row) -> str:
    """Say what a teacher has to know besides."""
    one = row.listed
    notes = []
    if one.excuse is not None:
        notes.append(HIDDEN if row.excuse == HIDDEN else " / ".join(words(one.excuse)))
    if row.cause in set(AbsenceCause):
        notes.append(" / ".join(words(AbsenceCause(row.cause))))
    if one.refused is not None:
        notes.append(HIDDEN if row.refused == HIDDEN else " / ".join(words(one.refused)))
    if one.allowed:
        notes.append("有出门条 / with a slip")
    if one.boards:
        notes.append("住校 / boards")
    return "; ".join(notes)


def _cells(row: _Row) -> tuple[str, ...]:
    one = row.listed
    at = "" if one.at is None else f"{one.at:%H:%M}"
    cells = (
        one.pupil.unit or NOBODY,
        one.pupil.person_id,
        row.name,
        at,
        _note(row),
        row.guardian,
        row.phone,
    )
    return tuple(clean(cell, 120) for cell in cells)


def _as_json(row: _Row, teachers: dict[str, str]) -> dict[str, Any]:
    one = row.listed
    return {
        "person_id": one.pupil.person_id,
        "unit": one.pupil.unit,
        "name": row.name,
        "at": stamp(one.at),
        "late_from": None if one.slot is None else f"{one.slot.late_from:%H:%M}",
        "leave_from": None if one.slot is None else f"{one.slot.leave_from:%H:%M}",
        "excuse": row.excuse,
        "cause": row.cause,
        "refused": row.refused,
        "allowed": one.allowed,
        "boards": one.boards,
        "guardian": row.guardian,
        "phone": row.phone,
        "class_teacher": teachers.get(one.pupil.unit or ""),
    }


def _tell_without_slot(args: argparse.Namespace, day: Day) -> None:
    """Say on stderr which classes are held to no slot that day: nobody of them can be listed."""
    if args.roster_verb == "not-signed-out":
        return
    without = {one.unit or NOBODY for one in day.pupils if day.slot(one) is None}
    if without:
        some = sorted(without, key=units.natural)
        more = f" and {len(some) - 5} more" if len(some) > 5 else ""
        listed = ", ".join(clean(one, 40) for one in some[:5])
        common.say(
            f"roster {args.roster_verb}",
            common.HOLDS,
            f"no arrival slot on {day.day:%Y-%m-%d} for {listed}{more}; see `kiosk unit slot`",
        )


def _sign_out(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        inside = log.of(InsideBook).inside_ids()
        for one in args.person:
            # A visitor's exit is signed by the host, with the permit.
            person_named(log, one, (PersonKind.PUPIL, PersonKind.STAFF))
        gone = [one for one in dict.fromkeys(args.person) if one in inside]
        if not gone:
            raise common.RefusedError("none of them is inside", code=common.FAILS)
        record(log, args, *(NotSignedOut(one) for one in gone))
        print("\n".join(masked(log, one) for one in gone))
    return common.HOLDS
