"""Views of the instruments: days of readings, newest calibrations; nothing of a drill."""

import sqlite3

from kiosk.core.events import DeviceCalibrated, Event, InstrumentDay
from kiosk.core.plain import plain
from kiosk.store.folding import Fold, stamp
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "instrument_day": view(
        "access_point device day", "access_point device day", "count median_centi pos"
    ),
    "calibration": view(
        "access_point device",
        "access_point device wall",
        "correction_centi raw_centi reference_centi samples spread_centi pos",
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


def _calibrated(db: Db, pos: int, event: Event, fact: DeviceCalibrated) -> None:
    db.execute(
        "INSERT OR REPLACE INTO calibration (access_point, device, wall, correction_centi,"
        " raw_centi, reference_centi, samples, spread_centi, pos)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.access_point or "",
            fact.device,
            stamp(event.moment.wall),
            fact.correction_centi,
            fact.raw_centi,
            fact.reference_centi,
            fact.samples,
            fact.spread_centi,
            pos,
        ),
    )


FOLDS: dict[type, Fold] = {
    InstrumentDay: _instrument_day,
    DeviceCalibrated: _calibrated,
}
