"""Views of the gate: visits, who is inside, held cases; uses are counted from visits.

What a drill writes stands in rows of its own, so that the rows in earnest are the same after it as
they were before. A line of paper takes its place among a person's visits by the time on the sheet.
"""

# ruff: noqa: S608 - every part that is joined is a constant of this package

import sqlite3

from kiosk.core.events import (
    AccessDecided,
    CaseClosed,
    CaseOutcome,
    DrillBegun,
    DrillEnded,
    Event,
    ExitSigned,
    NotSignedOut,
    PaperEntered,
    PassageEnded,
    PassageOutcome,
    VisitCorrected,
)
from kiosk.core.reasons import Verdict
from kiosk.core.request import CredentialKind
from kiosk.store import reading
from kiosk.store.folding import Fold, stamp, words
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "visit": view(
        "pos",
        "visit_id wall access_point direction verdict reason clause also credential_kind "
        "person_id person_kind unit pass_id permit_id override_of outcome",
        "pos case_no never_seen_in late drill corrected paper placed",
        "access_point reason clause person_id person_kind unit pass_id permit_id override_of"
        " outcome case_no",
        "visit_id, person_id pos, person_id wall, permit_id, pass_id, wall",
    ),
    "occupancy": view(
        "person_id drill",
        "person_id off_wall",
        "drill inside papers since_pos off_pos",
        "since_pos off_pos off_wall",
        "inside",
    ),
    "held_case": view(
        "case_no drill",
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
        " override_of, never_seen_in, late, drill, corrected, paper, placed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)",
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
            pos,
        ),
    )


def _paper_entered(db: Db, pos: int, event: Event, fact: PaperEntered) -> None:
    """Add what a sheet says: decided by a guard without the program, so without a reason."""
    before = db.execute(
        "SELECT max(pos) FROM visit WHERE person_id = ? AND paper = 0 AND drill = ? AND wall <= ?",
        (fact.person_id, event.drill, stamp(fact.at)),
    ).fetchone()[0]
    db.execute(
        "INSERT INTO visit (pos, visit_id, wall, access_point, direction, verdict, also,"
        " credential_kind, person_id, person_kind, unit, never_seen_in, late, drill, corrected,"
        " paper, placed) VALUES (?, ?, ?, ?, ?, ?, '[]', ?, ?, ?, ?, 0, 1, ?, 0, 1, ?)",
        (
            pos,
            fact.visit_id,
            stamp(fact.at),
            event.access_point,
            fact.direction,
            fact.verdict,
            CredentialKind.TYPED,
            fact.person_id,
            fact.person_kind,
            fact.unit,
            event.drill,
            before or 0,
        ),
    )
    if fact.verdict is Verdict.GRANT and fact.person_id is not None:
        db.execute(
            "INSERT INTO occupancy (person_id, drill, inside, papers) VALUES (?, ?, 0, 1)"
            " ON CONFLICT (person_id, drill) DO UPDATE SET papers = papers + 1",
            (fact.person_id, event.drill),
        )
        _settle_occupancy(db, fact.person_id, event.drill)


def _passage_ended(db: Db, _pos: int, event: Event, fact: PassageEnded) -> None:
    found = db.execute(
        "SELECT pos, person_id FROM visit WHERE visit_id = ? AND verdict = 'grant'"
        " AND drill = ? ORDER BY pos DESC LIMIT 1",
        (fact.visit_id, event.drill),
    ).fetchone()
    if found is None:
        return
    db.execute("UPDATE visit SET outcome = ? WHERE pos = ?", (fact.outcome, found[0]))
    if fact.outcome is PassageOutcome.NOT_PASSED and found[1] is not None:
        _settle_occupancy(db, found[1], event.drill)


def _no_longer_inside(db: Db, pos: int, event: Event, fact: NotSignedOut | ExitSigned) -> None:
    wall = stamp(event.moment.wall)
    if isinstance(fact, NotSignedOut):
        # It ends the entry that is known: a line of paper may still tell of a later one.
        entry = db.execute(
            "SELECT wall FROM occupancy JOIN visit ON visit.pos = since_pos"
            " WHERE occupancy.person_id = ? AND occupancy.drill = ?",
            (fact.person_id, event.drill),
        ).fetchone()
        wall = entry[0] if entry else wall
    db.execute(
        "INSERT INTO occupancy (person_id, drill, inside, papers, off_pos, off_wall)"
        " VALUES (?, ?, 0, 0, ?, ?) ON CONFLICT (person_id, drill) DO UPDATE SET inside = 0,"
        " since_pos = NULL, off_pos = excluded.off_pos, off_wall = excluded.off_wall",
        (fact.person_id, event.drill, pos, wall),
    )


def _corrected(db: Db, _pos: int, event: Event, fact: VisitCorrected) -> None:
    found = db.execute(
        "UPDATE visit SET corrected = 1 WHERE visit_id = ? AND person_id = ? AND drill = ?"
        " RETURNING pos",
        (fact.visit_id, fact.person_id, event.drill),
    ).fetchall()
    for (pos,) in found:
        _take_from_case(db, pos, event.drill)
    _settle_occupancy(db, fact.person_id, event.drill)


def _take_from_case(db: Db, pos: int, drill: bool) -> None:
    """Let a case stand as it did before the decision at `pos`, which was of somebody else."""
    gone = db.execute("DELETE FROM case_decision WHERE pos = ? RETURNING case_no", (pos,))
    for (case_no,) in gone.fetchall():
        left = db.execute(
            "SELECT pos, reason, person_id FROM case_decision JOIN visit USING (pos)"
            " WHERE case_decision.case_no = ? AND drill = ? ORDER BY pos",
            (case_no, drill),
        ).fetchall()
        if not left:
            continue
        whose = next((person_id for _, _, person_id in left if person_id is not None), None)
        db.execute(
            "UPDATE held_case SET latest_pos = ?, latest_reason = ?, person_id = ?,"
            " outcome = iif(closed_pos = ?, NULL, outcome),"
            " closed_pos = iif(closed_pos = ?, NULL, closed_pos) WHERE case_no = ? AND drill = ?",
            (left[-1][0], left[-1][1], whose, pos, pos, case_no, drill),
        )


def _drill_turned(db: Db, pos: int, _: Event, _fact: DrillBegun | DrillEnded) -> None:
    """Leave nothing of a drill behind, neither where people are nor who is held."""
    db.execute("DELETE FROM occupancy WHERE drill = 1")
    db.execute(
        "UPDATE held_case SET closed_pos = ?, outcome = ? WHERE drill = 1 AND closed_pos IS NULL",
        (pos, CaseOutcome.DRILL_OVER),
    )


def _settle_occupancy(db: Db, person_id: str, drill: bool) -> None:
    """Set where a person is by the newest grant that was not left unused.

    Within a drill only its own grants count, so that the real places stand when it ends.
    """
    off_pos, off_wall, papers = db.execute(
        "SELECT max(off_pos), max(off_wall), max(papers) FROM occupancy"
        " WHERE person_id = ? AND drill = ?",
        (person_id, drill),
    ).fetchone()
    # Only who was ever on paper needs his visits sorted; of all others the last one counts.
    order = reading.IN_ORDER if papers else "pos DESC"
    last = db.execute(
        "SELECT pos, direction, paper, wall FROM visit WHERE person_id = ? AND verdict = 'grant'"
        " AND outcome IS NOT 'not_passed' AND corrected = 0 AND drill = ? AND pos > ?"
        f" ORDER BY {order} LIMIT 1",
        (person_id, drill, _begun(db) if drill else 0),
    ).fetchone()
    inside = last is not None and last[1] == "in"
    if inside and off_pos is not None:
        inside = last[3] > off_wall if last[2] else last[0] > off_pos
    db.execute(
        "INSERT INTO occupancy (person_id, drill, inside, papers, since_pos)"
        " VALUES (?, ?, ?, 0, ?)"
        " ON CONFLICT (person_id, drill) DO UPDATE SET inside = excluded.inside,"
        " since_pos = excluded.since_pos",
        (person_id, drill, inside, last[0] if inside else None),
    )


def _begun(db: Db) -> int:
    """Give where the drill began that is under way: earlier ones are over."""
    row = db.execute("SELECT pos FROM drill").fetchone()
    return row[0] if row else 0


def _add_to_case(db: Db, pos: int, event: Event, fact: AccessDecided, case_no: int) -> None:
    db.execute("INSERT INTO case_decision (case_no, pos) VALUES (?, ?)", (case_no, pos))
    # A decision without an outcome leaves the case open, also one that was closed before it.
    db.execute(
        "INSERT INTO held_case (case_no, person_id, visit_id, access_point, opened, opened_pos,"
        " latest_pos, first_reason, latest_reason, drill) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (case_no, drill) DO UPDATE SET latest_pos = excluded.latest_pos,"
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
        _close_case(db, pos, event, case_no, fact.case_outcome)


def _case_closed(db: Db, pos: int, event: Event, fact: CaseClosed) -> None:
    _close_case(db, pos, event, fact.case_no, fact.outcome)


def _close_case(db: Db, pos: int, event: Event, case_no: int, outcome: CaseOutcome) -> None:
    db.execute(
        "UPDATE held_case SET closed_pos = ?, outcome = ?"
        " WHERE case_no = ? AND drill = ? AND closed_pos IS NULL",
        (pos, outcome, case_no, event.drill),
    )


FOLDS: dict[type, Fold] = {
    AccessDecided: _access_decided,
    PassageEnded: _passage_ended,
    NotSignedOut: _no_longer_inside,
    ExitSigned: _no_longer_inside,
    VisitCorrected: _corrected,
    PaperEntered: _paper_entered,
    DrillBegun: _drill_turned,
    DrillEnded: _drill_turned,
    CaseClosed: _case_closed,
}
