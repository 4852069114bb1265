"""Checked rows of a roster -> events of the log: who is known already, whose a card is, new ids.

An import counts only when its closing event is there, so one that breaks off changes nothing.
"""

import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.cli.moment import now
from kiosk.cli.roster_file import BadRow, RosterRow, UnfitRowError
from kiosk.core.events import (
    Actor,
    CardBound,
    Event,
    Fact,
    ImportBegun,
    ImportClosed,
    PersonRecorded,
)
from kiosk.store.log import Log

PAUSE_S = 0.005
"""Given to other writers after each chunk: they wait for the lock without a queue."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A row with the ids it gets; `card_id` is None when no card has to be bound."""

    row: RosterRow
    person_id: str
    card_id: str | None


def plan(log: Log, rows: Sequence[RosterRow]) -> tuple[list[Planned], list[BadRow]]:
    """Decide who each row is; a row whose numbers belong to different people is left out."""
    good: list[Planned] = []
    bad: list[BadRow] = []
    taken: dict[str, int] = {}
    for row in rows:
        try:
            planned = _plan(log, row)
            if planned.person_id in taken:
                raise UnfitRowError(f"this is the person of line {taken[planned.person_id]}")
            taken[planned.person_id] = row.line
            good.append(planned)
        except UnfitRowError as error:
            bad.append(BadRow(row.line, str(error)))
    return good, bad


def append(
    log: Log, planned: Sequence[Planned], source: str, author: Actor, why: str | None
) -> str:
    """Append a whole import, 50 rows a transaction, and close it; give its id."""
    import_id = secrets.token_hex(8)
    log.append(Event(now(), author, ImportBegun(import_id, source), why=why))
    log.append_many(
        (Event(now(), author, fact) for fact in _facts(planned, import_id)), _let_others_write
    )
    log.append(Event(now(), author, ImportClosed(import_id, len(planned))))
    return import_id


def _plan(log: Log, row: RosterRow) -> Planned:
    """Find the person by ID number, then by card, then by id; numbers must agree on one person."""
    by_number = log.lookup.person_by_id_number(row.id_number) if row.id_number else None
    card = log.lookup.card(row.card) if row.card else None
    if card is not None and card.revoked:
        raise UnfitRowError("card was revoked; give the person another one")
    known = {"id_number": by_number, "card": card and card.person_id}
    for column, person_id in known.items():
        if person_id and row.person_id and person_id != row.person_id:
            raise UnfitRowError(f"{column} belongs to person {person_id} already")
    if by_number and card and by_number != card.person_id:
        raise UnfitRowError(f"card belongs to person {card.person_id} already")
    if card and not by_number and not row.person_id:
        _refuse_namesake(log, card.person_id, row)
    person_id = row.person_id or by_number or (card and card.person_id)
    return Planned(
        row,
        person_id or f"p-{secrets.token_hex(4)}",
        f"c-{secrets.token_hex(4)}" if row.card and card is None else None,
    )


def _refuse_namesake(log: Log, person_id: str, row: RosterRow) -> None:
    """Refuse a card of another name: alone it does not say who it is, as cards are handed on."""
    known = log.lookup.details(person_id)
    if known is None or known.name != row.name:
        raise UnfitRowError(f"card belongs to person {person_id}, who has another name")


def _facts(planned: Sequence[Planned], import_id: str) -> Iterator[Fact]:
    for one in planned:
        row = one.row
        yield PersonRecorded(
            one.person_id,
            row.kind,
            row.unit,
            import_id,
            name=row.name,
            id_number=row.id_number,
            phone=row.phone,
            contact_name=row.contact_name,
            contact_phone=row.contact_phone,
        )
        if one.card_id is not None:
            yield CardBound(one.card_id, one.person_id, import_id, number=row.card)


def _let_others_write() -> None:
    threading.Event().wait(PAUSE_S)
