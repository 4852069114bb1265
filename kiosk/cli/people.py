"""`kiosk people`: imports the files of the school, lists people masked, sets duty shifts."""

import argparse
import secrets
from collections.abc import Callable, Iterator

from kiosk.cli import common, people_import, people_inside
from kiosk.cli.moment import now
from kiosk.core import masking
from kiosk.core.events import Event, ShiftSet
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.store.directory import Directory
from kiosk.store.log import Log

_EXAMPLE = """\
  kiosk people template --xlsx forms.xlsx
  kiosk people import school.xlsx --dry-run
  kiosk people import school.xlsx --by office --why "new term"
  kiosk people import pupils.csv
  kiosk people list --json
  kiosk people shift p-3f21c09a --from 2026-02-24T07:00 --until 2026-02-24T19:00
"""
_EXAMPLE += people_inside.EXAMPLE


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Import and list people, set duty shifts.", _EXAMPLE)
    verbs = parser.add_subparsers(
        dest="people_verb", required=True, metavar="import|template|list|shift|inside"
    )
    people_import.add_import(verbs)
    shift = verbs.add_parser("shift", help="put a person on the duty roster")
    shift.add_argument("person", metavar="PERSON", help="id of the person")
    shift.add_argument("--from", dest="since", required=True, metavar="TIME")
    shift.add_argument("--until", required=True, metavar="TIME", help="the end is not included")
    shift.add_argument("--shift", metavar="ID", help="replace the shift of this id")
    common.add_config(shift)
    shown = verbs.add_parser("list", help="list everybody on record, masked")
    people_inside.add_inside(verbs)
    common.add_author(shift)
    for one in (shift, shown):
        common.add_json(one)
    common.finish(verbs, "people", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when rows were left out or it cannot be, 2 for wrong use."""
    return common.guarded(f"people {args.people_verb}", _VERBS[args.people_verb], args)


def _list(args: argparse.Namespace) -> int:
    with common.opened(args) as log, Directory.of(log) as directory:
        if args.json:
            common.print_json(list(_people(log, directory)))
            return common.HOLDS
        rows = [
            tuple(clean(str(value or ""), 64) for value in person.values())
            for person in _people(log, directory)
        ]
    if rows:
        common.table([("person_id", "kind", "unit", "name", "id_number", "phone"), *rows])
    else:
        print("nobody is on record; see `kiosk people import`")
    return common.HOLDS


def _people(log: Log, directory: Directory) -> Iterator[dict[str, str | None]]:
    for person_id in directory.person_ids():
        holder, details = log.lookup.holder(person_id), log.lookup.details(person_id)
        if holder is None or details is None:
            continue
        yield {
            "person_id": person_id,
            "kind": holder.kind.value,
            "unit": holder.unit,
            "name": masking.name(details.name),
            "id_number": masking.id_number(details.id_number),
            "phone": masking.phone(details.phone),
        }


def _shift(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    window = common.window_of(args.since, args.until, zone)
    shift_id = common.id_of(args.shift or f"s-{secrets.token_hex(4)}", "--shift")
    with common.opened(args) as log:
        holder = log.lookup.holder(args.person)
        if holder is None:
            raise common.RefusedError("there is no such person; see `kiosk people list`")
        author = common.author(log, args.by)
        fact = ShiftSet(shift_id, args.person, window)
        log.append(Event(now(), author, fact, why=common.why_of(args)))
    if args.json:
        found = {"shift_id": shift_id, "person_id": args.person}
        common.print_json({**found, **common.bounds(window)})
    else:
        both = words(holder.kind)
        print(
            f"shift {shift_id}: {args.person} ({both.zh} / {both.en}) {common.span(window, zone)}"
        )
    return common.HOLDS


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "import": people_import.bring_in,
    "template": people_import.write_template,
    "list": _list,
    "shift": _shift,
    "inside": people_inside.show,
}
