"""`kiosk drill`: begins and ends a drill of the whole gate, files its report, lists drills."""

import argparse
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.cli.phase import decided
from kiosk.core.events import Actor, DrillReported, Event, Fact, PhaseSet
from kiosk.core.people import Role
from kiosk.core.phases import Phase
from kiosk.core.reasons import Verdict
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.core.words_screens_answers import ANSWERS
from kiosk.store import drills
from kiosk.store.drills import DrillBook, DrillRefusedError, DrillRun
from kiosk.store.folding import stamp
from kiosk.store.log import Log

REPORT_LIMIT = 4000
_LEADS = frozenset({Role.SUPERVISOR, Role.SCHOOL_LEADER})
_WHAT_TO_DO = {
    "drill_on": "end it with `kiosk drill end`",
    "no_drill": "begin one with `kiosk drill begin`",
    "cases_open": "finish them at the terminal first, or a drill would hide them",
}
_EXAMPLE = """\
  kiosk drill begin --by wang --why "drill before reopening"
  kiosk drill begin --phase staged --released grade-9 --by wang --why "first day of grade 9"
  kiosk drill end --by wang --why "over by plan"
  kiosk drill report drill-3f21c09a --by wang --why "filed" --text "40 pupils in 12 minutes"
  kiosk drill list --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Begin, end, report and list drills of the whole gate.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="drill_verb", required=True, metavar="begin|end|report|list")
    begin = verbs.add_parser("begin", help="from now on everything is a drill and marked so")
    begin.add_argument(
        "--phase", choices=[phase.value for phase in Phase], help="phase to practise, in it only"
    )
    begin.add_argument(
        "--released", nargs="+", default=[], metavar="UNIT", help="units let in while staged"
    )
    end = verbs.add_parser("end", help="end the drill, and close what it held open")
    report = verbs.add_parser("report", help="file what the drill showed")
    report.add_argument("drill", metavar="DRILL", help="as `kiosk drill list` names it")
    text = report.add_mutually_exclusive_group(required=True)
    text.add_argument("--text", help="the report")
    text.add_argument("--file", type=Path, metavar="FILE", help="the report as a text file, UTF-8")
    shown = verbs.add_parser("list", help="list the drills, the newest first")
    for one in (begin, end, report):
        common.add_author(one, required=True)
    for one in verbs.choices.values():
        common.add_json(one)
    common.add_config(shown)
    common.finish(verbs, "drill", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"drill {args.drill_verb}", _VERBS[args.drill_verb], args)


def _begin(args: argparse.Namespace) -> int:
    also: Sequence[Fact] = ()
    if args.phase is not None:
        also = [PhaseSet(*decided(args))]
    elif args.released:
        raise common.RefusedError("units are released in a phase; add --phase staged")
    drill_id = f"drill-{secrets.token_hex(4)}"
    with common.opened(args) as log:
        make = _maker(log, args)
        _turned(lambda: drills.begin(log, make, drill_id, also))
    return _said(args, drill_id, "演练开始 / begun")


def _end(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        make = _maker(log, args)
        drill_id = _turned(lambda: drills.end(log, make))
    return _said(args, drill_id, "演练结束 / ended")


def _turned(turn: Callable[[], Any]) -> Any:
    try:
        return turn()
    except DrillRefusedError as refused:
        said = ANSWERS[refused.code].en.lower()
        raise common.RefusedError(f"{said}; {_WHAT_TO_DO[refused.code]}", code=common.FAILS) from (
            refused
        )


def _maker(log: Log, args: argparse.Namespace) -> drills.Make:
    author: Actor = common.author(log, args.by, _LEADS)
    why, at = common.why_of(args, required=True), now()
    return lambda fact: Event(at, author, fact, why=why)


def _report(args: argparse.Namespace) -> int:
    text = clean(args.text if args.file is None else _read(args.file), REPORT_LIMIT)
    if not text:
        raise common.RefusedError("the report is empty; write what the drill showed")
    with common.opened(args) as log:
        found = log.of(DrillBook).run(args.drill)
        if found is None:
            raise common.RefusedError("there is no such drill; see `kiosk drill list`")
        if found.ended is None:
            raise common.RefusedError(
                "that drill is still on; end it with `kiosk drill end`", code=common.FAILS
            )
        author, why = common.author(log, args.by, _LEADS), common.why_of(args, required=True)
        log.append(Event(now(), author, DrillReported(args.drill, text), why=why))
    return _said(args, args.drill, "报告已存 / report filed")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise common.RefusedError(f"cannot read {path} as text in UTF-8") from error


def _said(args: argparse.Namespace, drill_id: str, line: str) -> int:
    if args.json:
        common.print_json({"drill": drill_id})
    else:
        print(f"{drill_id}: {line}")
    return common.HOLDS


def _list(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        found = log.of(DrillBook).runs()
    if args.json:
        common.print_json([_plain(one) for one in found])
        return common.HOLDS
    if not found:
        print("没有演练 / there was no drill; see `kiosk drill begin`")
        return common.HOLDS
    zone = common.site_zone(common.config_folder(args))
    common.table([_line(one, zone) for one in found])
    return common.HOLDS


def _plain(one: DrillRun) -> dict[str, Any]:
    return {
        "drill": one.drill_id,
        "begun": stamp(one.begun),
        "begun_by": one.begun_by,
        "why": one.why,
        "ended": stamp(one.ended),
        "ended_by": one.ended_by,
        "reported": stamp(one.reported),
        "visits": dict(one.visits),
        "cases": one.cases,
    }


def _line(one: DrillRun, zone: timezone) -> tuple[str, ...]:
    said = (words(verdict) for verdict in Verdict if one.visits.get(verdict))
    counts = (one.visits[verdict] for verdict in Verdict if one.visits.get(verdict))
    return (
        one.drill_id,
        _at(one.begun, zone),
        "进行中 / on" if one.ended is None else _at(one.ended, zone),
        clean(one.begun_by),
        ", ".join(f"{both.zh} {count}" for both, count in zip(said, counts, strict=True)) or "-",
        "有报告 / reported" if one.reported else "无报告 / no report",
        clean(one.why or "", common.WHY_LIMIT),
    )


def _at(at: datetime, zone: timezone) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "begin": _begin,
    "end": _end,
    "report": _report,
    "list": _list,
}
