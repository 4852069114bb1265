"""`kiosk people import` and `template`: files of the school office come in, forms go out."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from kiosk.cli import common, roster_import
from kiosk.cli.school import source_of
from kiosk.core import masking
from kiosk.core.language import Words
from kiosk.core.roster import BadRow, FormKind, Known, Place
from kiosk.core.roster_change import Change, Difference, Plan, Status
from kiosk.core.roster_plan import plan
from kiosk.core.text import clean
from kiosk.core.words_roster import STATUSES
from kiosk.sheets.roster_file import RosterFile, read_roster
from kiosk.sheets.roster_forms import FORMS, template, wanted
from kiosk.sheets.table import MOST_BYTES, SheetError
from kiosk.sheets.writing import to_csv, to_xlsx
from kiosk.store.known_book import KnownBook

SOURCE_LIMIT = 80
MOST_SHOWN = 40
"""Rows of one list on the screen; `--json` has all."""

_MASKS = {
    "name": masking.name,
    "id_number": masking.id_number,
    "phone": masking.phone,
    "contact_name": masking.name,
    "contact_phone": masking.phone,
    "card": masking.card,
}
"""How a field is shown; all others are ids and codes."""

_FORMS = "forms, known by their headings:\n" + "\n".join(
    f"  {wanted(one).zh} / {wanted(one).en}" for one in FORMS
)


def add_import(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the two commands."""
    load = verbs.add_parser(
        "import", help="import people, units, cards or shifts from CSV or XLSX", description=_FORMS
    )
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument(
        "--dry-run", "--check", action="store_true", help="only say what is wrong and would change"
    )
    load.add_argument(
        "--kind", choices=[one.value for one in FormKind], help="take every sheet for this form"
    )
    load.add_argument(
        "--whole",
        action="store_true",
        help="the file names the whole school: list everybody of its kinds who is not in it",
    )
    common.add_config(load)
    common.add_author(load)
    common.add_json(load)
    blank = verbs.add_parser("template", help="write an empty form with an example row")
    blank.add_argument(
        "kind", nargs="?", choices=[one.value for one in FormKind], help="one form; all with --xlsx"
    )
    blank.add_argument("--xlsx", type=Path, metavar="FILE", help="write a workbook, not CSV")


def bring_in(args: argparse.Namespace) -> int:
    """Import a file; 0 when all of it is in, 1 when rows were left out or nothing fits."""
    data = _bytes(args)
    found = _read(args, data)
    import_id = roster_import.new_import_id()
    with common.opened(args) as log:
        author = common.author(log, args.by)
        known = log.of(KnownBook).known()
        planned = plan(found.rows, known, import_id, roster_import.new_id, whole=args.whole)
        written = bool(planned.facts) and not args.dry_run
        if written:
            why = common.why_of(args)
            source = source_of("roster", data)
            roster_import.append(log, planned, import_id, source, author, why)
    bad = sorted((*found.bad, *planned.bad), key=lambda one: (one.place.sheet, one.place.line))
    common.say("people import", common.FAILS, *map(_both, found.notes), *map(_bad, bad))
    if args.json:
        _print_json(import_id if written else None, planned, bad)
    else:
        _print(args, planned, known, bad, written=written)
    return common.FAILS if bad or not planned.changes else common.HOLDS


def write_template(args: argparse.Namespace) -> int:
    """Write a form as CSV to standard output, or forms as a workbook."""
    if args.xlsx is None:
        if args.kind is None:
            raise common.RefusedError(f"name a form: {', '.join(FormKind)}; or all with --xlsx")
        sys.stdout.write(to_csv(template(FormKind(args.kind))))
        return common.HOLDS
    kinds = [FormKind(args.kind)] if args.kind else [one for one in FormKind if one != "people"]
    try:
        with args.xlsx.open("xb") as file:
            file.write(to_xlsx([template(kind) for kind in kinds]))
    except FileExistsError as error:
        raise common.RefusedError(f"{args.xlsx} exists already; name another file") from error
    except OSError as error:
        raise common.RefusedError(f"cannot write {args.xlsx}: {error.strerror}") from error
    return common.HOLDS


def _bytes(args: argparse.Namespace) -> bytes:
    try:
        with args.file.open("rb") as file:
            data: bytes = file.read(MOST_BYTES + 1)
            return data
    except OSError as error:
        raise common.RefusedError(f"cannot read {args.file}: {error.strerror}") from error


def _read(args: argparse.Namespace, data: bytes) -> RosterFile:
    zone = common.site_zone(common.config_folder(args))
    try:
        return read_roster(
            data, clean(args.file.name, SOURCE_LIMIT), zone, args.kind and FormKind(args.kind)
        )
    except SheetError as error:
        raise common.RefusedError(_both(error.words), code=common.FAILS) from error


def _print_json(import_id: str | None, planned: Plan, bad: Sequence[BadRow]) -> None:
    common.print_json(
        {
            "import_id": import_id,
            "counts": roster_import.counts(planned),
            "people": [
                {**_row(one), "person_id": one.subject, "card_id": one.card_id}
                for one in planned.changes
                if one.is_person
            ],
            "others": [
                {**_row(one), "id": one.subject} for one in planned.changes if not one.is_person
            ],
            "gone": [*planned.gone, *planned.gone_shifts],
            "left_out": [
                {"sheet": one.place.sheet, "line": one.place.line, "reason": _both(one.why)}
                for one in bad
            ],
        }
    )


def _row(change: Change) -> dict[str, object]:
    return {
        "sheet": change.place.sheet,
        "line": change.place.line,
        "status": change.status.value,
        "changed": {one.field: list(_masked(one)) for one in change.differences},
    }


def _print(
    args: argparse.Namespace, planned: Plan, known: Known, bad: Sequence[BadRow], *, written: bool
) -> None:
    if args.dry_run:
        changed = [one for one in planned.changes if one.status is not Status.UNCHANGED]
        _list([f"{_at(one.place)}: {_shown(one)}" for one in changed])
    people = [_person_gone(one, known) for one in planned.gone]
    _list([f"不在文件中 / not in the file: {one}" for one in (*people, *planned.gone_shifts)])
    done = "已导入 / imported" if written else "未导入 / nothing imported"
    if not planned.facts and planned.changes:
        done = "文件与记录一致, 未改动 / nothing to change, all of it is on record"
    elif args.dry_run:
        done = "试算, 未导入 / dry run, nothing imported"
    counted = [f"{STATUSES[one].zh} / {one} {planned.count(one)}" for one in Status]
    gone = len(planned.gone) + len(planned.gone_shifts)
    counted += [f"不在文件中 / not in the file {gone}", f"未取 / left out {len(bad)}"]
    print(f"{done}: {', '.join(counted)}")


def _list(lines: Sequence[str]) -> None:
    for line in lines[:MOST_SHOWN]:
        print(line)
    if len(lines) > MOST_SHOWN:
        print(f"... {len(lines) - MOST_SHOWN} 更多 / more; --json")


def _shown(change: Change) -> str:
    status = STATUSES[change.status]
    fields = [
        f"{one.field} {before or '-'} -> {after or '-'}"
        for one in change.differences
        for before, after in (_masked(one),)
    ]
    return f"{change.subject} {status.zh} / {status.en}" + "".join(f"; {one}" for one in fields)


def _person_gone(person_id: str, known: Known) -> str:
    person = known.people[person_id]
    return f"{person_id} {masking.name(person.name) or ''} {clean(person.unit or '')}".rstrip()


def _masked(one: Difference) -> Iterable[str | None]:
    mask = _MASKS.get(one.field)
    return [
        value if mask is None or value is None else mask(value) for value in (one.before, one.after)
    ]


def _bad(one: BadRow) -> str:
    return f"{_at(one.place)}: {_both(one.why)}"


def _at(place: Place) -> str:
    return f"{place.sheet} line {place.line}".lstrip()


def _both(words: Words) -> str:
    return f"{words.zh} / {words.en}"
