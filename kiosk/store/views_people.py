"""Views of people and what they carry: records, cards, shifts, passes.

Rows of an import stand beside the rows they will replace and begin to count when the import is
closed; so closing a file of any size is one small write, and the gate never waits for it.
"""

import sqlite3

from kiosk.core.events import (
    CardBound,
    CardRevoked,
    Event,
    ImportBegun,
    ImportClosed,
    PassIssued,
    PassRevoked,
    PersonRecorded,
    ShiftSet,
)
from kiosk.store.folding import Fold, stamp
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "import_file": view("import_id", "import_id", "begun_pos closed_pos", "begun_pos closed_pos"),
    "person_record": view(
        "pos", "person_id kind unit import_id", "pos boards", "unit import_id", "person_id"
    ),
    "card_record": view("pos", "card_id person_id import_id", "pos", "import_id", "card_id"),
    "card_revoked": view("card_id", "card_id", "pos"),
    "shift": view("shift_id", "shift_id person_id since until", "pos", "since until", "person_id"),
    "pass": view(
        "pass_id",
        "pass_id person_id permit_id since until",
        "key_id uses pos",
        "permit_id since until uses",
    ),
    "pass_revoked": view("pass_id", "pass_id", "pos"),
}


def _import_begun(db: Db, pos: int, _: Event, fact: ImportBegun) -> None:
    db.execute(
        "INSERT INTO import_file (import_id, begun_pos) VALUES (?, ?)"
        " ON CONFLICT (import_id) DO UPDATE SET begun_pos = excluded.begun_pos",
        (fact.import_id, pos),
    )


def _import_closed(db: Db, pos: int, _: Event, fact: ImportClosed) -> None:
    db.execute(
        "INSERT INTO import_file (import_id, closed_pos) VALUES (?, ?)"
        " ON CONFLICT (import_id) DO UPDATE SET closed_pos = excluded.closed_pos",
        (fact.import_id, pos),
    )


def _person_recorded(db: Db, pos: int, _: Event, fact: PersonRecorded) -> None:
    db.execute(
        "INSERT INTO person_record (pos, person_id, kind, unit, import_id, boards)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (pos, fact.person_id, fact.kind, fact.unit, fact.import_id, fact.boards),
    )


def _card_bound(db: Db, pos: int, _: Event, fact: CardBound) -> None:
    db.execute(
        "INSERT INTO card_record (pos, card_id, person_id, import_id) VALUES (?, ?, ?, ?)",
        (pos, fact.card_id, fact.person_id, fact.import_id),
    )


def _card_revoked(db: Db, pos: int, _: Event, fact: CardRevoked) -> None:
    db.execute(
        "INSERT OR REPLACE INTO card_revoked (card_id, pos) VALUES (?, ?)", (fact.card_id, pos)
    )


def _shift_set(db: Db, pos: int, _: Event, fact: ShiftSet) -> None:
    db.execute(
        "INSERT OR REPLACE INTO shift (shift_id, person_id, since, until, pos)"
        " VALUES (?, ?, ?, ?, ?)",
        (fact.shift_id, fact.person_id, stamp(fact.window.since), stamp(fact.window.until), pos),
    )


def _pass_issued(db: Db, pos: int, _: Event, fact: PassIssued) -> None:
    db.execute(
        "INSERT OR REPLACE INTO pass (pass_id, person_id, permit_id, since, until, key_id, uses,"
        " pos) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fact.pass_id,
            fact.person_id,
            fact.permit_id,
            stamp(fact.window.since),
            stamp(fact.window.until),
            fact.key_id,
            fact.uses,
            pos,
        ),
    )


def _pass_revoked(db: Db, pos: int, _: Event, fact: PassRevoked) -> None:
    db.execute(
        "INSERT OR IGNORE INTO pass_revoked (pass_id, pos) VALUES (?, ?)", (fact.pass_id, pos)
    )


FOLDS: dict[type, Fold] = {
    ImportBegun: _import_begun,
    ImportClosed: _import_closed,
    PersonRecorded: _person_recorded,
    CardBound: _card_bound,
    CardRevoked: _card_revoked,
    ShiftSet: _shift_set,
    PassIssued: _pass_issued,
    PassRevoked: _pass_revoked,
}
