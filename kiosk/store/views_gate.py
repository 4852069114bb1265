"""Views of the gate: visits, who is inside, held cases; uses are counted from visits."""

import sqlite3

from kiosk.core.events import (
    AccessDecided,
    CaseClosed,
    CaseOutcome,
    Event,
    NotSignedOut,
    PassageEnded,
    PassageOutcome,
)
from kiosk.core.reasons import Verdict
from kiosk.store.folding import Fold, stamp, words

Db = sqlite3.Connection


def _access_decided(db: Db, pos: int, event: Event, fact: AccessDecided) -> None:
    _add_visit(db, pos, event, fact)
    if fact.verdict is Verdict.GRANT and fact.person_id is not None:
        _settle_occupancy(db, fact.person_id)
    if fact.case_no is not None:
        _add_to_case(db, pos, event, fact, fact.case_no)


def _add_visit(db: Db, pos: int, event: Event, fact: AccessDecided) -> None:
    db.execute(
        "INSERT INTO visit (pos, visit_id, wall, access_point, direction, verdict, reason, clause,"
        " also, credential_kind, person_id, person_kind, unit, pass_id, permit_id, case_no,"
        " override_of, never_seen_in, late)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        ),
    )


def _passage_ended(db: Db, _pos: int, _: Event, fact: PassageEnded) -> None:
    found = db.execute(
        "SELECT pos, person_id FROM visit WHERE visit_id = ? AND verdict = 'grant'"
        " ORDER BY pos DESC LIMIT 1",
        (fact.visit_id,),
    ).fetchone()
    if found is None:
        return
    db.execute("UPDATE visit SET outcome = ? WHERE pos = ?", (fact.outcome, found[0]))
    if fact.outcome is PassageOutcome.NOT_PASSED and found[1] is not None:
        _settle_occupancy(db, found[1])


def _not_signed_out(db: Db, pos: int, _: Event, fact: NotSignedOut) -> None:
    db.execute(
        "INSERT INTO occupancy (person_id, inside, off_pos) VALUES (?, 0, ?)"
        " ON CONFLICT (person_id) DO UPDATE SET inside = 0, since_pos = NULL,"
        " off_pos = excluded.off_pos",
        (fact.person_id, pos),
    )


def _settle_occupancy(db: Db, person_id: str) -> None:
    """Set where a person is by the newest grant that was not left unused."""
    last = db.execute(
        "SELECT pos, direction FROM visit WHERE person_id = ? AND verdict = 'grant'"
        " AND outcome IS NOT 'not_passed' ORDER BY pos DESC LIMIT 1",
        (person_id,),
    ).fetchone()
    off = db.execute("SELECT off_pos FROM occupancy WHERE person_id = ?", (person_id,)).fetchone()
    off_pos = off[0] if off and off[0] is not None else 0
    inside = last is not None and last[1] == "in" and last[0] > off_pos
    db.execute(
        "INSERT INTO occupancy (person_id, inside, since_pos) VALUES (?, ?, ?)"
        " ON CONFLICT (person_id) DO UPDATE SET inside = excluded.inside,"
        " since_pos = excluded.since_pos",
        (person_id, inside, last[0] if inside else None),
    )


def _add_to_case(db: Db, pos: int, event: Event, fact: AccessDecided, case_no: int) -> None:
    db.execute("INSERT INTO case_decision (case_no, pos) VALUES (?, ?)", (case_no, pos))
    # A decision without an outcome leaves the case open, also one that was closed before it.
    db.execute(
        "INSERT INTO held_case (case_no, person_id, visit_id, access_point, opened, opened_pos,"
        " latest_pos, first_reason, latest_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
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
    NotSignedOut: _not_signed_out,
    CaseClosed: _case_closed,
}
