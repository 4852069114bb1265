"""`kiosk directory`: who leads and whom the school works with, to be called (clauses M1, M3)."""

import argparse
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.cli import common, directory_file
from kiosk.cli.moment import now
from kiosk.cli.school import person_named, print_csv, record, unit_named
from kiosk.core.directory import NEEDED, Line
from kiosk.core.directory_search import Spoken, fitting
from kiosk.core.events import DirectoryEntryRemoved, DirectoryEntrySet, Event
from kiosk.core.language import Language
from kiosk.core.text import clean
from kiosk.core.words_school import LINES, line
from kiosk.sheets.cells import BadCell
from kiosk.sheets.initials import letters_of
from kiosk.store.home_import import unit_of
from kiosk.store.school_book import Contact, SchoolBook

_EXAMPLE = """\
  kiosk directory set --line leader --name 曾校长 --title 校长 --phone 13900000002 \\
    --by wang --why "new term"
  kiosk directory set --line school_doctor --person p-3f21c09a --by wang --why "new term"
  kiosk directory import directory.csv --by wang --why "list of the office"
  kiosk directory list
  kiosk directory list zxz
  kiosk directory list --line police --json
  kiosk directory remove d-51e0aa07 --by wang --why "retired"
"""
_COLUMNS = (
    ("entry_id", "编号", "Entry"),
    ("line", "类别", "Line"),
    ("title", "职务", "Title"),
    ("name", "姓名", "Name"),
    ("phone", "电话", "Phone"),
    ("unit", "部门", "Unit"),
)


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "The directory of joint prevention.", _EXAMPLE)
    verbs = parser.add_subparsers(
        dest="directory_verb", required=True, metavar="set|remove|list|import"
    )
    new = verbs.add_parser("set", help="add an entry, or replace the one of an id")
    new.add_argument("--line", required=True, metavar="LINE", help=", ".join(Line))
    new.add_argument("--name", metavar="TEXT")
    new.add_argument("--phone", metavar="TEXT")
    new.add_argument("--title", metavar="TEXT", help="what the person or place is")
    new.add_argument("--person", metavar="ID", help="somebody on record: name and phone are his")
    new.add_argument("--unit", metavar="UNIT", help="the department in charge")
    new.add_argument("--place", type=int, default=0, metavar="N", help="order within the line")
    new.add_argument("--id", dest="entry", metavar="ID", help="replace the entry of this id")
    gone = verbs.add_parser("remove", help="take an entry out")
    gone.add_argument("entry", metavar="ENTRY")
    shown = verbs.add_parser("list", help="list the entries, in clear: they are there to be called")
    shown.add_argument("search", nargs="*", metavar="TEXT", help="initials, name, line, number")
    shown.add_argument("--line", metavar="LINE", help="those of one line")
    shown.add_argument("--csv", action="store_true", help="print CSV")
    common.add_json(shown)
    load = verbs.add_parser(
        "import", help="bring in a CSV or XLSX", description=directory_file.DESCRIPTION
    )
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help="only say what would change")
    common.add_json(load)
    for one in (new, gone, load):
        common.add_author(one, required=True)
    common.finish(verbs, "directory", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"directory {args.directory_verb}", _VERBS[args.directory_verb], args)


def _set(args: argparse.Namespace) -> int:
    if args.line not in set(Line):
        raise common.RefusedError(f"--line must be of: {', '.join(Line)}")
    entry_id = common.id_of(args.entry or f"d-{secrets.token_hex(4)}", "--id")
    title, name = (clean(one or "", 60) or None for one in (args.title, args.name))
    phone = _phone(args.phone)
    if args.person is None and (name is None or phone is None):
        raise common.RefusedError("give --name and --phone, or --person")
    if not 0 <= args.place <= 1000:
        raise common.RefusedError("--place must be from 0 to 1000")
    with common.opened(args) as log:
        if args.person is not None:
            person_named(log, args.person)
        unit = unit_named(log, args.unit)
        fact = DirectoryEntrySet(
            entry_id, args.line, args.place, args.person, unit, title, name, phone
        )
        record(log, args, fact)
    print(f"{entry_id}: {line(args.line, Language.ZH)} / {line(args.line, Language.EN)}")
    return common.HOLDS


def _phone(text: str | None) -> str | None:
    try:
        return directory_file.phone_of(clean(text or "", 40))
    except BadCell as error:
        raise common.RefusedError(f"--{error}") from error


def _remove(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        if args.entry not in {one.entry_id for one in log.of(SchoolBook).directory()}:
            raise common.RefusedError("there is no such entry; see `kiosk directory list`")
        record(log, args, DirectoryEntryRemoved(args.entry))
    print(f"{clean(args.entry, 32)} is removed")
    return common.HOLDS


def _list(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        found = log.of(SchoolBook).directory(args.line)
    if args.search:
        spoken = (Spoken(one.entry_id, one.line, one.title, one.name, one.phone) for one in found)
        fits = fitting(spoken, " ".join(args.search), letters_of)
        found = [one for one in found if one.entry_id in fits]
    if args.json:
        common.print_json([_as_json(one) for one in found])
    elif args.csv:
        print_csv(_COLUMNS, map(_cells, found))
    elif found:
        common.table([tuple(en for _, _, en in _COLUMNS), *map(_cells, found)])
    else:
        print("no entry; see `kiosk directory set`")
    if not args.search and args.line is None:
        missing = [one for one in NEEDED if one not in {entry.line for entry in found}]
        if missing:
            listed = ", ".join(f"{LINES[one].zh} {one}" for one in missing)
            common.say("directory list", common.HOLDS, f"no entry yet for: {listed}")
    return common.HOLDS


def _as_json(one: Contact) -> dict[str, Any]:
    return {
        "entry_id": one.entry_id,
        "line": one.line,
        "place": one.place,
        "person_id": one.person_id,
        "unit": one.unit,
        "title": one.title,
        "name": one.name,
        "phone": one.phone,
    }


def _cells(one: Contact) -> tuple[str, ...]:
    shown = (
        one.entry_id,
        f"{line(one.line, Language.ZH)} / {line(one.line, Language.EN)}",
        one.title,
        one.name,
        one.phone,
        one.unit,
    )
    return tuple(clean(cell or "", 60) for cell in shown)


def _import(args: argparse.Namespace) -> int:
    rows, bad = directory_file.read(args.file)
    with common.opened(args) as log:
        book = log.of(SchoolBook)
        rows, strange = directory_file.with_units(rows, lambda text: unit_of(text, book))
        facts = directory_file.changes(rows, book.directory())
        if facts and not args.dry_run:
            author, why = common.author(log, args.by), common.why_of(args, required=True)
            moment = now()
            made = [Event(moment, author, one, why=why) for one in facts]
            log.append(made[0], *made[1:])
    common.say("directory import", common.FAILS, *(f"line {one.line}: {one.reason}" for one in bad))
    if strange:
        # The number is needed all the same; what a department is called is no text for the log.
        listed = ", ".join(clean(one, 40) for one in strange)
        common.say("directory import", common.HOLDS, f"taken without unit, none is so: {listed}")
    if args.json:
        left_out = [{"line": one.line, "reason": one.reason} for one in bad]
        found = {"rows": len(rows), "changed": len(facts), "left_out": left_out}
        common.print_json(found | {"dry_run": args.dry_run})
    else:
        done = "would change" if args.dry_run else "changed"
        print(f"{done} {len(facts)} of {len(rows)} entries; {len(bad)} rows left out")
    return common.FAILS if bad or not rows else common.HOLDS


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "set": _set,
    "remove": _remove,
    "list": _list,
    "import": _import,
}
