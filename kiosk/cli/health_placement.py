"""`kiosk health placement`: pupils on placements in firms, observed day by day (clause N2)."""

import argparse
import secrets
from collections.abc import Callable
from typing import Any

from kiosk.cli import common
from kiosk.cli.days import day_of, past_day
from kiosk.cli.health_common import NOTE_LIMIT, hidden, known_person, write
from kiosk.cli.moment import now
from kiosk.cli.naming import add_unmask, named
from kiosk.core import masking
from kiosk.core.events import Event, PlacementObserved, PlacementRecorded
from kiosk.core.people import PersonKind
from kiosk.core.text import clean
from kiosk.sheets import cells
from kiosk.sheets.cells import BadCell
from kiosk.store.health_book import HealthBook
from kiosk.store.health_rows import PlacementRow

FIRM_LIMIT = 80
NAME_LIMIT = 40


def add(parser: argparse.ArgumentParser, examples: str) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Pupils on placements in firms (clause N2).", examples)
    parser.epilog = common.example_of(examples, "health placement")
    verbs = parser.add_subparsers(dest="placement_verb", required=True, metavar="add|observe|list")
    new = verbs.add_parser("add", help="a pupil goes to a firm")
    new.add_argument("person", metavar="PERSON")
    new.add_argument("--firm", required=True, metavar="TEXT")
    new.add_argument("--contact", required=True, metavar="NAME", help="who answers at the firm")
    new.add_argument("--phone", required=True, metavar="PHONE", help="of the contact")
    new.add_argument("--from", dest="since", metavar="TIME", help="begins (default: now)")
    new.add_argument("--until", metavar="TIME", help="ends, not included")
    new.add_argument("--placement", metavar="ID", help="replace the placement of this id")
    common.add_author(new, required=True)
    seen = verbs.add_parser("observe", help="the observation of a day")
    seen.add_argument("placement", metavar="PLACEMENT")
    seen.add_argument("--day", metavar="DAY", help="(default: today)")
    seen.add_argument("--temperature", metavar="C", help="degrees C")
    seen.add_argument("--note", default="", metavar="TEXT")
    common.add_author(seen)
    shown = verbs.add_parser("list", help="who is where, and who was not observed today")
    shown.add_argument("--all", action="store_true", help="also those that are over")
    add_unmask(shown)
    for one in verbs.choices.values():
        common.add_config(one)
        common.add_json(one)
    common.finish(verbs, "health placement", examples)


def run(args: argparse.Namespace) -> int:
    """Run the verb."""
    return _VERBS[args.placement_verb](args)


def _add(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    window = common.window_of(args.since or f"{day_of(None, zone)}", args.until, zone)
    placement_id = common.id_of(args.placement or f"pl-{secrets.token_hex(4)}", "--placement")
    try:
        phone = cells.phone(args.phone, "--phone")
        contact = cells.name(clean(args.contact, NAME_LIMIT * 2), "--contact", NAME_LIMIT)
    except BadCell as error:
        raise common.RefusedError(str(error)) from error
    firm = clean(args.firm, FIRM_LIMIT)
    if not firm:
        raise common.RefusedError("the firm is empty; name it with --firm TEXT")
    with common.opened(args) as log:
        if known_person(log, args.person) is not PersonKind.PUPIL:
            raise common.RefusedError("only a pupil goes on a placement")
        known = log.of(HealthBook).placement(placement_id)
        if known is not None and known.person_id != args.person:
            raise common.RefusedError("that placement is another pupil's", code=common.FAILS)
        fact = PlacementRecorded(placement_id, args.person, window, firm, contact, phone)
        write(log, args, fact)
    if args.json:
        found = {"placement_id": placement_id, "person_id": args.person}
        common.print_json({**found, **common.bounds(window)})
    else:
        print(f"{placement_id}: {args.person} {common.span(window, zone)}")
    return common.HOLDS


def _observe(args: argparse.Namespace) -> int:
    day = past_day(args.day, common.site_zone(common.config_folder(args)))
    note = clean(args.note, NOTE_LIMIT) or None
    if args.by is None:
        raise common.RefusedError("say who observed with --by ACCOUNT")
    try:
        value = None
        if args.temperature is not None:
            value = cells.temperature(clean(args.temperature), "--temperature")
    except BadCell as error:
        raise common.RefusedError(str(error)) from error
    if value is None and note is None:
        raise common.RefusedError("say what was observed with --temperature C or --note TEXT")
    with common.opened(args) as log:
        row = log.of(HealthBook).placement(args.placement)
        if row is None:
            raise common.RefusedError(
                "there is no such placement; see `kiosk health placement list`"
            )
        fact = PlacementObserved(row.placement_id, row.person_id, day, value, note)
        log.append(Event(now(), common.author(log, args.by), fact, why=common.why_of(args)))
    if args.json:
        common.print_json({"placement_id": row.placement_id, "day": day.isoformat()})
    else:
        print(f"{row.placement_id} {day}: 已登记 / written down")
    return common.HOLDS


def _list(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    today = day_of(None, zone)
    with common.opened(args) as log:
        rows = log.of(HealthBook).placements(None if args.all else now().wall)
        names = named(log, args, [one.person_id for one in rows], "placements")
    found = [
        {
            "placement_id": one.placement_id,
            "person_id": one.person_id,
            "name": names[one.person_id].name,
            **_firm(one, clear=args.unmask),
            **common.bounds(one.window),
            "observed": [day.isoformat() for day in one.observed],
            "observed_today": today in one.observed,
        }
        for one in rows
    ]
    if args.json:
        common.print_json(found)
    elif found:
        common.table(
            [
                (
                    one["placement_id"],
                    one["person_id"],
                    one["name"],
                    one["firm"] or "-",
                    f"{one['contact_name'] or '-'} {one['contact_phone'] or ''}",
                    "今日已观察 / seen today"
                    if one["observed_today"]
                    else "今日未观察 / not today",
                )
                for one in found
            ]
        )
    else:
        print("没有实习学生 / nobody is on a placement")
    return common.HOLDS


def _firm(one: PlacementRow, *, clear: bool) -> dict[str, Any]:
    return {
        "firm": hidden(one.firm, clear=clear),
        "contact_name": one.contact_name if clear else masking.name(one.contact_name),
        "contact_phone": one.contact_phone if clear else masking.phone(one.contact_phone),
    }


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": _add,
    "observe": _observe,
    "list": _list,
}
