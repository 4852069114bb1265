"""Views of the instruments: the median of each day. What a drill measured is not among them."""

import sqlite3

from kiosk.core.events import Event, InstrumentDay
from kiosk.core.plain import plain
from kiosk.store.folding import Fold
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "instrument_day": view(
        "access_point device day", "access_point device day", "count median_centi pos"
    ),
}


def _instrument_day(db: Db, pos: int, event: Event, fact: InstrumentDay) -> None:
    # A day that was written twice is that of the later writing: it knew more readings.
    db.execute(
        "INSERT OR REPLACE INTO instrument_day"
        " (access_point, device, day, count, median_centi, pos) VALUES (?, ?, ?, ?, ?, ?)",
        (
            event.access_point or "",
            fact.device,
            plain(fact.day),
            fact.count,
            fact.median_centi,
            pos,
        ),
    )


FOLDS: dict[type, Fold] = {
    InstrumentDay: _instrument_day,
}
