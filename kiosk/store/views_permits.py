"""Views of permits: how each stands now, and its steps."""

import sqlite3

from kiosk.core.events import Event, PermitRecorded
from kiosk.store.folding import Fold, stamp, words
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "permit": view(
        "permit_id",
        "permit_id person_id state purpose areas access_points since until",
        "entries pos",
        "access_points since until",
        "person_id",
    ),
}


def _permit_recorded(db: Db, pos: int, _: Event, fact: PermitRecorded) -> None:
    permit = fact.permit
    db.execute(
        "INSERT OR REPLACE INTO permit (permit_id, person_id, state, purpose, areas,"
        " access_points, since, until, entries, pos) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fact.permit_id,
            fact.person_id,
            permit.state,
            permit.purpose,
            words(permit.areas),
            words(permit.access_points),
            stamp(permit.window.since),
            stamp(permit.window.until),
            permit.entries,
            pos,
        ),
    )


FOLDS: dict[type, Fold] = {
    PermitRecorded: _permit_recorded,
}
