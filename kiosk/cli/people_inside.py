"""`kiosk people inside`: who is inside, from the file alone, also when the station is dead."""

import argparse
from typing import Any

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.cli.school import print_csv
from kiosk.core import masking, occupancy
from kiosk.core.evacuation import ToBeFound, evacuation_text
from kiosk.core.events import EvacuationListed, Event
from kiosk.core.people import PersonKind
from kiosk.core.text import clean
from kiosk.core.units import natural
from kiosk.store.errors import LogDamaged, StoreError
from kiosk.store.folding import stamp
from kiosk.store.inside_book import Inside, InsideBook
from kiosk.store.log import Log
from kiosk.store.school_book import SchoolBook

EXAMPLE = """\
  kiosk people inside
  kiosk people inside --unmask --why "evacuation" > list.txt
  kiosk people inside --count --json
"""
_COLUMNS = (
    ("unit", "班级", "Unit"),
    ("name", "姓名", "Name"),
    ("kind", "类别", "Kind"),
    ("since", "进入时间", "Since"),
    ("access_point", "校门", "Gate"),
    ("areas", "区域", "Areas"),
    ("boards", "住校", "Boards"),
    ("person_id", "编号", "Person"),
)


def add_inside(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `inside` to those of `kiosk people`."""
    shown = verbs.add_parser("inside", help="list who is inside, read from the file")
    shown.add_argument("--count", action="store_true", help="only how many: kind, unit, area")
    shown.add_argument("--csv", action="store_true", help="print CSV")
    shown.add_argument("--unmask", action="store_true", help="names in full; it is logged")
    common.add_author(shown)
    common.add_config(shown)
    common.add_json(shown)


def show(args: argparse.Namespace) -> int:
    """List who is inside, by class; with `--unmask` as the evacuation list."""
    with common.opened(args) as log:
        found = sorted(log.of(InsideBook).inside(), key=_order)
        if args.count:
            return _count(args, found)
        if args.unmask:
            _write_down(log, args, len(found))
        names = {one.person_id: _name(log, one.person_id, args.unmask) for one in found}
        known = log.of(SchoolBook).units()
    if args.json:
        common.print_json([_as_json(one, names) for one in found])
    elif args.csv:
        print_csv(_COLUMNS, (_cells(one, names) for one in found))
    else:
        zone = common.site_zone(common.config_folder(args))
        people = [
            ToBeFound(
                names[one.person_id],
                one.kind or PersonKind.VISITOR,
                one.unit,
                one.since.astimezone(zone),
                one.areas,
            )
            for one in found
        ]
        print(evacuation_text(people, (), now().wall.astimezone(zone), known), end="")
    return common.HOLDS


def _order(one: Inside) -> tuple[object, ...]:
    return one.unit is None, natural(one.unit or ""), one.person_id


def _name(log: Log, person_id: str, clear: bool) -> str:
    """Name somebody; whose name cannot be read is listed by his id."""
    try:
        details = log.lookup.details(person_id)
    except LogDamaged:
        details = None
    name = None if details is None else details.name
    shown = name if clear else masking.name(name)
    return clean(shown or person_id, 40)


def _write_down(log: Log, args: argparse.Namespace, count: int) -> None:
    """Log that the names were looked at; people are looked for also when it cannot be logged."""
    author, why = common.author(log, args.by), common.why_of(args, required=True)
    try:
        log.append(Event(now(), author, EvacuationListed(count), why=why))
    except StoreError as error:
        common.say("people inside", common.HOLDS, f"this look is not in the log: {error}")


def _count(args: argparse.Namespace, found: list[Inside]) -> int:
    _, policy = common.load(common.config_folder(args))
    counted = occupancy.occupancy((one.present for one in found), policy.area_limits)
    tables = {"kinds": counted.kinds, "units": counted.units, "areas": counted.areas}
    if args.json:
        shown = {
            name: [{"code": one.code, "count": one.count, "limit": one.limit} for one in counts]
            for name, counts in tables.items()
        }
        common.print_json({"total": counted.total, **shown})
        return common.HOLDS
    print(f"校内 / inside: {counted.total}")
    for name, counts in tables.items():
        for one in counts:
            limit = "" if one.limit is None else f" of {one.limit}{', too many' * one.over}"
            print(f"  {name}  {clean(one.code, 40)}: {one.count}{limit}")
    return common.HOLDS


def _as_json(one: Inside, names: dict[str, str]) -> dict[str, Any]:
    return {
        "person_id": one.person_id,
        "name": names[one.person_id],
        "kind": one.kind,
        "unit": one.unit,
        "since": stamp(one.since),
        "access_point": one.access_point,
        "areas": one.areas,
        "boards": one.boards,
    }


def _cells(one: Inside, names: dict[str, str]) -> tuple[str, ...]:
    cells = _as_json(one, names) | {
        "areas": " ".join(one.areas),
        "boards": "yes" if one.boards else "",
    }
    return tuple(clean(str(cells[name] or ""), 80) for name, _, _ in _COLUMNS)
