"""What the health commands share: codes, people, moments, and values that are there but hidden."""

import argparse
from collections.abc import Callable
from datetime import datetime, timezone
from enum import StrEnum
from typing import TypeVar

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.core.events import Event, Fact
from kiosk.core.facts.base import check_code
from kiosk.core.people import PersonKind, Role
from kiosk.core.words import words
from kiosk.store.log import Log

Code = TypeVar("Code", bound=StrEnum)

HIDDEN = "**"
"""Stands for a health value that is there and not shown."""

NOTE_LIMIT = 200


def code_of(text: str, what: str) -> str:
    """Check a code that becomes part of the log; raises RefusedError."""
    try:
        check_code(text)
    except ValueError as error:
        raise common.RefusedError(f"{what} must be small letters, digits and _") from error
    return text


def one_of(text: str, known: type[Code], what: str) -> Code:
    """Read a code by itself or by its words in either language; raises RefusedError."""
    wanted = text.strip().casefold()
    for code in known:
        both = words(code)
        if wanted in (code.value, both.zh, both.en.casefold()):
            return code
    raise common.RefusedError(f"{what} must be of: {', '.join(known)}")


def known_person(log: Log, person_id: str) -> PersonKind:
    """Give the kind of a person; raises RefusedError for an id that nobody has."""
    holder = log.lookup.holder(person_id)
    if holder is None:
        raise common.RefusedError("there is no such person; see `kiosk people list`")
    return holder.kind


def write(
    log: Log, args: argparse.Namespace, *facts: Fact, roles: frozenset[Role] = frozenset(Role)
) -> None:
    """Append facts on the word of the account named, in one transaction, with the reason."""
    author, why = common.author(log, args.by, roles), common.why_of(args, required=True)
    log.append(*(Event(now(), author, fact, why=why) for fact in facts))


def write_on_what_stands(
    log: Log,
    args: argparse.Namespace,
    fact: Callable[[], Fact],
    roles: frozenset[Role] = frozenset(Role),
) -> None:
    """Append a fact that rests on what is on file of a person.

    It is made anew if somebody else has changed that between reading and writing.
    """
    author, why = common.author(log, args.by, roles), common.why_of(args, required=True)
    head = log.head()

    def event() -> Event:
        return Event(now(), author, fact(), why=why)

    log.append_if(event(), head, lambda _: event())


def hidden(value: object, *, clear: bool) -> object:
    """Show a value, or only that there is one; what is not there stays None."""
    if value is None or value in ((), []):
        return None
    return value if clear else HIDDEN


def moment_text(at: str | datetime | None, zone: timezone) -> str:
    """Show a moment in the school's zone, nothing for none."""
    if at is None:
        return ""
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return found.astimezone(zone).strftime("%Y-%m-%d %H:%M")
