"""Views of the gate: visits, who is inside, held cases; uses are counted from visits."""

import sqlite3

from kiosk.core.events import (
    AccessDecided,
    CaseClosed,
    CaseOutcome,
    DrillEnded,
    Event,
    ExitSigned,
    NotSignedOut,
    PassageEnded,
    PassageOutcome,
    VisitCorrected,
)
from kiosk.core.reasons import Verdict
from kiosk.store.folding import Fold, stamp, words
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "visit": view(
        "pos",
        "visit_id wall access_point direction verdict reason clause also credential_kind "
        "person_id person_kind unit pass_id permit_id override_of outcome",
        "pos case_no never_seen_in late drill corrected paper",
        "access_point person_id person_kind unit pass_id permit_id override_of outcome case_no",
        "visit_id, person_id pos, permit_id, pass_id, wall",
    ),
    "occupancy": view(
        "person_id drill",
        "person_id",
        "drill inside since_pos off_pos",
        "since_pos off_pos",
        "inside",
    ),
    "held_case": view(
        "case_no",
        "person_id visit_id access_point opened first_reason latest_reason outcome",
        "case_no opened_pos latest_pos closed_pos drill",
        "person_id access_point outcome closed_pos",
        "person_id, closed_pos",
    ),
    "case_decision": view("case_no pos", "", "case_no pos"),
}


def _access_decided(db: Db, pos: int, event: Event, fact: AccessDecided) -> None:
    _add_visit(db, pos, event, fact)
    if fact.verdict is Verdict.GRANT and fact.person_id is not None:
        _settle_occupancy(db, fact.person_id, event.drill)
    if fact.case_no is not None:
        _add_to_case(db, pos, event, fact, fact.case_no)


def _add_visit(db: Db, pos: int, event: Event, fact: AccessDecided) -> None:
    db.execute(
        "INSERT INTO visit (pos, visit_id, wall, access_point, direction, verdict, reason, clause,"
        " also, credential_kind, person_id, person_kind, unit, pass_id, permit_id, case_no,"
        " override_of, never_seen_in, late, drill, corrected, paper)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
        (
            pos,
            fact.visit_id,
            stamp(event.moment.wall),
            event.access_point,
            fact.direction,
            fact.verdict,
            fact.reason,
            fact.clause,
            words(fact.also),
            fact.credential_kind,
            fact.person_id,
            fact.person_kind,
            fact.unit,
            fact.pass_id,
            fact.permit_id,
            fact.case_no,
            fact.override_of,
            fact.never_seen_in,
            event.late,
            event.drill,
            event.paper,
        ),
    )


def _passage_ended(db: Db, _pos: int, _: Event, fact: PassageEnded) -> None:
    found = db.execute(
        "SELECT pos, person_id, drill FROM visit WHERE visit_id = ? AND verdict = 'grant'"
        " ORDER BY pos DESC LIMIT 1",
        (fact.visit_id,),
    ).fetchone()
    if found is None:
        return
    db.execute("UPDATE visit SET outcome = ? WHERE pos = ?", (fact.outcome, found[0]))
    if fact.outcome is PassageOutcome.NOT_PASSED and found[1] is not None:
        _settle_occupancy(db, found[1], bool(found[2]))


def _no_longer_inside(db: Db, pos: int, event: Event, fact: NotSignedOut | ExitSigned) -> None:
    db.execute(
        "INSERT INTO occupancy (person_id, drill, inside, off_pos) VALUES (?, ?, 0, ?)"
        " ON CONFLICT (person_id, drill) DO UPDATE SET inside = 0, since_pos = NULL,"
        " off_pos = excluded.off_pos",
        (fact.person_id, event.drill, pos),
    )


def _corrected(db: Db, _pos: int, _: Event, fact: VisitCorrected) -> None:
    found = db.execute(
        "UPDATE visit SET corrected = 1 WHERE visit_id = ? AND person_id = ? RETURNING drill",
        (fact.visit_id, fact.person_id),
    ).fetchall()
    for (drill,) in found[:1]:
        _settle_occupancy(db, fact.person_id, bool(drill))


def _drill_ended(db: Db, _pos: int, _: Event, _fact: DrillEnded) -> None:
    db.execute("DELETE FROM occupancy WHERE drill = 1")


def _settle_occupancy(db: Db, person_id: str, drill: bool) -> None:
    """Set where a person is by the newest grant that was not left unused.

    Within a drill only its own grants count, so that the real places stand when it ends.
    """
    last = db.execute(
        "SELECT pos, direction FROM visit WHERE person_id = ? AND verdict = 'grant'"
        " AND outcome IS NOT 'not_passed' AND corrected = 0 AND drill = ?"
        " ORDER BY pos DESC LIMIT 1",
        (person_id, drill),
    ).fetchone()
    off = db.execute(
        "SELECT off_pos FROM occupancy WHERE person_id = ? AND drill = ?", (person_id, drill)
    ).fetchone()
    off_pos = off[0] if off and off[0] is not None else 0
    inside = last is not None and last[1] == "in" and last[0] > off_pos
    db.execute(
        "INSERT INTO occupancy (person_id, drill, inside, since_pos) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (person_id, drill) DO UPDATE SET inside = excluded.inside,"
        " since_pos = excluded.since_pos",
        (person_id, drill, inside, last[0] if inside else None),
    )


def _add_to_case(db: Db, pos: int, event: Event, fact: AccessDecided, case_no: int) -> None:
    db.execute("INSERT INTO case_decision (case_no, pos) VALUES (?, ?)", (case_no, pos))
    # A decision without an outcome leaves the case open, also one that was closed before it.
    db.execute(
        "INSERT INTO held_case (case_no, person_id, visit_id, access_point, opened, opened_pos,"
        " latest_pos, first_reason, latest_reason, drill) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (case_no) DO UPDATE SET latest_pos = excluded.latest_pos,"
        " latest_reason = excluded.latest_reason, closed_pos = NULL, outcome = NULL,"
        " person_id = coalesce(person_id, excluded.person_id)",
        (
            case_no,
            fact.person_id,
            fact.visit_id,
            event.access_point,
            stamp(event.moment.wall),
            pos,
            pos,
            fact.reason,
            fact.reason,
            event.drill,
        ),
    )
    if fact.case_outcome is not None:
        _close_case(db, pos, case_no, fact.case_outcome)


def _case_closed(db: Db, pos: int, _: Event, fact: CaseClosed) -> None:
    _close_case(db, pos, fact.case_no, fact.outcome)


def _close_case(db: Db, pos: int, case_no: int, outcome: CaseOutcome) -> None:
    db.execute(
        "UPDATE held_case SET closed_pos = ?, outcome = ? WHERE case_no = ? AND closed_pos IS NULL",
        (pos, outcome, case_no),
    )


FOLDS: dict[type, Fold] = {
    AccessDecided: _access_decided,
    PassageEnded: _passage_ended,
    NotSignedOut: _no_longer_inside,
    ExitSigned: _no_longer_inside,
    VisitCorrected: _corrected,
    DrillEnded: _drill_ended,
    CaseClosed: _case_closed,
}
