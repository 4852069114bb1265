"""`kiosk people`: imports a roster, lists people masked, sets shifts of the duty roster."""

import argparse
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.cli import common, roster_file, roster_import
from kiosk.cli.moment import now
from kiosk.core import masking
from kiosk.core.events import Event, ShiftSet
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.store.directory import Directory
from kiosk.store.log import Log

SOURCE_LIMIT = 80

_EXAMPLE = """\
  kiosk people import roster.csv
  kiosk people import roster.csv --check
  kiosk people list --json
  kiosk people shift p-3f21c09a --from 2026-02-24T07:00 --until 2026-02-24T19:00
"""
_COLUMNS = "columns: " + ", ".join(
    f"{column} ({names[1]})" for column, names in roster_file.HEADINGS.items()
)


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Import and list people, set duty shifts.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="people_verb", required=True, metavar="import|list|shift")
    load = verbs.add_parser("import", help="import a roster from a CSV file", description=_COLUMNS)
    load.add_argument("file", type=Path, metavar="FILE.csv")
    load.add_argument("--check", action="store_true", help="only say what is wrong with the file")
    shift = verbs.add_parser("shift", help="put a person on the duty roster")
    shift.add_argument("person", metavar="PERSON", help="id of the person")
    shift.add_argument("--from", dest="since", required=True, metavar="TIME")
    shift.add_argument("--until", required=True, metavar="TIME", help="the end is not included")
    shift.add_argument("--shift", metavar="ID", help="replace the shift of this id")
    common.add_config(shift)
    shown = verbs.add_parser("list", help="list everybody on record, masked")
    for one in (load, shift):
        common.add_author(one)
    for one in (load, shift, shown):
        common.add_json(one)
    common.finish(verbs, "people", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when rows were left out or it cannot be, 2 for wrong use."""
    return common.guarded(f"people {args.people_verb}", _VERBS[args.people_verb], args)


def _import(args: argparse.Namespace) -> int:
    try:
        with args.file.open("rb") as file:
            data = file.read(roster_file.MOST_BYTES + 1)
        rows, bad = roster_file.read_roster(data)
    except OSError as error:
        raise common.RefusedError(f"cannot read {args.file}: {error.strerror}") from error
    except (roster_file.RosterError, roster_file.UnfitRowError) as error:
        raise common.RefusedError(f"{args.file.name}: {error}", code=common.FAILS) from error
    with common.opened(args) as log:
        author = common.author(log, args.by)
        planned, unplanned = roster_import.plan(log, rows)
        bad = sorted([*bad, *unplanned], key=lambda one: one.line)
        import_id = None
        if planned and not args.check:
            source = clean(args.file.name, SOURCE_LIMIT)
            import_id = roster_import.append(log, planned, source, author, common.why_of(args))
    _report(args, planned, bad, import_id)
    return common.FAILS if bad or not planned else common.HOLDS


def _report(
    args: argparse.Namespace,
    planned: list[roster_import.Planned],
    bad: list[roster_file.BadRow],
    import_id: str | None,
) -> None:
    common.say("people import", common.FAILS, *(f"line {one.line}: {one.reason}" for one in bad))
    cards = sum(one.card_id is not None for one in planned)
    if args.json:
        people = [
            {"line": one.row.line, "person_id": one.person_id, "card_id": one.card_id}
            for one in planned
        ]
        left_out = [{"line": one.line, "reason": one.reason} for one in bad]
        common.print_json({"import_id": import_id, "people": people, "left_out": left_out})
        return
    done = "imported" if import_id else "nothing imported; could import"
    print(f"{done} {len(planned)} people, {cards} new cards; {len(bad)} rows left out")


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
    "import": _import,
    "list": _list,
    "shift": _shift,
}
