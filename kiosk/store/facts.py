"""The facts of one person that a request needs: holder, permit, shifts, health file, inside."""

import sqlite3
from collections.abc import Callable
from datetime import date, datetime, timedelta

from kiosk.core.events import HomeTemperatureRecorded
from kiosk.core.health import Health, HomeRecords, Isolation, ReturnCertificate, WatchEntry
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.request import Holder
from kiosk.core.windows import Window
from kiosk.store import reading
from kiosk.store.answers import PersonFacts
from kiosk.store.folding import stamp
from kiosk.store.rows import Stored

EARLY_RETURN = "early-return"
"""The only purpose that counts for a pupil (ruling 5)."""

At = Callable[[int], Stored]
"""Gives the event at a position, with its personal body."""


def person_facts(
    db: sqlite3.Connection,
    stored: At,
    person_id: str,
    permit_id: str | None,
    at: datetime,
    home_days: int,
) -> PersonFacts:
    """Gather what the views hold of a person at `at`; see `Lookup.person_facts`."""
    who = holder(db, person_id)
    if permit_id is None:
        permit = _best_permit(db, who, person_id, at)
    else:
        permit = next((one for one in permits(db, person_id) if one.permit_id == permit_id), None)
    return PersonFacts(
        holder=who,
        permit=permit,
        permit_id=permit.permit_id if permit else permit_id,
        duty=_duty(db, person_id, at),
        health=_health(db, stored, person_id, at, home_days),
        inside=is_inside(db, person_id),
    )


def holder(db: sqlite3.Connection, person_id: str) -> Holder | None:
    """Give the person's kind and unit by the record that counts now."""
    row = db.execute(
        f"SELECT kind, unit FROM person_record LEFT JOIN {reading.CURRENT} AND person_id = ?"  # noqa: S608 - constants
        f" ORDER BY {reading.NEWEST} LIMIT 1",
        (person_id,),
    ).fetchone()
    return None if row is None else Holder(PersonKind(row[0]), row[1], person_id)


def is_inside(db: sqlite3.Connection, person_id: str) -> bool:
    """Tell whether the person is known to be inside."""
    row = db.execute(
        f"SELECT inside FROM occupancy WHERE person_id = ? AND drill <= {reading.DRILL}"  # noqa: S608 - constants
        " ORDER BY drill DESC LIMIT 1",
        (person_id,),
    ).fetchone()
    return row is not None and bool(row[0])


def permits(db: sqlite3.Connection, person_id: str) -> list[Permit]:
    """Give every permit that covers the person, newest first, with his own entries on each.

    A permit covers its holder and whom it names as a companion; a headcount covers nobody.
    """
    found = db.execute(
        f"SELECT {reading.PERMIT}, (SELECT count(*) FROM visit WHERE"  # noqa: S608 - constants
        f" visit.permit_id = permit.permit_id AND visit.person_id = ? AND {reading.ENTRY})"
        " FROM permit WHERE person_id = ? OR permit_id IN"
        " (SELECT permit_id FROM permit_companion WHERE person_id = ?) ORDER BY pos DESC",
        (person_id, person_id, person_id),
    ).fetchall()
    return [reading.permit(row[:-1], row[-1]) for row in found]


def _best_permit(
    db: sqlite3.Connection, who: Holder | None, person_id: str, at: datetime
) -> Permit | None:
    """Pick the permit to judge: one that admits now, else one approved, else the newest."""

    def worth(permit: Permit) -> tuple[bool, bool, bool, bool]:
        counts = who is None or who.kind is not PersonKind.PUPIL or permit.purpose == EARLY_RETURN
        approved = permit.state is PermitState.APPROVED
        holds = approved and permit.window.holds(at)
        return counts, holds and permit.used < permit.entries, holds, approved

    # Of equals `max` keeps the first, which is the newest.
    return max(permits(db, person_id), key=worth, default=None)


def _duty(db: sqlite3.Connection, person_id: str, at: datetime) -> tuple[Window, ...]:
    found = db.execute(
        "SELECT since, until FROM shift WHERE person_id = ? AND (until IS NULL OR until > ?)"
        " ORDER BY since, shift_id",
        (person_id, stamp(at)),
    ).fetchall()
    return tuple(reading.window(*row) for row in found)


def _health(
    db: sqlite3.Connection, stored: At, person_id: str, at: datetime, home_days: int
) -> Health:
    return Health(
        home_records=_home_records(db, stored, person_id, at.date(), home_days),
        first_return=_first_return(db, person_id),
        watch=_watch(db, person_id, at),
        isolation=_isolation(db, person_id),
        certificate=_certificate(db, person_id),
    )


def _home_records(
    db: sqlite3.Connection, stored: At, person_id: str, today: date, home_days: int
) -> HomeRecords | None:
    found = db.execute(
        f"SELECT day, pos FROM home_record LEFT JOIN {reading.CURRENT} AND person_id = ?"  # noqa: S608 - constants
        f" ORDER BY day, {reading.NEWEST}",
        (person_id,),
    ).fetchall()
    if not found:
        return None
    newest: dict[date, int] = {}
    for day, pos in found:
        newest.setdefault(date.fromisoformat(day), pos)
    first, yesterday = min(newest), today - timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((yesterday - first).days + 1)]
    asked_from = today - timedelta(days=home_days)
    known = {day: _home_value(stored(newest[day])) for day in days if day in newest}
    # A value erased after the days asked for was there; within them it is as good as none.
    missing = [
        day for day in days if day not in known or (known[day] is None and day >= asked_from)
    ]
    values = [value for value in known.values() if value is not None]
    return HomeRecords(len(days), len(missing), max(values, default=None))


def _home_value(found: Stored) -> float | None:
    fact = found.event.fact
    return fact.value_c if isinstance(fact, HomeTemperatureRecorded) else None


def _first_return(db: sqlite3.Connection, person_id: str) -> bool:
    run = db.execute(
        f"SELECT run_pos FROM phase WHERE drill <= {reading.DRILL} ORDER BY drill DESC LIMIT 1"  # noqa: S608 - constants
    ).fetchone()
    if run is None or run[0] is None:
        return True
    entered = db.execute(
        f"SELECT 1 FROM visit WHERE person_id = ? AND pos > ? AND {reading.ENTRY} LIMIT 1",  # noqa: S608 - constants
        (person_id, run[0]),
    ).fetchone()
    return entered is None


def _watch(db: sqlite3.Connection, person_id: str, at: datetime) -> WatchEntry | None:
    """Give the entry that holds at `at`, else one to come, else one that is over."""
    found = db.execute(
        "SELECT reason, since, until FROM watch WHERE person_id = ? ORDER BY pos DESC",
        (person_id,),
    ).fetchall()
    entries = [WatchEntry(row[0], reading.window(row[1], row[2])) for row in found]
    return max(
        entries, key=lambda one: (one.window.holds(at), not one.window.over(at)), default=None
    )


def _isolation(db: sqlite3.Connection, person_id: str) -> Isolation | None:
    row = db.execute(
        "SELECT since, cause FROM isolation WHERE person_id = ?"  # noqa: S608 - constants
        f" AND drill <= {reading.DRILL} ORDER BY drill DESC LIMIT 1",
        (person_id,),
    ).fetchone()
    return None if row is None else Isolation(reading.time(row[0]), row[1])


def _certificate(db: sqlite3.Connection, person_id: str) -> ReturnCertificate | None:
    row = db.execute(
        "SELECT hospital, school_doctor FROM certificate WHERE person_id = ?", (person_id,)
    ).fetchone()
    return None if row is None else ReturnCertificate(bool(row[0]), bool(row[1]))
