"""`kiosk log`: exports the log, masked unless a reason is given, and verifies it."""

import argparse
import json
import os
import pwd
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from kiosk.cli.moment import now
from kiosk.core.events import Actor, ActorKind
from kiosk.core.text import clean
from kiosk.sheets.streaming import stream_xlsx
from kiosk.store import export
from kiosk.store.errors import LogMissing, StoreError
from kiosk.store.log import Log
from kiosk.store.place import open_log, state_dir
from kiosk.store.pull import OTHER_FORMATS, Pull, pull_with

HOLDS, FAILS, WRONG_USE = 0, 1, 2

_EXAMPLE = """\
example:
  kiosk log export --format csv > log.csv
  kiosk log export --format xlsx --limit 10000 > log.xlsx
  kiosk log export --format ndjson --after 1200 --limit 500
  kiosk log export --format csv --unmask --why "case 17, asked for by the school doctor"
  kiosk log verify
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    parser.description = "Export the log, or verify it."
    parser.epilog = _EXAMPLE + "\ncolumns of an export:\n" + _columns()
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    verbs = parser.add_subparsers(dest="log_verb", required=True, metavar="export|verify")
    out = verbs.add_parser("export", help="write the log to standard output")
    out.add_argument("--format", choices=sorted({*export.FORMATS, *OTHER_FORMATS}), required=True)
    out.add_argument("--after", type=_count, default=0, metavar="POS", help="begin after this pos")
    out.add_argument("--limit", type=_count, metavar="N", help="at most N rows")
    out.add_argument("--unmask", action="store_true", help="personal fields in clear; needs --why")
    out.add_argument("--why", metavar="TEXT", help="reason, kept in the log")
    check = verbs.add_parser("verify", help="check the chain, every body and every view")
    check.add_argument("--json", action="store_true", help="print JSON")
    for one in (out, check):
        one.add_argument(
            "--state", type=Path, metavar="DIR", help="state directory (default: $KIOSK_STATE)"
        )


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when all holds, 1 when it does not, 2 for wrong use."""
    verb = _VERBS[args.log_verb]
    try:
        with open_log(state_dir(args.state, os.environ)) as log:
            return verb(log, args)
    except LogMissing as error:
        return _say(f"{clean(str(error), 400)}: name the state directory with --state", WRONG_USE)
    except StoreError as error:
        return _say(clean(str(error), 400), FAILS)


def _export(log: Log, args: argparse.Namespace) -> int:
    if args.unmask and not (args.why and args.why.strip()):
        return _say("--unmask needs a reason: add --why TEXT", WRONG_USE)
    asked = Pull(
        pull_id=secrets.token_hex(8),
        actor=Actor(ActorKind.ACCOUNT, f"os:{pwd.getpwuid(os.getuid()).pw_name}"),
        fmt=args.format,
        after=args.after,
        limit=args.limit,
        masked=not args.unmask,
        why=clean(args.why, 200) if args.why else None,
    )
    write = _to_xlsx if args.format == "xlsx" else _to_text(args.format)
    with closing(pull_with(write, log, asked, now)) as parts:
        try:
            for part in parts:
                sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # What is left in the buffer has nowhere to go, also not when Python exits.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _say("the reader went away before the end; the log says so", FAILS)
    return HOLDS


def _to_text(fmt: str) -> Callable[[Iterable[dict[str, Any]]], Iterator[bytes]]:
    return lambda rows: (text.encode() for text in export.FORMATS[fmt](rows))


def _to_xlsx(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    return stream_xlsx("log", list(export.COLUMNS), rows)


def _verify(log: Log, args: argparse.Namespace) -> int:
    found = log.verify()
    if args.json:
        print(
            json.dumps(
                {
                    "ok": found.ok,
                    "rows": found.rows,
                    "first_bad_pos": found.first_bad_pos,
                    "problem": found.problem,
                },
                ensure_ascii=False,
            )
        )
    elif found.ok:
        print(f"{found.rows} rows: chain, personal bodies and views hold")
    if found.ok:
        return HOLDS
    where = "" if found.first_bad_pos is None else f"row {found.first_bad_pos}: "
    problem = clean(found.problem or "", 400)
    return _say(f"{where}{problem}; keep the file and restore a backup beside it", FAILS)


_VERBS: dict[str, Callable[[Log, argparse.Namespace], int]] = {
    "export": _export,
    "verify": _verify,
}


def _say(line: str, code: int) -> int:
    print(f"kiosk log: {line}", file=sys.stderr)
    return code


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _columns() -> str:
    return "\n".join(f"  {name:17} {meaning}" for name, meaning in export.COLUMNS.items())
