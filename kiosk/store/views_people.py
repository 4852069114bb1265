"""Views of people and what they carry: records, cards, shifts, permits, passes, health file.

Rows of an import stand beside the rows they will replace and begin to count when the import is
closed; so closing a file of any size is one small write, and the gate never waits for it.
"""

import sqlite3

from kiosk.core.events import (
    CardBound,
    CardRevoked,
    CertificateRecorded,
    Event,
    HomeTemperatureRecorded,
    ImportBegun,
    ImportClosed,
    IsolationBegun,
    IsolationEnded,
    PassIssued,
    PassRevoked,
    PermitRecorded,
    PersonRecorded,
    ShiftSet,
    WatchEnded,
    WatchListed,
)
from kiosk.store.folding import Fold, stamp, words

Db = sqlite3.Connection


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
        "INSERT INTO person_record (pos, person_id, kind, unit, import_id) VALUES (?, ?, ?, ?, ?)",
        (pos, fact.person_id, fact.kind, fact.unit, fact.import_id),
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


def _permit_recorded(db: Db, pos: int, _: Event, fact: PermitRecorded) -> None:
    permit = fact.permit
    db.execute(
        "INSERT OR REPLACE INTO permit (permit_id, person_id, state, purpose, areas,"
        " access_points, since, until, entries, pos) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fact.permit_id,
            fact.person_id,
            permit.state,
            permit.purpose,
            words(permit.areas),
            words(permit.access_points),
            stamp(permit.window.since),
            stamp(permit.window.until),
            permit.entries,
            pos,
        ),
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


def _home_temperature(db: Db, pos: int, _: Event, fact: HomeTemperatureRecorded) -> None:
    db.execute(
        "INSERT INTO home_record (pos, person_id, day, import_id) VALUES (?, ?, ?, ?)",
        (pos, fact.person_id, fact.day.isoformat(), fact.import_id),
    )


def _watch_listed(db: Db, pos: int, _: Event, fact: WatchListed) -> None:
    window = fact.entry.window
    db.execute(
        "INSERT OR REPLACE INTO watch (watch_id, person_id, reason, since, until, pos)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            fact.watch_id,
            fact.person_id,
            fact.entry.reason,
            stamp(window.since),
            stamp(window.until),
            pos,
        ),
    )


def _watch_ended(db: Db, _pos: int, _: Event, fact: WatchEnded) -> None:
    db.execute("DELETE FROM watch WHERE watch_id = ?", (fact.watch_id,))


def _isolation_begun(db: Db, pos: int, _: Event, fact: IsolationBegun) -> None:
    # A second beginning never makes an isolation start later than it did.
    db.execute(
        "INSERT INTO isolation (person_id, since, cause, case_no, pos) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (person_id) DO UPDATE SET since = excluded.since, cause = excluded.cause,"
        " case_no = excluded.case_no, pos = excluded.pos WHERE excluded.since < since",
        (fact.person_id, stamp(fact.since), fact.cause, fact.case_no, pos),
    )


def _isolation_ended(db: Db, _pos: int, _: Event, fact: IsolationEnded) -> None:
    db.execute("DELETE FROM isolation WHERE person_id = ?", (fact.person_id,))


def _certificate(db: Db, pos: int, _: Event, fact: CertificateRecorded) -> None:
    db.execute(
        "INSERT OR REPLACE INTO certificate (person_id, hospital, school_doctor, pos)"
        " VALUES (?, ?, ?, ?)",
        (fact.person_id, fact.hospital, fact.school_doctor, pos),
    )


FOLDS: dict[type, Fold] = {
    ImportBegun: _import_begun,
    ImportClosed: _import_closed,
    PersonRecorded: _person_recorded,
    CardBound: _card_bound,
    CardRevoked: _card_revoked,
    ShiftSet: _shift_set,
    PermitRecorded: _permit_recorded,
    PassIssued: _pass_issued,
    PassRevoked: _pass_revoked,
    HomeTemperatureRecorded: _home_temperature,
    WatchListed: _watch_listed,
    WatchEnded: _watch_ended,
    IsolationBegun: _isolation_begun,
    IsolationEnded: _isolation_ended,
    CertificateRecorded: _certificate,
}
