"""The fold of events into views, run in the transaction that appends and again by `verify`.

A fold reads only the clear body and the views themselves: with every personal body erased the
views come out the same, and none of them can leak what it never holds. What a drill writes about
rights and health files stands in the log and changes no view.
"""

import sqlite3

from kiosk.core.events import (
    CardRevoked,
    CaseClosed,
    Event,
    Fact,
    PassageEnded,
    PassRevoked,
    WatchEnded,
    subjects,
)
from kiosk.store import (
    views_filing,
    views_gate,
    views_health,
    views_incidents,
    views_instruments,
    views_people,
    views_permits,
    views_school,
    views_station,
)
from kiosk.store.folding import Fold

_LASTING = (
    views_people,
    views_permits,
    views_health,
    views_school,
    views_filing,
    views_instruments,
)
_MOMENTARY = (views_gate, views_incidents, views_station)

FOLDS: dict[type, tuple[Fold, ...]] = {
    fact: tuple(topic.FOLDS[fact] for topic in (*_LASTING, *_MOMENTARY) if fact in topic.FOLDS)
    for topic in (*_LASTING, *_MOMENTARY)
    for fact in topic.FOLDS
}
"""What keeps the views, by the type of the fact; two topics may fold one fact."""

_IN_DRILL: dict[type, tuple[Fold, ...]] = {
    fact: (
        *(views_health.FOLDS[one] for one in views_health.IN_DRILL if one is fact),
        *(topic.FOLDS[fact] for topic in _MOMENTARY if fact in topic.FOLDS),
    )
    for fact in FOLDS
}
"""What an event of a drill changes: the gate, its incidents, isolations; nothing that lasts."""


def fold(db: sqlite3.Connection, pos: int, event: Event) -> None:
    """Bring every view up to the event at `pos`, inside the caller's transaction."""
    for subject in sorted(subjects(event) | _people_behind(db, event.fact)):
        db.execute("INSERT INTO subject (subject, pos) VALUES (?, ?)", (subject, pos))
    for step in (_IN_DRILL if event.drill else FOLDS).get(type(event.fact), ()):
        step(db, pos, event, event.fact)


def _people_behind(db: sqlite3.Connection, fact: Fact) -> set[str]:
    """Name the people an event touches through something of theirs that it names."""
    question: tuple[str, str | int]
    match fact:
        case CardRevoked():
            question = "SELECT person_id FROM card_record WHERE card_id = ?", fact.card_id
        case WatchEnded():
            question = "SELECT person_id FROM watch WHERE watch_id = ?", fact.watch_id
        case PassRevoked():
            question = "SELECT person_id FROM pass WHERE pass_id = ?", fact.pass_id
        case PassageEnded():
            question = "SELECT person_id FROM visit WHERE visit_id = ?", fact.visit_id
        case CaseClosed():
            question = "SELECT person_id FROM held_case WHERE case_no = ?", fact.case_no
        case _:
            return set()
    sql, value = question
    return {f"person:{row[0]}" for row in db.execute(sql, (value,)) if row[0] is not None}
