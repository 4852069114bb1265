"""Views of incidents and of fevers at the gate: how each stands, its people, lines, reports."""

import sqlite3

from kiosk.core.events import (
    AccessDecided,
    CertificateRecorded,
    DrillEnded,
    Event,
    IncidentClosed,
    IncidentLevelSet,
    IncidentNoted,
    IncidentOpened,
    IncidentPersonListed,
    IncidentPersonMeasured,
    IncidentReported,
    IncidentStepTaken,
    IsolationEnded,
    VisitCorrected,
)
from kiosk.core.incidents import IncidentCause, IncidentEntry, IncidentStep, SystemOutcome
from kiosk.core.phases import Direction
from kiosk.core.reasons import Reason
from kiosk.store.folding import Fold, stamp
from kiosk.store.tables import View, view

Db = sqlite3.Connection

ELEVATED, CONFIRMED = "elevated", "confirmed"

TABLES: dict[str, View] = {
    "incident": view(
        "incident_no",
        "incident_type cause level opened person_id unit trigger_name closed outcome",
        "incident_no case_no opened_pos closed_pos drill",
        "person_id unit trigger_name closed outcome case_no closed_pos",
        "person_id, closed_pos, case_no, trigger_name",
    ),
    "incident_line": view(
        "incident_no pos", "entry code person_id", "incident_no pos", "person_id", "pos"
    ),
    "incident_person": view(
        "incident_no person_id part", "person_id part", "incident_no pos", "", "person_id"
    ),
    "incident_report": view(
        "pos", "stage report_id digest wall", "incident_no pos", "", "incident_no"
    ),
    "fever": view(
        "case_no person_id",
        "person_id person_kind unit state wall",
        "case_no pos drill",
        "person_kind unit",
        "wall, person_id",
    ),
}
"""`incident_line` is the timeline; its `entry` is step or a code of IncidentEntry.

`fever` holds who was found elevated or confirmed in a case, until the contact thermometer clears
him; cluster triggers count it.
"""

STEP = "step"


def _opened(db: Db, pos: int, event: Event, fact: IncidentOpened) -> None:
    found = db.execute(
        "INSERT OR IGNORE INTO incident (incident_no, incident_type, cause, level, opened,"
        " person_id, unit, trigger_name, case_no, opened_pos, drill)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " RETURNING incident_no",
        (
            fact.incident_no,
            fact.incident_type,
            fact.cause,
            fact.level,
            stamp(event.moment.wall),
            fact.person_id,
            fact.unit,
            fact.trigger,
            fact.case_no,
            pos,
            event.drill,
        ),
    ).fetchall()
    if not found:
        return
    _line(db, pos, fact.incident_no, IncidentEntry.OPENED, fact.incident_type, fact.person_id)
    if fact.cause == IncidentCause.CONFIRMED_FEVER and fact.person_id and fact.case_no is not None:
        # On the way out no reason of a decision says so.
        kind = db.execute(
            "SELECT person_kind FROM visit WHERE case_no = ? AND person_id = ? LIMIT 1",
            (fact.case_no, fact.person_id),
        ).fetchone()
        who = (fact.person_id, kind[0] if kind else None, fact.unit)
        _set_fever(db, pos, event, fact.case_no, who, CONFIRMED)


def _step_taken(db: Db, pos: int, _: Event, fact: IncidentStepTaken) -> None:
    _line(db, pos, fact.incident_no, STEP, fact.step, fact.person_id)


def _noted(db: Db, pos: int, _: Event, fact: IncidentNoted) -> None:
    _line(db, pos, fact.incident_no, IncidentEntry.NOTED, "")


def _level_set(db: Db, pos: int, _: Event, fact: IncidentLevelSet) -> None:
    db.execute(
        "UPDATE incident SET level = ? WHERE incident_no = ?", (fact.level, fact.incident_no)
    )
    _line(db, pos, fact.incident_no, IncidentEntry.LEVEL_SET, fact.level)


def _listed(db: Db, pos: int, _: Event, fact: IncidentPersonListed) -> None:
    db.execute(
        "INSERT OR IGNORE INTO incident_person (incident_no, person_id, part, pos)"
        " VALUES (?, ?, ?, ?)",
        (fact.incident_no, fact.person_id, fact.part, pos),
    )


def _measured(db: Db, pos: int, _: Event, fact: IncidentPersonMeasured) -> None:
    _line(db, pos, fact.incident_no, IncidentEntry.MEASURED, "", fact.person_id)


def _reported(db: Db, pos: int, event: Event, fact: IncidentReported) -> None:
    db.execute(
        "INSERT INTO incident_report (pos, incident_no, stage, report_id, digest, wall)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            pos,
            fact.incident_no,
            fact.stage,
            fact.report_id,
            fact.digest,
            stamp(event.moment.wall),
        ),
    )
    _line(db, pos, fact.incident_no, IncidentEntry.REPORTED, fact.stage)


def _closed(db: Db, pos: int, event: Event, fact: IncidentClosed) -> None:
    _end(db, pos, event, fact.outcome, "incident_no = ?", fact.incident_no)
    _line(db, pos, fact.incident_no, IncidentEntry.CLOSED, fact.outcome)


def _end(db: Db, pos: int, event: Event, outcome: str, which: str, *values: int) -> None:
    db.execute(
        f"UPDATE incident SET closed = ?, closed_pos = ?, outcome = ?"  # noqa: S608 - constants
        f" WHERE closed_pos IS NULL AND {which}",
        (stamp(event.moment.wall), pos, outcome, *values),
    )


def _isolation_ended(db: Db, pos: int, event: Event, fact: IsolationEnded) -> None:
    for (number,) in _open_of(db, fact.person_id, event.drill):
        _line(db, pos, number, IncidentEntry.ISOLATION_ENDED, "", fact.person_id)


def _certificate(db: Db, pos: int, event: Event, fact: CertificateRecorded) -> None:
    both = fact.hospital and fact.school_doctor
    for (number,) in _open_of(db, fact.person_id, event.drill):
        if both:
            _line(db, pos, number, STEP, IncidentStep.CHECK_RETURN, fact.person_id)
        else:
            _line(db, pos, number, IncidentEntry.CERTIFICATE, "", fact.person_id)


def _open_of(db: Db, person_id: str, drill: bool) -> list[tuple[int]]:
    """List the open incidents in which a person is the ill one, or one of them."""
    return db.execute(
        "SELECT incident_no FROM incident WHERE closed_pos IS NULL AND drill = ?"
        " AND (person_id = ? OR EXISTS (SELECT 1 FROM incident_person AS one WHERE"
        " one.incident_no = incident.incident_no AND one.person_id = ? AND part = 'ill'))",
        (drill, person_id, person_id),
    ).fetchall()


def _line(
    db: Db, pos: int, number: int, entry: str, code: str, person_id: str | None = None
) -> None:
    db.execute(
        "INSERT OR IGNORE INTO incident_line (incident_no, pos, entry, code, person_id)"
        " VALUES (?, ?, ?, ?, ?)",
        (number, pos, entry, code, person_id),
    )


# --- Fevers at the gate ---


def _decided(db: Db, pos: int, event: Event, fact: AccessDecided) -> None:
    if fact.case_no is None or fact.person_id is None:
        return
    found = {fact.reason, *fact.also}
    who = (fact.person_id, fact.person_kind, fact.unit)
    if Reason.ELEVATED_CONFIRMED in found:
        _set_fever(db, pos, event, fact.case_no, who, CONFIRMED)
    elif Reason.TEMPERATURE_ELEVATED in found:
        _set_fever(db, pos, event, fact.case_no, who, ELEVATED)
    elif fact.direction is Direction.IN:
        # Neither reason any more: the contact thermometer has cleared him.
        db.execute(
            "DELETE FROM fever WHERE case_no = ? AND person_id = ? AND state = ?",
            (fact.case_no, fact.person_id, ELEVATED),
        )


def _set_fever(
    db: Db,
    pos: int,
    event: Event,
    case_no: int,
    who: tuple[str, str | None, str | None],
    state: str,
) -> None:
    person_id, kind, unit = who
    # The day of a fever is that of its finding; a confirmation is never taken back here.
    db.execute(
        "INSERT INTO fever (case_no, person_id, person_kind, unit, state, wall, pos, drill)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (case_no, person_id) DO UPDATE SET"
        " state = CASE state WHEN 'confirmed' THEN state ELSE excluded.state END",
        (case_no, person_id, kind, unit, state, stamp(event.moment.wall), pos, event.drill),
    )


def _corrected(db: Db, _pos: int, _: Event, fact: VisitCorrected) -> None:
    db.execute(
        "DELETE FROM fever WHERE person_id = ? AND case_no IN"
        " (SELECT case_no FROM visit WHERE visit_id = ? AND case_no IS NOT NULL)",
        (fact.person_id, fact.visit_id),
    )


def _drill_ended(db: Db, pos: int, event: Event, _fact: DrillEnded) -> None:
    db.execute("DELETE FROM fever WHERE drill = 1")
    _end(db, pos, event, SystemOutcome.DRILL_OVER, "drill = 1")


FOLDS: dict[type, Fold] = {
    AccessDecided: _decided,
    VisitCorrected: _corrected,
    IncidentOpened: _opened,
    IncidentStepTaken: _step_taken,
    IncidentNoted: _noted,
    IncidentLevelSet: _level_set,
    IncidentPersonListed: _listed,
    IncidentPersonMeasured: _measured,
    IncidentReported: _reported,
    IncidentClosed: _closed,
    IsolationEnded: _isolation_ended,
    CertificateRecorded: _certificate,
    DrillEnded: _drill_ended,
}
