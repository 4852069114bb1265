"""`kiosk phase`: sets the campus phase by a named decision, and shows it."""

import argparse
from collections.abc import Callable

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.core.events import Event, PhaseSet
from kiosk.core.people import Role
from kiosk.core.phases import Phase
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.store.folding import stamp

UNIT_LIMIT = 64
_SETTERS = frozenset({Role.SUPERVISOR})

_EXAMPLE = """\
  kiosk phase set staged --released 九年级 grade-8/class-2 --by wang --why "plan of 20 April"
  kiosk phase set closed --by wang --why "notice of 5 February"
  kiosk phase show --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Set or show the campus phase.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="phase_verb", required=True, metavar="set|show")
    change = verbs.add_parser("set", help="set the phase")
    change.add_argument("phase", choices=[phase.value for phase in Phase])
    change.add_argument(
        "--released", nargs="+", default=[], metavar="UNIT", help="units let in again while staged"
    )
    common.add_author(change, required=True)
    show = verbs.add_parser("show", help="show the phase")
    common.add_json(show)
    common.finish(verbs, "phase", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"phase {args.phase_verb}", _VERBS[args.phase_verb], args)


def _set(args: argparse.Namespace) -> int:
    phase = Phase(args.phase)
    released = tuple(dict.fromkeys(unit_of(one) for one in args.released))
    if released and phase is not Phase.STAGED:
        raise common.RefusedError(
            "units are released in the phase staged only; leave out --released"
        )
    with common.opened(args) as log:
        author = common.author(log, args.by, _SETTERS)
        why = common.why_of(args, required=True)
        log.append(Event(now(), author, PhaseSet(phase, released), why=why))
    print(_line(phase, released))
    return common.HOLDS


def unit_of(text: str) -> str:
    """Check the name of a unit, parts joined by slashes; raises RefusedError."""
    parts = [part.strip() for part in clean(text, UNIT_LIMIT).replace("／", "/").split("/")]
    if not all(parts):
        raise common.RefusedError("a unit must be written like grade-9/class-2")
    return "/".join(parts)


def _show(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        row = log.lookup.phase()
        at = None if row is None else log.lookup.at(row.pos).event.moment.wall
    if row is None:
        if args.json:
            common.print_json({"phase": None, "released": [], "since": None})
        else:
            print("no phase was set: the campus counts as closed")
        return common.HOLDS
    if args.json:
        since = stamp(at)
        common.print_json({"phase": row.phase, "released": row.released, "since": since})
    else:
        print(_line(row.phase, row.released))
    return common.HOLDS


def _line(phase: Phase, released: tuple[str, ...]) -> str:
    both = words(phase)
    units = ", ".join(clean(one, UNIT_LIMIT) for one in released)
    return f"{phase}: {both.zh} / {both.en}" + (f"; released: {units}" if units else "")


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {"set": _set, "show": _show}
