"""Who is inside, at the terminal: the list, the numbers, and the list for an evacuation.

The evacuation list needs nobody signed in, and neither network, camera nor a log that can be
written: people are looked for by it.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from kiosk.core.evacuation import ToBeFound, evacuation_text, in_order
from kiosk.core.events import Actor, EvacuationListed
from kiosk.core.occupancy import Count, occupancy
from kiosk.core.people import PersonKind
from kiosk.core.plain import plain
from kiosk.link import messages as link
from kiosk.link.rows import Counted, EvacuationRow, InsideRow, OccupancyShown
from kiosk.link.shown import PersonShown
from kiosk.station.bench import Bench, Done, page
from kiosk.station.clock import Now
from kiosk.station.printing import Printer
from kiosk.station.recorder import system
from kiosk.station.topics.index import index_of
from kiosk.store.errors import LogDamaged, StoreError
from kiosk.store.inside_book import Inside, InsideBook
from kiosk.store.school_book import SchoolBook

_PLACE = re.compile(r"\d{1,6}", re.ASCII)

PAGES_WITHIN_S = 60.0
"""How long the pages of one list are of one moment, seconds."""

ANSWER_BYTES = link.MAX_LINE - 16 * 1024
"""How much of the evacuation list one answer holds, so that it is whole for 2,000 people."""


def inside(bench: Bench, query: link.Query, _: Actor | None, __: Now) -> dict[str, Any]:
    """Answer who is inside, masked, the longest first; what was typed narrows it."""
    found = bench.log.of(InsideBook).inside()
    if (query.text or "").strip():
        place = {one.person_id: one for one in found}
        found = [place[one] for one in index_of(bench).find(query.text or "", place)]
    data = page(list(range(len(found))), query)
    data["rows"] = [plain(_row(bench, found[place])) for place in data["rows"]]
    return data


def _row(bench: Bench, one: Inside) -> InsideRow:
    person = bench.person(one.person_id) or PersonShown(
        one.person_id, one.person_id[-4:], one.kind or PersonKind.VISITOR, one.unit
    )
    return InsideRow(person, one.since, one.access_point, one.areas, one.boards)


def count(bench: Bench, _: link.Query, __: Actor | None, ___: Now) -> dict[str, Any]:
    """Answer how many are inside, with the limits of the policy."""
    found = occupancy(
        (one.present for one in bench.log.of(InsideBook).inside()), bench.policy.area_limits
    )
    shown = OccupancyShown(
        found.total, _counted(found.kinds), _counted(found.units), _counted(found.areas)
    )
    return {"one": plain(shown)}


def _counted(counts: tuple[Count, ...]) -> tuple[Counted, ...]:
    return tuple(Counted(one.code, one.count, one.limit) for one in counts)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A list whose first page was given: who goes out meanwhile moves nobody off the next one."""

    people: list[ToBeFound]
    reader: Actor
    at: float


def evacuation(bench: Bench, query: link.Query, actor: Actor | None, now: Now) -> dict[str, Any]:
    """Answer everybody inside by name, by class, as many as a line of the link can hold.

    Each list is logged once; a page that belongs to none that was begun is a list of its own.
    """
    after = int(query.after or 0) if _PLACE.fullmatch(query.after or "") else 0
    begun: _Begun | None = bench.kept.get(_Begun)
    goes_on = begun is not None and after > 0 and begun.reader == _who(bench, actor)
    if begun is None or not goes_on or now.mono - begun.at > PAGES_WITHIN_S:
        people = _people(bench)
        _note(bench, actor, len(people))
        begun = _Begun(people, _who(bench, actor), now.mono)
        bench.kept[_Begun] = begun
    people = begun.people
    rows: list[Any] = []
    size = 0
    for one in people[after:]:
        row = plain(EvacuationRow(one.name, one.kind, one.unit, one.since))
        size += len(json.dumps(row, ensure_ascii=False).encode())
        if rows and size > ANSWER_BYTES:
            break
        rows.append(row)
    following = after + len(rows)
    more = str(following) if following < len(people) else None
    return {"rows": rows, "next": more, "total": len(people)}


def _people(bench: Bench) -> list[ToBeFound]:
    found = bench.log.of(InsideBook).inside()
    return in_order(
        ToBeFound(
            _name(bench, one.person_id),
            one.kind or PersonKind.VISITOR,
            one.unit,
            one.since.astimezone(bench.zone),
            one.areas,
        )
        for one in found
    )


def _name(bench: Bench, person_id: str) -> str:
    """Give the name in clear; who has none, or one that cannot be read, is listed by his id."""
    known = index_of(bench).person(person_id)
    if known is not None and known.name:
        # Decrypting 1,500 names anew would hold up everybody who is at the gate just now.
        return known.name
    try:
        details = bench.log.lookup.details(person_id)
    except LogDamaged:
        details = None
    return person_id if details is None or not details.name else details.name


def _note(bench: Bench, actor: Actor | None, count: int) -> None:
    """Log that the list was shown; a log that cannot be written does not keep it back."""
    bench.write(_who(bench, actor), EvacuationListed(count))


def _who(bench: Bench, actor: Actor | None) -> Actor:
    """Name who looked: at a locked terminal that is not whoever was signed in."""
    return system("terminal") if actor is None or bench.locked else actor


def print_evacuation(
    bench: Bench, intent: link.Intent, _: link.PrintEvacuation, actor: Actor
) -> Done:
    """Write the list to the printer's folder and have it printed; `path` says where it is."""
    now = bench.clock.now()
    at = now.moment.wall.astimezone(bench.zone)
    try:
        people = _people(bench)
        known = bench.log.of(SchoolBook).units()
    except StoreError:
        return Done("log_not_readable")
    site = bench.site
    heading = (f"{site.school_zh}  {site.school_en}", f"{site.lane.name_zh}  {site.lane.name_en}")
    printer = printer_of(bench)
    try:
        path = printer.write(
            f"evacuation-{at:%Y%m%d-%H%M%S}.txt", evacuation_text(people, heading, at, known)
        )
    except OSError:
        return Done("list_not_written")
    bench.write(_who(bench, actor), EvacuationListed(len(people)), intent=intent)
    data = {"path": str(path), "count": len(people)}
    return Done("ok" if printer.hand_over(path) else "print_failed", data)


def printer_of(bench: Bench) -> Printer:
    """Give the printer of this station."""
    if Printer not in bench.kept:
        bench.kept[Printer] = Printer(bench.log.path.parent, bench.site.print_command)
    printer: Printer = bench.kept[Printer]
    return printer
