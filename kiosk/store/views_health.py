"""Views of the health file: home records, watch list, isolation, certificates."""

import sqlite3

from kiosk.core.events import (
    CertificateRecorded,
    DrillEnded,
    Event,
    HomeTemperatureRecorded,
    IsolationBegun,
    IsolationEnded,
    WatchEnded,
    WatchListed,
)
from kiosk.store.folding import Fold, stamp
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "home_record": view("pos", "person_id day import_id", "pos", "import_id", "person_id day"),
    "watch": view(
        "watch_id", "watch_id person_id reason since until", "pos", "since until", "person_id"
    ),
    "isolation": view("person_id drill", "person_id since cause", "drill case_no pos", "case_no"),
    "certificate": view("person_id", "person_id", "hospital school_doctor pos"),
}


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


def _isolation_begun(db: Db, pos: int, event: Event, fact: IsolationBegun) -> None:
    # A second beginning never makes an isolation start later than it did.
    db.execute(
        "INSERT INTO isolation (person_id, since, cause, case_no, pos, drill)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (person_id, drill) DO UPDATE"
        " SET since = excluded.since, cause = excluded.cause,"
        " case_no = excluded.case_no, pos = excluded.pos WHERE excluded.since < since",
        (fact.person_id, stamp(fact.since), fact.cause, fact.case_no, pos, event.drill),
    )


def _isolation_ended(db: Db, _pos: int, event: Event, fact: IsolationEnded) -> None:
    db.execute(
        "DELETE FROM isolation WHERE person_id = ? AND drill = ?", (fact.person_id, event.drill)
    )


def _drill_ended(db: Db, _pos: int, _: Event, _fact: DrillEnded) -> None:
    db.execute("DELETE FROM isolation WHERE drill = 1")


def _certificate(db: Db, pos: int, _: Event, fact: CertificateRecorded) -> None:
    db.execute(
        "INSERT OR REPLACE INTO certificate (person_id, hospital, school_doctor, pos)"
        " VALUES (?, ?, ?, ?)",
        (fact.person_id, fact.hospital, fact.school_doctor, pos),
    )


IN_DRILL: frozenset[type] = frozenset({IsolationBegun, IsolationEnded, DrillEnded})
"""Facts that a drill sets for its own length only."""

FOLDS: dict[type, Fold] = {
    HomeTemperatureRecorded: _home_temperature,
    WatchListed: _watch_listed,
    WatchEnded: _watch_ended,
    IsolationBegun: _isolation_begun,
    IsolationEnded: _isolation_ended,
    CertificateRecorded: _certificate,
    DrillEnded: _drill_ended,
}
