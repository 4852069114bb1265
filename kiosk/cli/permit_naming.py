"""How permits and trails name people, and the chain of a permit: masked, or in clear and logged."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.core import masking
from kiosk.core.events import Event, Unmasked
from kiosk.core.permit_life import PermitStep
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.store.errors import LogDamaged
from kiosk.store.folding import stamp
from kiosk.store.log import Log
from kiosk.store.permit_book import PermitBook
from kiosk.store.rows import Stored

HIDDEN = "***"
"""Stands for a text that is on file and is shown with `--unmask` only."""

_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Naming:
    """Names people of one log; `clear` once the look was written down."""

    log: Log
    clear: bool
    accounts: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    """Role and name by account, also of accounts that are closed."""

    @classmethod
    def of(cls, log: Log, args: argparse.Namespace, people: Iterable[str], what: str) -> "Naming":
        """Begin to name; with `--unmask` that is in the log before anything is shown.

        Raises RefusedError for `--unmask` without `--why`.
        """
        if args.unmask:
            author, why = common.author(log, args.by), common.why_of(args, required=True)
            looks = [
                Event(now(), author, Unmasked(one, what), why=why) for one in dict.fromkeys(people)
            ]
            if looks:
                log.append(*looks)
        known = {one.account_id: (one.role.value, one.name) for one in log.lookup.accounts()}
        return cls(log, args.unmask, known)

    def person(self, person_id: str) -> str:
        """Name a person: id, kind, name, number of the document, phone."""
        holder, details = self.log.lookup.holder(person_id), self.log.lookup.details(person_id)
        if holder is None or details is None:
            return f"{person_id} (not on record)"
        shown = (
            (details.name, details.id_number, details.phone)
            if self.clear
            else (
                masking.name(details.name),
                masking.id_number(details.id_number),
                masking.phone(details.phone),
            )
        )
        kind = words(holder.kind)
        parts = [person_id, f"{kind.zh} / {kind.en}", *(clean(one) for one in shown if one)]
        return "  ".join(parts)

    def people(self, person_ids: Iterable[str]) -> list[str]:
        """Name several."""
        return [self.person(one) for one in person_ids]

    def account(self, actor: str) -> dict[str, object]:
        """Name an author: account, role and name, and the system user behind it if there was one.

        The account stands in the log in clear; the name is masked like any other.
        """
        account, _, typed = actor.partition("/")
        role, name = self.accounts.get(account, (None, None))
        shown = name if self.clear else masking.name(name)
        return {
            "by": account,
            "role": role,
            "name": None if shown is None else clean(shown),
            "typed_by": typed or None,
        }

    def secret(self, text: str | None) -> str | None:
        """Give a text of the personal body, or that there is one."""
        if not text:
            return None
        return clean(text, _LIMIT) if self.clear else HIDDEN


def chain(log: Log, book: PermitBook, permit_id: str, naming: Naming) -> list[dict[str, object]]:
    """Give every step of a permit: what, at which level, by whom, when and why."""
    return [_step(log, naming, row.pos) | _what(row.step.value, row.level, row.counted)
            for row in book.steps(permit_id)]  # fmt: skip


def _what(step: str, level: int | None, counted: bool) -> dict[str, object]:
    return {"step": step, "level": level, "counted": counted}


def _step(log: Log, naming: Naming, pos: int) -> dict[str, object]:
    stored = read(log, pos)
    if stored is None:
        return {"pos": pos, "at": None, "by": None, "role": None, "name": None, "why": None}
    event = stored.event
    return {
        "pos": pos,
        "at": stamp(event.moment.wall),
        **naming.account(event.actor.name),
        "access_point": event.access_point,
        "why": naming.secret(event.why),
    }


def read(log: Log, pos: int) -> Stored | None:
    """Give the event at a position, None when it cannot be read: an auditor goes on without it."""
    try:
        return log.lookup.at(pos)
    except LogDamaged:
        return None


def chain_lines(steps: Iterable[dict[str, object]], zone: tzinfo) -> Iterator[str]:
    """Write the steps of a permit as lines."""
    for one in steps:
        what = words(PermitStep(str(one["step"])))
        level = "" if one["level"] is None else f" ({one['level']})"
        void = "" if one["counted"] else "  [no effect]"
        yield (
            f"  {when(one['at'], zone)}  {what.zh} / {what.en}{level}  {who(one)}"
            f"  [row {one['pos']}]{void}"
        )
        if one["why"]:
            yield f"      why: {one['why']}"


def who(one: dict[str, object]) -> str:
    """Write an author: account, role, name, and who typed it."""
    if one["by"] is None:
        return "cannot be read"
    typed = f"typed by {one['typed_by']}" if one.get("typed_by") else None
    extra = ", ".join(str(part) for part in (one["role"], one["name"], typed) if part)
    return f"{one['by']} ({extra})" if extra else str(one["by"])


def when(at: object, zone: tzinfo) -> str:
    """Write a time of the log in the school's zone."""
    if at is None:
        return "----"
    return datetime.fromisoformat(str(at)).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
