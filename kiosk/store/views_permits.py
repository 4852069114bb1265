"""Views of permits: how each stands now, who comes along, its steps, and exits signed by name."""

import sqlite3

from kiosk.core.events import (
    Event,
    ExitSigned,
    PermitApproved,
    PermitRecorded,
    PermitRejected,
    PermitRequested,
    PermitRevoked,
    PermitSubmitted,
)
from kiosk.core.permit_life import MOST_LEVELS, PermitStep
from kiosk.core.permits import Permit, PermitState
from kiosk.store.folding import Fold, stamp, words
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "permit": view(
        "permit_id",
        "permit_id person_id state purpose areas access_points since until host_id department"
        " companions",
        "entries levels approvals headcount begun_pos pos",
        "access_points since until host_id department",
        "person_id, state until",
    ),
    "permit_companion": view("permit_id person_id", "permit_id person_id", "", "", "person_id"),
    "permit_step": view(
        "pos", "permit_id step account", "pos level counted", "level", "permit_id pos"
    ),
    "exit_signed": view(
        "pos", "person_id permit_id host_id account", "pos", "permit_id host_id", "person_id pos"
    ),
}
"""`begun_pos` is where the permit was asked for or stated, `pos` where it last changed; a step is
`counted` when it changed something."""


def _permit_recorded(db: Db, pos: int, event: Event, fact: PermitRecorded) -> None:
    approvals = int(fact.permit.state is PermitState.APPROVED)
    _put(db, pos, (fact.permit_id, fact.person_id), fact.permit, fact.permit.state)
    db.execute("UPDATE permit SET approvals = ? WHERE permit_id = ?", (approvals, fact.permit_id))
    _step(db, pos, event, fact.permit_id, PermitStep.RECORD)


def _permit_requested(db: Db, pos: int, event: Event, fact: PermitRequested) -> None:
    # Asking approves nothing, whatever the permit in the request says of itself.
    draft = fact.permit.state is PermitState.DRAFT
    state = PermitState.DRAFT if draft else PermitState.SUBMITTED
    _put(db, pos, (fact.permit_id, fact.person_id), fact.permit, state)
    companions = tuple(one for one in dict.fromkeys(fact.companions) if one != fact.person_id)
    db.execute(
        "UPDATE permit SET levels = ?, host_id = ?, department = ?, companions = ?, headcount = ?"
        " WHERE permit_id = ?",
        (
            max(1, min(MOST_LEVELS, fact.levels)),
            fact.host_id,
            fact.department,
            words(companions),
            fact.headcount,
            fact.permit_id,
        ),
    )
    db.executemany(
        "INSERT INTO permit_companion (permit_id, person_id) VALUES (?, ?)",
        [(fact.permit_id, one) for one in companions],
    )
    _step(db, pos, event, fact.permit_id, PermitStep.REQUEST)


def _put(db: Db, pos: int, whose: tuple[str, str], permit: Permit, state: PermitState) -> None:
    """Put a permit in the place of an earlier one of its id, of one level, for its holder only."""
    db.execute("DELETE FROM permit_companion WHERE permit_id = ?", whose[:1])
    db.execute(
        "INSERT OR REPLACE INTO permit (permit_id, person_id, state, purpose, areas,"
        " access_points, since, until, entries, levels, approvals, headcount, companions,"
        " begun_pos, pos) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 1, '[]', ?, ?)",
        (
            *whose,
            state,
            permit.purpose,
            words(permit.areas),
            words(permit.access_points),
            stamp(permit.window.since),
            stamp(permit.window.until),
            permit.entries,
            pos,
            pos,
        ),
    )


def _permit_submitted(db: Db, pos: int, event: Event, fact: PermitSubmitted) -> None:
    counted = db.execute(
        "UPDATE permit SET state = ?, pos = ? WHERE permit_id = ? AND state = ?",
        (PermitState.SUBMITTED, pos, fact.permit_id, PermitState.DRAFT),
    ).rowcount
    _step(db, pos, event, fact.permit_id, PermitStep.SUBMIT, counted=counted)


def _permit_approved(db: Db, pos: int, event: Event, fact: PermitApproved) -> None:
    # A level out of its turn approves nothing; all of them make the permit one.
    counted = db.execute(
        "UPDATE permit SET approvals = approvals + 1, pos = ?,"
        " state = CASE WHEN approvals + 1 >= levels THEN ? ELSE state END"
        " WHERE permit_id = ? AND state = ? AND approvals + 1 = ?",
        (pos, PermitState.APPROVED, fact.permit_id, PermitState.SUBMITTED, fact.level),
    ).rowcount
    _step(db, pos, event, fact.permit_id, PermitStep.APPROVE, fact.level, counted)


def _permit_rejected(db: Db, pos: int, event: Event, fact: PermitRejected) -> None:
    counted = db.execute(
        "UPDATE permit SET state = ?, pos = ? WHERE permit_id = ? AND state = ?",
        (PermitState.REJECTED, pos, fact.permit_id, PermitState.SUBMITTED),
    ).rowcount
    _step(db, pos, event, fact.permit_id, PermitStep.REJECT, fact.level, counted)


def _permit_revoked(db: Db, pos: int, event: Event, fact: PermitRevoked) -> None:
    counted = db.execute(
        "UPDATE permit SET state = ?, pos = ? WHERE permit_id = ? AND state NOT IN (?, ?)",
        (
            PermitState.REVOKED,
            pos,
            fact.permit_id,
            PermitState.REJECTED,
            PermitState.REVOKED,
        ),
    ).rowcount
    _step(db, pos, event, fact.permit_id, PermitStep.REVOKE, counted=counted)


def _step(
    db: Db,
    pos: int,
    event: Event,
    permit_id: str,
    step: PermitStep,
    level: int | None = None,
    counted: int = 1,
) -> None:
    db.execute(
        "INSERT INTO permit_step (pos, permit_id, step, level, account, counted)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (pos, permit_id, step, level, account_of(event.actor.name), counted),
    )


def account_of(actor: str) -> str:
    """Give the account of an author; at the command line the system user stands behind it."""
    return actor.split("/", 1)[0]


def _exit_signed(db: Db, pos: int, event: Event, fact: ExitSigned) -> None:
    if event.drill:
        return
    db.execute(
        "INSERT INTO exit_signed (pos, person_id, permit_id, host_id, account)"
        " VALUES (?, ?, ?, ?, ?)",
        (pos, fact.person_id, fact.permit_id, fact.host_id, account_of(event.actor.name)),
    )


FOLDS: dict[type, Fold] = {
    PermitRecorded: _permit_recorded,
    PermitRequested: _permit_requested,
    PermitSubmitted: _permit_submitted,
    PermitApproved: _permit_approved,
    PermitRejected: _permit_rejected,
    PermitRevoked: _permit_revoked,
    ExitSigned: _exit_signed,
}
