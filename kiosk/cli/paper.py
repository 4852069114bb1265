"""`kiosk paper`: prints the fallback sheets of a day, and enters them when the gate works again."""

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timezone
from pathlib import Path
from typing import Any

from config.site import SiteConfig
from kiosk.cli import common, paper_print
from kiosk.cli.moment import now
from kiosk.cli.naming import let_others_write
from kiosk.core.events import Actor, Event, IsolationBegun
from kiosk.core.language import Words
from kiosk.core.policy import Policy
from kiosk.core.words_screens_answers import ANSWERS
from kiosk.sheets import paper_form
from kiosk.sheets.cells import BadCell
from kiosk.sheets.columns import Record, match
from kiosk.sheets.paper_form import Passed
from kiosk.sheets.reading import read_tables
from kiosk.sheets.table import MOST_BYTES, SheetError
from kiosk.station.paper import PaperLine, PaperRefusedError, facts_of
from kiosk.store.log import Log

_EXAMPLE = """\
  kiosk paper print --out sheets.xlsx --format xlsx --unmask --by wang --why "fallback sheets"
  kiosk paper print --class grade-9/class-2 --day 2026-02-24
  kiosk paper enter sheets.xlsx --check --by wang --why "power cut"
  kiosk paper enter sheets.xlsx --by wang --why "power cut of 24 February"
"""
_HEADINGS = "columns: " + ", ".join(
    f"{column} ({names[0]})" for column, names in paper_form.HEADINGS.items()
)
_EVERY = 20
"""Rows after which other writers get a turn."""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Print paper fallback sheets, and enter them later.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="paper_verb", required=True, metavar="print|enter")
    paper_print.add_print(verbs)
    enter = verbs.add_parser(
        "enter", help="enter a sheet, CSV or XLSX: late, from paper", description=_HEADINGS
    )
    enter.add_argument("file", type=Path, metavar="FILE")
    enter.add_argument("--sheet", metavar="ID", help="name of the sheet (default: the file's)")
    enter.add_argument("--access-point", metavar="AP", help="(default: that of site.toml)")
    enter.add_argument("--check", action="store_true", help="only say what is wrong with the file")
    common.add_author(enter, required=True)
    common.add_config(enter)
    common.add_json(enter)
    common.finish(verbs, "paper", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when rows were left out or it cannot be, 2 for wrong use."""
    return common.guarded(f"paper {args.paper_verb}", _VERBS[args.paper_verb], args)


@dataclass
class _Entered:
    """What became of the rows of a file."""

    entered: int = 0
    known: int = 0
    isolated: list[str] = field(default_factory=list)
    bad: list[tuple[str, Words]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Clerk:
    """Enters lines into one log in somebody's name; with `check` nothing is written."""

    log: Log
    site: SiteConfig
    policy: Policy
    author: Actor
    why: str | None
    access_point: str
    check: bool

    def enter(self, line: PaperLine, made: _Entered) -> None:
        """Enter one line; raises PaperRefusedError for one that cannot be taken."""
        moment = now()
        try:
            facts = facts_of(line, self.log, self.site, self.policy, moment.wall, self.author.name)
        except PaperRefusedError as refused:
            if refused.code != "paper_known":
                raise
            made.known += 1
            return
        events = [
            Event(moment, self.author, fact, self.access_point, late=True, paper=True, why=self.why)
            for fact in facts
        ]
        if not self.check:
            self.log.append(*events)
        made.entered += 1
        made.isolated += [one.person_id for one in facts if isinstance(one, IsolationBegun)]


def _enter(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    config, policy = common.load(folder)
    records = list(_records(args.file))
    sheet = common.id_of(args.sheet or _name_of(args.file), "--sheet")
    point = args.access_point or config.site.lane.access_point
    with common.opened(args) as log:
        if log.lookup.drill() is not None:
            raise common.RefusedError(
                "a drill is on; end it with `kiosk drill end` first", code=common.FAILS
            )
        author, why = common.author(log, args.by), common.why_of(args, required=True)
        clerk = _Clerk(log, config.site, policy, author, why, point, args.check)
        made = _Entered()
        for number, (where, record) in enumerate(records, 1):
            _row(clerk, where, record, common.site_zone(folder), sheet, made)
            if number % _EVERY == 0:
                let_others_write()
    return _report(args, made)


def _records(path: Path) -> Iterator[tuple[str, Record]]:
    """Give the rows that somebody has written into, with where they stand."""
    try:
        with path.open("rb") as file:
            tables = read_tables(file.read(MOST_BYTES + 1), path.name)
        matched = [
            (table.name, match(table, paper_form.HEADINGS, paper_form.NEEDED)) for table in tables
        ]
    except OSError as error:
        raise common.RefusedError(f"cannot read {path}: {error.strerror}") from error
    except SheetError as error:
        said = f"{error.words.zh} / {error.words.en}"
        raise common.RefusedError(said, code=common.FAILS) from error
    for name, one in matched:
        for record in one.records():
            if not paper_form.is_blank(record):
                yield f"{name} line {record.line}", record


def _row(
    clerk: _Clerk, where: str, record: Record, zone: timezone, sheet: str, made: _Entered
) -> None:
    """Enter both ways of a row, or tell why it cannot be read."""
    if record.fault:
        made.bad.append((where, record.fault))
        return
    try:
        for passed in list(paper_form.passages(record, zone)):
            clerk.enter(_line(passed, sheet, f"{record.line}"), made)
    except BadCell as bad:
        made.bad.append((where, bad.words))
    except PaperRefusedError as refused:
        made.bad.append((where, ANSWERS[refused.code]))


def _line(passed: Passed, sheet: str, place: str) -> PaperLine:
    return PaperLine(
        at=passed.at,
        direction=passed.direction,
        verdict=passed.verdict,
        number=passed.number,
        name=passed.name,
        value_c=passed.value_c,
        by=passed.by,
        sheet=sheet,
        place=place,
    )


def _name_of(path: Path) -> str:
    """Make an id of a file's name."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", path.stem).strip("-_")[:32] or "sheet"


def _report(args: argparse.Namespace, made: _Entered) -> int:
    for where, why in made.bad:
        common.say("paper enter", common.FAILS, f"{where}: {why.zh} / {why.en}")
    if args.json:
        found: dict[str, Any] = {
            "entered": made.entered,
            "known": made.known,
            "isolated": made.isolated,
            "bad": [{"where": where, "zh": why.zh, "en": why.en} for where, why in made.bad],
        }
        common.print_json(found)
    else:
        print(f"{made.entered} entered, {made.known} known already, {len(made.bad)} left out")
        for one in made.isolated:
            print(f"{one}: 体温偏高, 已列入隔离 / elevated, isolated until the school doctor signs")
    return common.FAILS if made.bad else common.HOLDS


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "print": paper_print.run_print,
    "enter": _enter,
}
