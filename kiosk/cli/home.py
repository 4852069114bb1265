"""`kiosk home`: home temperatures come in, who is missing which day, which series look odd."""

import argparse
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kiosk.cli import common, home_lists
from kiosk.cli.days import day_of
from kiosk.cli.moment import now
from kiosk.cli.naming import add_unmask, let_others_write
from kiosk.cli.school import source_of
from kiosk.core.home_rows import HomeFile, LeftOut
from kiosk.core.text import clean
from kiosk.sheets.home_table import HEADINGS, read_home
from kiosk.sheets.reading import read_table
from kiosk.sheets.table import MOST_BYTES, SheetError
from kiosk.store import home_import
from kiosk.store.home_import import Change, PlannedHome
from kiosk.store.log import Log

NAME_LIMIT = 80

_EXAMPLE = """\
  kiosk home import class-3.xlsx --class grade-7/class-3 --by chen --why "handed in on Monday"
  kiosk home import class-3.csv --class grade-7/class-3 --dry-run
  kiosk home missing --class grade-7/class-3
  kiosk home missing --class grade-7/class-3 --unmask --by chen --why "calls to the families"
  kiosk home suspicious --class grade-7/class-3 --json
"""
_COLUMNS = (
    "One row for a pupil and a day, or one row for a pupil with a column for each day. Columns: "
    + ", ".join(f"{column} ({names[0]})" for column, names in HEADINGS.items())
)


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Home temperatures of pupils (clause N2).", _EXAMPLE)
    verbs = parser.add_subparsers(
        dest="home_verb", required=True, metavar="import|missing|suspicious"
    )
    load = verbs.add_parser(
        "import", help="take a class teacher's CSV or XLSX", description=_COLUMNS
    )
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help="only say what would change")
    common.add_author(load)
    missing = verbs.add_parser("missing", help="who is missing which of the last days")
    odd = verbs.add_parser("suspicious", help="series that a person should look at; bars nobody")
    for one in (missing, odd):
        one.add_argument("--days", type=int, metavar="N", help="how many days (default: policy)")
        add_unmask(one)
    for one in (load, missing, odd):
        one.add_argument("--class", dest="unit", metavar="UNIT", help="the class, or any unit")
        common.add_config(one)
        common.add_json(one)
    common.finish(verbs, "home", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when lines were left out or it cannot be, 2 for wrong use."""
    return common.guarded(f"home {args.home_verb}", _VERBS[args.home_verb], args)


def _import(args: argparse.Namespace) -> int:
    data = _bytes(args.file)
    found = _read(data, args.file.name, day_of(None, common.site_zone(common.config_folder(args))))
    with common.opened(args) as log:
        unit = home_lists.unit_of(log, args.unit)
        planned, unplanned = home_import.plan(log, found.rows, unit)
        import_id = None if args.dry_run else _append(args, log, planned, data)
    left_out = sorted([*found.left_out, *unplanned], key=lambda one: one.line)
    _report(args, planned, left_out, found, import_id)
    return common.FAILS if left_out or not planned else common.HOLDS


def _append(
    args: argparse.Namespace, log: Log, planned: list[PlannedHome], data: bytes
) -> str | None:
    if args.by is None:
        raise common.RefusedError("say on whose word with --by ACCOUNT, and why with --why TEXT")
    author, why = common.author(log, args.by), common.why_of(args, required=True)
    import_id = secrets.token_hex(8)
    source = source_of("home", data)
    written = home_import.append(
        log, planned, import_id, source, author, why, now, let_others_write
    )
    return import_id if written else None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise common.RefusedError(f"cannot read {path}: {error.strerror}") from error


def _read(data: bytes, name: str, today: date) -> HomeFile:
    try:
        return read_home(read_table(data, clean(name, NAME_LIMIT)), today)
    except SheetError as error:
        words = f"{error.words.zh} / {error.words.en}"
        raise common.RefusedError(words, code=common.FAILS) from error


def _report(
    args: argparse.Namespace,
    planned: list[PlannedHome],
    left_out: list[LeftOut],
    found: HomeFile,
    import_id: str | None,
) -> None:
    common.say(
        "home import",
        common.FAILS,
        *(f"line {one.line}: {one.why.zh} / {one.why.en}" for one in left_out),
    )
    counts = {change: sum(one.change is change for one in planned) for change in Change}
    if args.json:
        common.print_json(
            {
                "import_id": import_id,
                **{change.value: count for change, count in counts.items()},
                "left_out": [
                    {"line": one.line, "zh": one.why.zh, "reason": one.why.en} for one in left_out
                ],
                "passed_over": list(found.passed_over),
            }
        )
        return
    done = "已导入 / imported" if import_id else "未写入 / nothing written"
    print(
        f"{done}: 新增 new {counts[Change.NEW]}, 更改 changed {counts[Change.CHANGED]},"
        f" 不变 unchanged {counts[Change.UNCHANGED]}; 未采用 left out {len(left_out)}"
    )
    if found.passed_over:
        print("未用的列 / columns passed over:", clean(", ".join(found.passed_over), 400))


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "import": _import,
    "missing": home_lists.missing,
    "suspicious": home_lists.suspicious,
}
