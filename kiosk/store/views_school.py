"""Views of the school: units, households, responsible persons, directory, slots, notices.

Rows of an import stand beside those they will replace and count from its closing on, as those of
people do. Arrival slots and phases are kept with their day, so that a list of last week stays what
it was when a slot is changed.
"""

import sqlite3

from kiosk.core.events import (
    ActingSet,
    ArrivalSlotSet,
    DirectoryEntryRemoved,
    DirectoryEntrySet,
    EarlyLeaveAllowed,
    Event,
    HouseholdLinked,
    HouseholdUnlinked,
    NoticePosted,
    NoticeWithdrawn,
    PhaseSet,
    ResponsibleSet,
    UnitRecorded,
    UnitRemoved,
)
from kiosk.store.folding import Fold, stamp, words
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "unit_record": view(
        "pos", "unit unit_kind zh en import_id", "pos", "zh en import_id", "unit"
    ),
    "unit_removed": view("unit", "unit", "pos"),
    "household": view(
        "pos",
        "person_id guardian_id relation import_id",
        "pos",
        "import_id",
        "person_id guardian_id, guardian_id",
    ),
    "household_off": view("person_id guardian_id", "person_id guardian_id", "pos"),
    "responsible": view(
        "pos",
        "unit responsible_id deputy_id import_id",
        "pos",
        "responsible_id deputy_id import_id",
        "unit",
    ),
    "acting": view("acting_id", "acting_id for_id by_id since until", "pos", "since until"),
    "directory_entry": view("entry_id", "entry_id line person_id unit", "place pos",
                            "person_id unit"),
    "arrival_slot": view(
        "unit weekday pos", "unit arrive_from late_from leave_from wall", "weekday pos"
    ),
    "day_slot": view("unit day", "unit day arrive_from late_from leave_from", "pos", "", "day"),
    "notice": view("notice_id", "notice_id since until", "pos", "since until"),
    "phase_record": view("pos", "phase released wall", "pos", "", "wall"),
    "leave_slip": view("slip_id", "slip_id person_id wall", "pos", "", "person_id wall"),
}  # fmt: skip


def _unit(db: Db, pos: int, _: Event, fact: UnitRecorded) -> None:
    db.execute(
        "INSERT INTO unit_record (pos, unit, unit_kind, zh, en, import_id)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (pos, fact.unit, fact.unit_kind, fact.zh, fact.en, fact.import_id),
    )


def _unit_removed(db: Db, pos: int, _: Event, fact: UnitRemoved) -> None:
    db.execute("INSERT OR REPLACE INTO unit_removed (unit, pos) VALUES (?, ?)", (fact.unit, pos))


def _linked(db: Db, pos: int, _: Event, fact: HouseholdLinked) -> None:
    db.execute(
        "INSERT INTO household (pos, person_id, guardian_id, relation, import_id)"
        " VALUES (?, ?, ?, ?, ?)",
        (pos, fact.person_id, fact.guardian_id, fact.relation, fact.import_id),
    )


def _unlinked(db: Db, pos: int, _: Event, fact: HouseholdUnlinked) -> None:
    db.execute(
        "INSERT OR REPLACE INTO household_off (person_id, guardian_id, pos) VALUES (?, ?, ?)",
        (fact.person_id, fact.guardian_id, pos),
    )


def _responsible(db: Db, pos: int, _: Event, fact: ResponsibleSet) -> None:
    db.execute(
        "INSERT INTO responsible (pos, unit, responsible_id, deputy_id, import_id)"
        " VALUES (?, ?, ?, ?, ?)",
        (pos, fact.unit, fact.responsible_id, fact.deputy_id, fact.import_id),
    )


def _acting(db: Db, pos: int, _: Event, fact: ActingSet) -> None:
    db.execute(
        "INSERT OR REPLACE INTO acting (acting_id, for_id, by_id, since, until, pos)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            fact.acting_id,
            fact.for_id,
            fact.by_id,
            stamp(fact.window.since),
            stamp(fact.window.until),
            pos,
        ),
    )


def _directory_set(db: Db, pos: int, _: Event, fact: DirectoryEntrySet) -> None:
    db.execute(
        "INSERT OR REPLACE INTO directory_entry (entry_id, line, place, person_id, unit, pos)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (fact.entry_id, fact.line, fact.place, fact.person_id, fact.unit, pos),
    )


def _directory_removed(db: Db, _pos: int, _: Event, fact: DirectoryEntryRemoved) -> None:
    db.execute("DELETE FROM directory_entry WHERE entry_id = ?", (fact.entry_id,))


def _slot(db: Db, pos: int, event: Event, fact: ArrivalSlotSet) -> None:
    if fact.day is not None:
        db.execute(
            "INSERT OR REPLACE INTO day_slot (unit, day, arrive_from, late_from, leave_from, pos)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                fact.unit,
                fact.day.isoformat(),
                fact.arrive_from,
                fact.late_from,
                fact.leave_from,
                pos,
            ),
        )
    for weekday in fact.days:
        db.execute(
            "INSERT OR REPLACE INTO arrival_slot"
            " (unit, weekday, pos, arrive_from, late_from, leave_from, wall)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                fact.unit,
                weekday,
                pos,
                fact.arrive_from,
                fact.late_from,
                fact.leave_from,
                stamp(event.moment.wall),
            ),
        )


def _notice(db: Db, pos: int, _: Event, fact: NoticePosted) -> None:
    db.execute(
        "INSERT OR REPLACE INTO notice (notice_id, since, until, pos) VALUES (?, ?, ?, ?)",
        (fact.notice_id, stamp(fact.window.since), stamp(fact.window.until), pos),
    )


def _withdrawn(db: Db, _pos: int, _: Event, fact: NoticeWithdrawn) -> None:
    db.execute("DELETE FROM notice WHERE notice_id = ?", (fact.notice_id,))


def _phase(db: Db, pos: int, event: Event, fact: PhaseSet) -> None:
    # A change within a drill is of the drill only; it sends no pupil home.
    if event.drill:
        return
    db.execute(
        "INSERT INTO phase_record (pos, phase, released, wall) VALUES (?, ?, ?, ?)",
        (pos, fact.phase, words(fact.released), stamp(event.moment.wall)),
    )


def _slip(db: Db, pos: int, event: Event, fact: EarlyLeaveAllowed) -> None:
    if event.drill:
        return
    db.execute(
        "INSERT OR REPLACE INTO leave_slip (slip_id, person_id, wall, pos) VALUES (?, ?, ?, ?)",
        (fact.slip_id, fact.person_id, stamp(event.moment.wall), pos),
    )


FOLDS: dict[type, Fold] = {
    UnitRecorded: _unit,
    UnitRemoved: _unit_removed,
    HouseholdLinked: _linked,
    HouseholdUnlinked: _unlinked,
    ResponsibleSet: _responsible,
    ActingSet: _acting,
    DirectoryEntrySet: _directory_set,
    DirectoryEntryRemoved: _directory_removed,
    ArrivalSlotSet: _slot,
    NoticePosted: _notice,
    NoticeWithdrawn: _withdrawn,
    PhaseSet: _phase,
    EarlyLeaveAllowed: _slip,
}
