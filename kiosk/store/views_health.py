"""Views of the health file: home records, checks, absences, watch list, isolation, placements."""

import sqlite3

from kiosk.core.events import (
    AbsenceRecorded,
    CertificateRecorded,
    ClassReported,
    DrillEnded,
    Event,
    HomeTemperatureRecorded,
    IsolationBegun,
    IsolationEnded,
    PlacementObserved,
    PlacementRecorded,
    SymptomsRecorded,
    WatchEnded,
    WatchFollowedUp,
    WatchListed,
)
from kiosk.store.folding import Fold, stamp
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "home_record": view(
        "pos", "person_id day import_id", "pos", "import_id", "person_id day, day person_id"
    ),
    "symptom_check": view(
        "pos", "person_id day made_at import_id", "pos", "import_id", "day person_id"
    ),
    "absence": view("pos", "person_id day import_id", "pos present", "import_id", "day person_id"),
    "class_report": view("unit day made_at", "unit day made_at wall actor", "pos", indexes="day"),
    "watch": view(
        "watch_id",
        "watch_id person_id reason since until follower_id listed",
        "pos",
        "since until follower_id",
        "person_id",
    ),
    "follow_up": view("pos", "watch_id person_id wall", "pos", indexes="watch_id wall"),
    "isolation": view("person_id drill", "person_id since cause", "drill case_no pos", "case_no"),
    "certificate": view("person_id", "person_id", "hospital school_doctor pos"),
    "placement": view(
        "placement_id", "placement_id person_id since until", "pos", "since until", "person_id"
    ),
    "placement_observed": view("pos", "placement_id person_id day", "pos", indexes="day person_id"),
}
"""`made_at` is the code of a check: `check` is a word of SQL."""


def _home_temperature(db: Db, pos: int, _: Event, fact: HomeTemperatureRecorded) -> None:
    db.execute(
        "INSERT INTO home_record (pos, person_id, day, import_id) VALUES (?, ?, ?, ?)",
        (pos, fact.person_id, fact.day.isoformat(), fact.import_id),
    )


def _symptoms(db: Db, pos: int, _: Event, fact: SymptomsRecorded) -> None:
    db.execute(
        "INSERT INTO symptom_check (pos, person_id, day, made_at, import_id)"
        " VALUES (?, ?, ?, ?, ?)",
        (pos, fact.person_id, fact.day.isoformat(), fact.check, fact.import_id),
    )


def _absence(db: Db, pos: int, _: Event, fact: AbsenceRecorded) -> None:
    db.execute(
        "INSERT INTO absence (pos, person_id, day, present, import_id) VALUES (?, ?, ?, ?, ?)",
        (pos, fact.person_id, fact.day.isoformat(), fact.present, fact.import_id),
    )


def _class_reported(db: Db, pos: int, event: Event, fact: ClassReported) -> None:
    # The first counts: handing in again does not make a class late.
    db.execute(
        "INSERT OR IGNORE INTO class_report (unit, day, made_at, wall, actor, pos)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            fact.unit,
            fact.day.isoformat(),
            fact.check,
            stamp(event.moment.wall),
            event.actor.name,
            pos,
        ),
    )


def _watch_listed(db: Db, pos: int, event: Event, fact: WatchListed) -> None:
    # Setting an end leaves the day of listing as it was: follow-up is owed from then on.
    window = fact.entry.window
    db.execute(
        "INSERT INTO watch (watch_id, person_id, reason, since, until, follower_id, listed, pos)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (watch_id) DO UPDATE SET"
        " person_id = excluded.person_id, reason = excluded.reason, since = excluded.since,"
        " until = excluded.until, follower_id = excluded.follower_id, pos = excluded.pos",
        (
            fact.watch_id,
            fact.person_id,
            fact.entry.reason,
            stamp(window.since),
            stamp(window.until),
            fact.follower_id,
            stamp(event.moment.wall),
            pos,
        ),
    )


def _watch_ended(db: Db, _pos: int, _: Event, fact: WatchEnded) -> None:
    db.execute("DELETE FROM watch WHERE watch_id = ?", (fact.watch_id,))


def _followed_up(db: Db, pos: int, event: Event, fact: WatchFollowedUp) -> None:
    db.execute(
        "INSERT INTO follow_up (pos, watch_id, person_id, wall) VALUES (?, ?, ?, ?)",
        (pos, fact.watch_id, fact.person_id, stamp(event.moment.wall)),
    )


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


def _placement(db: Db, pos: int, _: Event, fact: PlacementRecorded) -> None:
    window = fact.window
    db.execute(
        "INSERT OR REPLACE INTO placement (placement_id, person_id, since, until, pos)"
        " VALUES (?, ?, ?, ?, ?)",
        (fact.placement_id, fact.person_id, stamp(window.since), stamp(window.until), pos),
    )


def _placement_observed(db: Db, pos: int, _: Event, fact: PlacementObserved) -> None:
    db.execute(
        "INSERT INTO placement_observed (pos, placement_id, person_id, day) VALUES (?, ?, ?, ?)",
        (pos, fact.placement_id, fact.person_id, fact.day.isoformat()),
    )


IN_DRILL: frozenset[type] = frozenset({IsolationBegun, IsolationEnded, DrillEnded})
"""Facts that a drill sets for its own length only."""

FOLDS: dict[type, Fold] = {
    HomeTemperatureRecorded: _home_temperature,
    SymptomsRecorded: _symptoms,
    AbsenceRecorded: _absence,
    ClassReported: _class_reported,
    WatchListed: _watch_listed,
    WatchEnded: _watch_ended,
    WatchFollowedUp: _followed_up,
    IsolationBegun: _isolation_begun,
    IsolationEnded: _isolation_ended,
    CertificateRecorded: _certificate,
    PlacementRecorded: _placement,
    PlacementObserved: _placement_observed,
    DrillEnded: _drill_ended,
}
