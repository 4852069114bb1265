"""`kiosk unit`: the tree of units, who answers for each, who acts for whom, arrival slots (N8)."""

import argparse
import re
import secrets
from collections.abc import Callable
from datetime import UTC, time
from typing import Any

from kiosk.cli import common, phase
from kiosk.cli.days import day_of
from kiosk.cli.moment import now
from kiosk.cli.school import masked, person_named, record, unit_named
from kiosk.core import units
from kiosk.core.events import (
    ActingSet,
    ArrivalSlotSet,
    ResponsibleSet,
    UnitRecorded,
    UnitRemoved,
)
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.store.log import Log
from kiosk.store.school_book import SchoolBook

NAME_LIMIT = 30
_CLOCK = re.compile(r"\d\d:\d\d", re.ASCII)
_DAYS = re.compile(r"[1-7](-[1-7])?", re.ASCII)
_EXAMPLE = """\
  kiosk unit add school --kind school --zh 示范学校 --by wang --why "new term"
  kiosk unit add grade-7/class-3 --zh 七年级3班 --by wang --why "new term"
  kiosk unit set-responsible grade-7/class-3 --person p-3f21c09a --deputy p-77b0aa12 \\
    --by wang --why "list of class teachers"
  kiosk unit act-for p-3f21c09a --acting p-77b0aa12 --from 2026-03-02 --until 2026-03-06 \\
    --by wang --why "in quarantine"
  kiosk unit slot grade-7 --days 1-5 --arrive 07:10 --late 07:40 --leave 16:30 \\
    --by wang --why "staggered arrival"
  kiosk unit slot grade-7 --days 6 --clear --by wang --why "no school on Saturdays"
  kiosk unit slot school --on 2026-04-06 --clear --by wang --why "holiday"
  kiosk unit list --json
  kiosk unit tree
  kiosk unit remove grade-7/class-3 --by wang --why "merged"
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Units, who answers for them, and when they arrive.", _EXAMPLE)
    verbs = parser.add_subparsers(
        dest="unit_verb", required=True,
        metavar="add|set-responsible|act-for|slot|list|tree|remove",
    )  # fmt: skip
    new = verbs.add_parser("add", help="record a unit, or name it anew")
    new.add_argument("unit", metavar="UNIT", help="its path, as grade-7/class-3")
    new.add_argument("--kind", choices=[one.value for one in UnitKind], help="(default: by path)")
    new.add_argument("--zh", metavar="TEXT", help="name in Chinese")
    new.add_argument("--en", metavar="TEXT", help="name in English")
    gone = verbs.add_parser("remove", help="take a unit out of the tree")
    gone.add_argument("unit", metavar="UNIT")
    answer = verbs.add_parser("set-responsible", help="say who answers for a unit")
    answer.add_argument("unit", metavar="UNIT")
    answer.add_argument("--person", metavar="ID", help="the responsible person")
    answer.add_argument("--deputy", metavar="ID", help="who stands in for that person")
    answer.add_argument("--nobody", action="store_true", help="take the appointment back")
    acting = verbs.add_parser("act-for", help="let somebody act for another for a while")
    acting.add_argument("person", metavar="ID", help="who is away")
    acting.add_argument("--acting", required=True, metavar="ID", help="who acts meanwhile")
    acting.add_argument("--from", dest="since", required=True, metavar="TIME")
    acting.add_argument("--until", required=True, metavar="TIME", help="the end is not included")
    acting.add_argument("--id", dest="acting_id", metavar="ID", help="replace the one of this id")
    _add_slot(verbs.add_parser("slot", help="say when a unit arrives and leaves"))
    shown = verbs.add_parser("list", help="list units with who answers for them")
    tree = verbs.add_parser("tree", help="show the tree with the people in it")
    common.add_config(acting)
    for one in (new, gone, answer, acting, verbs.choices["slot"]):
        common.add_author(one, required=True)
    for one in (shown, tree):
        common.add_json(one)
    common.finish(verbs, "unit", _EXAMPLE)


def _add_slot(slot: argparse.ArgumentParser) -> None:
    slot.add_argument("unit", metavar="UNIT", help="holds for the units below it too")
    when = slot.add_mutually_exclusive_group(required=True)
    when.add_argument("--days", metavar="1-5", help="weekdays, 1 is Monday")
    when.add_argument("--on", metavar="DAY", help="that day alone, before what weekdays say")
    slot.add_argument("--arrive", metavar="HH:MM", help="nobody is expected before")
    slot.add_argument("--late", metavar="HH:MM", help="late from then on")
    slot.add_argument("--leave", metavar="HH:MM", help="leaving before is leaving early")
    slot.add_argument(
        "--clear", action="store_true", help="no slot: of its own, or that day of any"
    )


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"unit {args.unit_verb}", _VERBS[args.unit_verb], args)


def _add_unit(args: argparse.Namespace) -> int:
    path = phase.unit_of(args.unit)
    kind = UnitKind(args.kind) if args.kind else units.kind_by_path(path)
    with common.opened(args) as log:
        root = log.of(SchoolBook).root()
        if kind is UnitKind.SCHOOL and root not in {None, path}:
            raise common.RefusedError(f"{root} is the school already", code=common.FAILS)
        zh, en = (clean(text or "", NAME_LIMIT) or None for text in (args.zh, args.en))
        record(log, args, UnitRecorded(path, kind, zh, en))
    print(f"{path}: {' / '.join(words(kind))}")
    return common.HOLDS


def _remove(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        book = log.of(SchoolBook)
        if book.unit(args.unit) is None:
            raise common.RefusedError("there is no such unit; see `kiosk unit list`")
        people = len(book.people_of(args.unit))
        record(log, args, UnitRemoved(args.unit))
    left = f"; {people} people still name it" if people else ""
    print(f"{args.unit} is removed{left}")
    return common.HOLDS


def _set_responsible(args: argparse.Namespace) -> int:
    if args.nobody == bool(args.person or args.deputy):
        raise common.RefusedError("name --person, --deputy or both, or --nobody")
    if args.person is not None and args.person == args.deputy:
        raise common.RefusedError("the deputy must be somebody else")
    with common.opened(args) as log:
        unit = unit_named(log, args.unit)
        for one in filter(None, (args.person, args.deputy)):
            person_named(log, one, (PersonKind.STAFF,))
        record(log, args, ResponsibleSet(unit or "", args.person, args.deputy))
        print(f"{unit}: {masked(log, args.person)}, deputy {masked(log, args.deputy)}")
    return common.HOLDS


def _act_for(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    window = common.window_of(args.since, args.until, zone)
    acting_id = common.id_of(args.acting_id or f"a-{secrets.token_hex(4)}", "--id")
    if args.person == args.acting:
        raise common.RefusedError("nobody acts for himself; name two people")
    with common.opened(args) as log:
        for one in (args.person, args.acting):
            person_named(log, one, (PersonKind.STAFF,))
        record(log, args, ActingSet(acting_id, args.person, args.acting, window))
        names = f"{masked(log, args.acting)} acts for {masked(log, args.person)}"
    print(f"{acting_id}: {names} {common.span(window, zone)}")
    return common.HOLDS


def _slot(args: argparse.Namespace) -> int:
    day = None if args.on is None else day_of(args.on, UTC)
    days = _days(args.days) if day is None else ()
    times = [args.arrive, args.late, args.leave]
    if args.clear == any(times):
        raise common.RefusedError("give --arrive, --late and --leave, or --clear")
    if not args.clear:
        _check_times(times)
    with common.opened(args) as log:
        unit = unit_named(log, args.unit) or ""
        arrive, late, leave = ("",) * 3 if args.clear else times
        record(log, args, ArrivalSlotSet(unit, days, arrive, late, leave, day))
    none = "no slot of its own" if day is None else "nobody is expected"
    held = none if args.clear else f"{arrive} late {late} leaves {leave}"
    print(f"{unit} {day or ','.join(map(str, days))}: {held}")
    return common.HOLDS


def _days(text: str) -> tuple[int, ...]:
    """Read weekdays as `1-5` or `1,3,5`; raises RefusedError."""
    found: set[int] = set()
    for part in text.split(","):
        if not _DAYS.fullmatch(part):
            raise common.RefusedError("--days must be weekdays, as 1-5 or 1,3,5; 1 is Monday")
        first, _, last = part.partition("-")
        if int(last or first) < int(first):
            raise common.RefusedError(f"--days {part} runs backwards")
        found |= set(range(int(first), int(last or first) + 1))
    return tuple(sorted(found))


def _check_times(times: list[str | None]) -> None:
    if None in times:
        raise common.RefusedError("give all of --arrive, --late and --leave")
    try:
        read = [time.fromisoformat(one or "") for one in times if _CLOCK.fullmatch(one or "")]
    except ValueError:
        read = []
    if len(read) != len(times):
        raise common.RefusedError("times must be written like 07:40")
    if not read[0] <= read[1] < read[2]:
        raise common.RefusedError("a unit arrives, is late, and leaves in that order")


def _list(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        rows = _rows(log)
        if args.json:
            common.print_json(rows)
            return common.HOLDS
        shown = [
            (
                str(one["unit"]),
                "/".join(words(UnitKind(one["kind"]))),
                one["zh"] or "",
                masked(log, one["responsible"]),
                masked(log, one["deputy"]),
                masked(log, one["acts"]) if one["acts"] != one["responsible"] else "",
            )
            for one in rows
        ]
    if shown:
        common.table([("unit", "kind", "name", "responsible", "deputy", "acts now"), *shown])
    else:
        print("there is no unit; see `kiosk unit add`")
    return common.HOLDS


def _rows(log: Log) -> list[dict[str, Any]]:
    book, at = log.of(SchoolBook), now().wall
    appointed = book.appointed()
    return [
        {
            "unit": one.path,
            "kind": one.kind.value,
            "zh": one.zh,
            "en": one.en,
            "responsible": appointed.get(one.path, (None, None))[0],
            "deputy": appointed.get(one.path, (None, None))[1],
            "acts": book.acts_for(appointed.get(one.path, (None, None))[0], at),
        }
        for one in book.units().values()
    ]


def _tree(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        book, at = log.of(SchoolBook), now().wall
        known, members = book.units(), book.members()
        counts: dict[str, dict[str, int]] = {}
        for one in members:
            for path in units.above(one.unit, book.root()) if one.unit else ():
                kinds = counts.setdefault(path, {})
                kinds[one.kind.value] = kinds.get(one.kind.value, 0) + 1
        found: list[dict[str, Any]] = []
        for branch in units.tree(known):
            path = branch.unit.path
            answers = book.responsible(path, at)
            found.append(
                {
                    "unit": path,
                    "depth": branch.depth,
                    "recorded": path in known,
                    "zh": branch.unit.zh,
                    "people": counts.get(path, {}),
                    "responsible": None if answers is None else answers.acts_id,
                    "from_unit": None if answers is None else answers.unit,
                }
            )
        if args.json:
            common.print_json(found)
            return common.HOLDS
        for branch_row in found:
            print(_branch(log, branch_row))
    return common.HOLDS


def _branch(log: Log, one: dict[str, Any]) -> str:
    named = f" {one['zh']}" if one["zh"] else ""
    people = ", ".join(
        f"{count} {words(PersonKind(kind)).en.lower()}" for kind, count in one["people"].items()
    )
    own = "" if one["from_unit"] == one["unit"] else f" (of {one['from_unit']})"
    who = f"{masked(log, one['responsible'])}{own}" if one["from_unit"] else "nobody answers for it"
    parts = [part for part in (people, who) if part]
    return f"{'  ' * one['depth']}{one['unit']}{named}: {'; '.join(parts)}"


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": _add_unit,
    "remove": _remove,
    "set-responsible": _set_responsible,
    "act-for": _act_for,
    "slot": _slot,
    "list": _list,
    "tree": _tree,
}
