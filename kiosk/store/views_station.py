"""Views of the station: policy, phase, drills, duty, clock, accounts, devices, tokens, pulls.

A drill has a phase, own temperatures and hand-overs of its own; what is true of the machine itself
(clock, devices, lanes) is true in a drill as well.
"""

import sqlite3

from kiosk.core.events import (
    AccountSet,
    ClockConfirmed,
    ClockJumped,
    ColdModeSet,
    DeviceBack,
    DeviceLost,
    DirectionSet,
    DrillBegun,
    DrillEnded,
    Event,
    GuardMeasured,
    LogPulled,
    PersonalErased,
    PhaseScheduleCancelled,
    PhaseScheduled,
    PhaseSet,
    PolicyLoaded,
    PullEnded,
    ShiftHandedOver,
    TokenAdded,
    TokenRemoved,
)
from kiosk.core.phases import Phase
from kiosk.store.folding import Fold, stamp, words
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "policy": view("one", "name digest", "one pos"),
    "phase": view("drill", "phase released", "drill pos run_pos", "run_pos"),
    "drill": view("one", "drill_id", "one pos"),
    "drill_run": view("drill_id", "drill_id", "begun_pos ended_pos", "ended_pos"),
    "own_temperature": view("pos", "account_id wall", "pos drill", "", "account_id wall, wall"),
    "handover": view("access_point drill", "access_point", "drill pos"),
    "phase_schedule": view("schedule_id", "schedule_id phase released at", "pos"),
    "clock": view("boot_id", "boot_id", "pos"),
    "account": view("account_id", "account_id role", "pos"),
    "device": view("device", "device cause wall", "lost pos", "cause"),
    "direction": view("access_point", "access_point direction", "pos"),
    "cold_mode": view("access_point", "access_point", "cold pos"),
    "token": view("name", "name sha256", "pos"),
    "pull": view(
        "pull_id",
        "pull_id",
        "begun_pos ended_pos rows complete",
        "begun_pos ended_pos rows complete",
    ),
    "erased": view("event_id", "event_id", "pos"),
}

RETURNING = frozenset({Phase.CLOSED, Phase.STAGED})
"""Phases of a return: one run of them is one return, and has one first entry of each pupil."""


def _policy_loaded(db: Db, pos: int, _: Event, fact: PolicyLoaded) -> None:
    db.execute(
        "INSERT OR REPLACE INTO policy (one, name, digest, pos) VALUES (1, ?, ?, ?)",
        (fact.name, fact.digest, pos),
    )


def _phase_set(db: Db, pos: int, event: Event, fact: PhaseSet) -> None:
    before = db.execute("SELECT run_pos FROM phase WHERE drill = ?", (event.drill,)).fetchone()
    running = before[0] if before and before[0] is not None else pos
    run_pos = running if fact.phase in RETURNING else None
    db.execute(
        "INSERT OR REPLACE INTO phase (drill, phase, released, pos, run_pos)"
        " VALUES (?, ?, ?, ?, ?)",
        (event.drill, fact.phase, words(fact.released), pos, run_pos),
    )
    if not event.drill:
        db.execute("DELETE FROM phase_schedule WHERE schedule_id = ?", (fact.schedule_id,))


def _phase_scheduled(db: Db, pos: int, event: Event, fact: PhaseScheduled) -> None:
    if event.drill:
        return
    db.execute(
        "INSERT OR REPLACE INTO phase_schedule (schedule_id, phase, released, at, pos)"
        " VALUES (?, ?, ?, ?, ?)",
        (fact.schedule_id, fact.phase, words(fact.released), stamp(fact.at), pos),
    )


def _schedule_cancelled(db: Db, _pos: int, event: Event, fact: PhaseScheduleCancelled) -> None:
    if not event.drill:
        db.execute("DELETE FROM phase_schedule WHERE schedule_id = ?", (fact.schedule_id,))


def _drill_begun(db: Db, pos: int, _: Event, fact: DrillBegun) -> None:
    _forget_drill(db)
    db.execute("INSERT INTO drill (one, drill_id, pos) VALUES (1, ?, ?)", (fact.drill_id, pos))
    db.execute(
        "INSERT OR IGNORE INTO drill_run (drill_id, begun_pos) VALUES (?, ?)", (fact.drill_id, pos)
    )


def _drill_ended(db: Db, pos: int, _: Event, fact: DrillEnded) -> None:
    _forget_drill(db)
    db.execute(
        "UPDATE drill_run SET ended_pos = ? WHERE drill_id = ? AND ended_pos IS NULL",
        (pos, fact.drill_id),
    )


def _forget_drill(db: Db) -> None:
    db.execute("DELETE FROM drill")
    for table in ("phase", "handover"):
        db.execute(f"DELETE FROM {table} WHERE drill = 1")  # noqa: S608 - two constants


def _guard_measured(db: Db, pos: int, event: Event, fact: GuardMeasured) -> None:
    db.execute(
        "INSERT INTO own_temperature (pos, account_id, wall, drill) VALUES (?, ?, ?, ?)",
        (pos, fact.account_id, stamp(event.moment.wall), event.drill),
    )


def _handed_over(db: Db, pos: int, event: Event, _: ShiftHandedOver) -> None:
    db.execute(
        "INSERT OR REPLACE INTO handover (access_point, drill, pos) VALUES (?, ?, ?)",
        (event.access_point or "", event.drill, pos),
    )


def _clock_confirmed(db: Db, pos: int, _: Event, fact: ClockConfirmed) -> None:
    db.execute("INSERT OR REPLACE INTO clock (boot_id, pos) VALUES (?, ?)", (fact.boot_id, pos))


def _clock_jumped(db: Db, _pos: int, _: Event, fact: ClockJumped) -> None:
    db.execute("DELETE FROM clock WHERE boot_id = ?", (fact.boot_id,))


def _account_set(db: Db, pos: int, _: Event, fact: AccountSet) -> None:
    db.execute(
        "INSERT OR REPLACE INTO account (account_id, role, pos) VALUES (?, ?, ?)",
        (fact.account_id, fact.role, pos),
    )


def _device_lost(db: Db, pos: int, event: Event, fact: DeviceLost) -> None:
    _set_device(db, pos, event, fact.device, fact.cause)


def _device_back(db: Db, pos: int, event: Event, fact: DeviceBack) -> None:
    _set_device(db, pos, event, fact.device, None)


def _set_device(db: Db, pos: int, event: Event, device: str, lost: str | None) -> None:
    db.execute(
        "INSERT OR REPLACE INTO device (device, lost, cause, wall, pos) VALUES (?, ?, ?, ?, ?)",
        (device, lost is not None, lost, stamp(event.moment.wall), pos),
    )


def _direction_set(db: Db, pos: int, event: Event, fact: DirectionSet) -> None:
    db.execute(
        "INSERT OR REPLACE INTO direction (access_point, direction, pos) VALUES (?, ?, ?)",
        (event.access_point or "", fact.direction, pos),
    )


def _cold_mode_set(db: Db, pos: int, event: Event, fact: ColdModeSet) -> None:
    db.execute(
        "INSERT OR REPLACE INTO cold_mode (access_point, cold, pos) VALUES (?, ?, ?)",
        (event.access_point or "", fact.on, pos),
    )


def _token_added(db: Db, pos: int, _: Event, fact: TokenAdded) -> None:
    db.execute(
        "INSERT OR REPLACE INTO token (name, sha256, pos) VALUES (?, ?, ?)",
        (fact.name, fact.sha256, pos),
    )


def _token_removed(db: Db, _pos: int, _: Event, fact: TokenRemoved) -> None:
    db.execute("DELETE FROM token WHERE name = ?", (fact.name,))


def _log_pulled(db: Db, pos: int, _: Event, fact: LogPulled) -> None:
    db.execute("INSERT OR IGNORE INTO pull (pull_id, begun_pos) VALUES (?, ?)", (fact.pull_id, pos))


def _pull_ended(db: Db, pos: int, _: Event, fact: PullEnded) -> None:
    db.execute(
        "INSERT INTO pull (pull_id, ended_pos, rows, complete) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (pull_id) DO UPDATE SET ended_pos = excluded.ended_pos,"
        " rows = excluded.rows, complete = excluded.complete",
        (fact.pull_id, pos, fact.rows, fact.complete),
    )


def _personal_erased(db: Db, pos: int, _: Event, fact: PersonalErased) -> None:
    db.execute("INSERT OR IGNORE INTO erased (event_id, pos) VALUES (?, ?)", (fact.event_id, pos))


FOLDS: dict[type, Fold] = {
    PolicyLoaded: _policy_loaded,
    PhaseSet: _phase_set,
    PhaseScheduled: _phase_scheduled,
    PhaseScheduleCancelled: _schedule_cancelled,
    DrillBegun: _drill_begun,
    DrillEnded: _drill_ended,
    GuardMeasured: _guard_measured,
    ShiftHandedOver: _handed_over,
    ClockConfirmed: _clock_confirmed,
    ClockJumped: _clock_jumped,
    AccountSet: _account_set,
    DeviceLost: _device_lost,
    DeviceBack: _device_back,
    DirectionSet: _direction_set,
    ColdModeSet: _cold_mode_set,
    TokenAdded: _token_added,
    TokenRemoved: _token_removed,
    LogPulled: _log_pulled,
    PullEnded: _pull_ended,
    PersonalErased: _personal_erased,
}
