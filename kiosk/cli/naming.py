"""How a command names units and people: masked, or in clear with a reason, each look logged."""

import argparse
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.cli.phase import unit_of
from kiosk.core import masking
from kiosk.core.events import Event, Unmasked
from kiosk.core.people import PersonKind, unit_covers
from kiosk.store import home_import
from kiosk.store.log import Log
from kiosk.store.school_book import SchoolBook

PAUSE_S = 0.005
"""Given to other writers after each chunk: they wait for the lock without a queue."""

NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Named:
    """A name and the number to call, as they may be shown."""

    name: str = field(repr=False)
    phone: str = field(repr=False)


def add_unmask(parser: argparse.ArgumentParser) -> None:
    """Add `--unmask`, with `--by` and `--why`."""
    parser.add_argument("--unmask", action="store_true", help="names in full; each look is logged")
    common.add_author(parser)


def named(log: Log, args: argparse.Namespace, people: Iterable[str], what: str) -> dict[str, Named]:
    """Name people; with `--unmask` that is in the log before anything is shown.

    `what` is the code of what was looked at. For a pupil the number is that of the contact at
    home. Raises RefusedError for `--unmask` without `--by` and `--why`.
    """
    wanted = list(dict.fromkeys(people))
    if args.unmask:
        _write_down(log, args, wanted, what)
    return {person_id: _named(log, person_id, clear=args.unmask) for person_id in wanted}


def unit_on_record(log: Log, text: str | None) -> str | None:
    """Find a unit by its path or name; also one that nobody recorded, if somebody is below it.

    None for none. Raises RefusedError for any other: a list of nobody would say that all is well.
    """
    if text is None:
        return None
    school, typed = log.of(SchoolBook), unit_of(text)
    if (found := home_import.unit_of(typed, school)) is not None:
        return found
    known = {*school.units(), *(one.unit for one in school.members() if one.unit is not None)}
    if not any(unit_covers(typed, one) for one in known):
        raise common.RefusedError(f"there is no unit {typed}; see `kiosk unit list`")
    return typed


def _write_down(log: Log, args: argparse.Namespace, people: list[str], what: str) -> None:
    if args.by is None:
        raise common.RefusedError("say who looks with --by ACCOUNT, and why with --why TEXT")
    author, why = common.author(log, args.by), common.why_of(args, required=True)
    log.append_many(
        (Event(now(), author, Unmasked(one, what), why=why) for one in people),
        let_others_write,
    )


def let_others_write() -> None:
    """Rest between two chunks of a long append."""
    threading.Event().wait(PAUSE_S)


def _named(log: Log, person_id: str, *, clear: bool) -> Named:
    found, holder = log.lookup.details(person_id), log.lookup.holder(person_id)
    if found is None:
        return Named(NOBODY, "")
    pupil = holder is not None and holder.kind is PersonKind.PUPIL
    phone = (found.contact_phone or found.phone) if pupil else (found.phone or found.contact_phone)
    if clear:
        return Named(found.name or NOBODY, phone or "")
    return Named(masking.name(found.name) or NOBODY, masking.phone(phone) or "")
