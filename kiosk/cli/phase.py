"""`kiosk phase`: sets the campus phase by a named decision, at once or at a time, and shows it."""

import argparse
import secrets
from collections.abc import Callable
from datetime import timezone
from typing import Any

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.core.events import Event, PhaseScheduleCancelled, PhaseScheduled, PhaseSet
from kiosk.core.people import Role
from kiosk.core.phases import Phase
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.store.duty_book import DutyBook, ScheduledPhase
from kiosk.store.folding import stamp
from kiosk.store.log import Log

UNIT_LIMIT = 64
_SETTERS = frozenset({Role.SUPERVISOR})

_EXAMPLE = """\
  kiosk phase set staged --released 九年级 grade-8/class-2 --by wang --why "plan of 20 April"
  kiosk phase set closed --by wang --why "notice of 5 February"
  kiosk phase schedule staged --at 2026-04-20T06:30 --released grade-9 \
    --by wang --why "plan of 2 April"
  kiosk phase cancel f-3f21c09a --by wang --why "postponed by the bureau"
  kiosk phase show --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Set, schedule or show the campus phase.", _EXAMPLE)
    verbs = parser.add_subparsers(
        dest="phase_verb", required=True, metavar="set|schedule|cancel|show"
    )
    change = verbs.add_parser("set", help="set the phase")
    later = verbs.add_parser("schedule", help="set the phase at a time to come")
    for one in (change, later):
        one.add_argument("phase", choices=[phase.value for phase in Phase])
        one.add_argument(
            "--released", nargs="+", default=[], metavar="UNIT", help="units let in while staged"
        )
    later.add_argument("--at", required=True, metavar="TIME", help="when; a station sets it then")
    later.add_argument("--schedule", metavar="ID", help="replace the schedule of this id")
    gone = verbs.add_parser("cancel", help="take a scheduled phase back")
    gone.add_argument("schedule", metavar="ID", help="as `kiosk phase show` lists it")
    for one in (change, later, gone):
        common.add_author(one, required=True)
    show = verbs.add_parser("show", help="show the phase, and what is scheduled")
    for one in (later, show):
        common.add_json(one)
        common.add_config(one)
    common.finish(verbs, "phase", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"phase {args.phase_verb}", _VERBS[args.phase_verb], args)


def _set(args: argparse.Namespace) -> int:
    phase, released = decided(args)
    with common.opened(args) as log:
        _write(log, args, PhaseSet(phase, released))
    print(_line(phase, released))
    return common.HOLDS


def decided(args: argparse.Namespace) -> tuple[Phase, tuple[str, ...]]:
    """Read the phase and the units released in it; raises RefusedError."""
    phase = Phase(args.phase)
    released = tuple(dict.fromkeys(unit_of(one) for one in args.released))
    if released and phase is not Phase.STAGED:
        raise common.RefusedError(
            "units are released in the phase staged only; leave out --released"
        )
    return phase, released


def _schedule(args: argparse.Namespace) -> int:
    phase, released = decided(args)
    zone = common.site_zone(common.config_folder(args))
    at = common.time_of(args.at, zone)
    if at <= now().wall:
        raise common.RefusedError("--at is over already; use `kiosk phase set`")
    schedule_id = common.id_of(args.schedule or f"f-{secrets.token_hex(4)}", "--schedule")
    with common.opened(args) as log:
        _write(log, args, PhaseScheduled(schedule_id, phase, at, released))
        found = next(one for one in _schedules(log) if one.schedule_id == schedule_id)
    if args.json:
        common.print_json(_plain(found))
    else:
        print(_scheduled_line(found, zone))
    return common.HOLDS


def _cancel(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        if args.schedule not in {one.schedule_id for one in _schedules(log)}:
            raise common.RefusedError(
                "no phase is scheduled under that id; see `kiosk phase show`", code=common.FAILS
            )
        _write(log, args, PhaseScheduleCancelled(args.schedule))
    print(f"{args.schedule}: cancelled")
    return common.HOLDS


def _write(
    log: Log, args: argparse.Namespace, fact: PhaseSet | PhaseScheduled | PhaseScheduleCancelled
) -> None:
    author = common.author(log, args.by, _SETTERS)
    log.append(Event(now(), author, fact, why=common.why_of(args, required=True)))


def _schedules(log: Log) -> list[ScheduledPhase]:
    return log.of(DutyBook).schedules()


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
        drill, coming = log.lookup.drill(), _schedules(log)
    if args.json:
        shown: dict[str, Any] = {
            "phase": None if row is None else row.phase,
            "released": [] if row is None else row.released,
            "since": stamp(at),
            "drill": drill,
            "scheduled": [_plain(one) for one in coming],
        }
        common.print_json(shown)
        return common.HOLDS
    if row is None:
        print("no phase was set: the campus counts as closed")
    else:
        print(_line(row.phase, row.released))
    if drill is not None:
        print(f"演练中 / a drill is on: {drill}")
    if coming:
        zone = common.site_zone(common.config_folder(args))
        print("\n".join(_scheduled_line(one, zone) for one in coming))
    return common.HOLDS


def _scheduled_line(one: ScheduledPhase, zone: timezone) -> str:
    at = one.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return f"{at} {one.schedule_id}: {_line(one.phase, one.released)}"


def _plain(one: ScheduledPhase) -> dict[str, Any]:
    return {
        "schedule": one.schedule_id,
        "phase": one.phase,
        "released": one.released,
        "at": stamp(one.at),
    }


def _line(phase: Phase, released: tuple[str, ...]) -> str:
    both = words(phase)
    units = ", ".join(clean(one, UNIT_LIMIT) for one in released)
    return f"{phase}: {both.zh} / {both.en}" + (f"; released: {units}" if units else "")


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "set": _set,
    "schedule": _schedule,
    "cancel": _cancel,
    "show": _show,
}
