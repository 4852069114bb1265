"""What the terminal is shown of permits: rows of today, what waits, and alerts to be heard."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from kiosk.core import masking, search
from kiosk.core.events import Actor, PermitRequested
from kiosk.core.permit_life import PermitFile, PermitStanding, PermitStep
from kiosk.core.permit_watch import OverdueSince, overdue
from kiosk.core.phases import Phase
from kiosk.core.search import Findable
from kiosk.core.text import clean
from kiosk.core.visitors import PLATE_LIMIT
from kiosk.core.words_policy import PURPOSES
from kiosk.link import messages as link
from kiosk.link.rows import PermitRow
from kiosk.sheets.initials import letters_of
from kiosk.station.bench import Bench, page
from kiosk.station.clock import Now
from kiosk.store.permit_book import InsideRow, PermitBook

MOST_ALERTS = 20
"""Alerts of permits in one state; the oldest first, and the lists show the rest."""

_DAY = timedelta(days=1)
_WAITING = frozenset({PermitStanding.WAITS_DEPARTMENT, PermitStanding.WAITS_LEADER})


def phase_of(bench: Bench) -> Phase:
    """Give the phase that holds now; without one in the log the campus counts as closed."""
    found = bench.log.lookup.phase()
    return Phase.CLOSED if found is None else found.phase


def day_start(bench: Bench, now: Now) -> datetime:
    """Give the beginning of today in the school's zone."""
    local = now.moment.wall.astimezone(bench.zone)
    return datetime.combine(local.date(), time(), bench.zone)


# --- Rows ---


def today(bench: Bench, query: link.Query, _: Actor | None, now: Now) -> dict[str, Any]:
    """List everybody covered by a permit of today, and who is inside or left unsigned on an older.

    The search field takes a name, initials, a unit, the end of a number, a purpose or a plate.
    """
    book = bench.log.of(PermitBook)
    start = day_start(bench, now)
    inside = {(one.permit_id, one.person_id): one for one in book.inside()}
    rows: list[PermitRow] = []
    for file in _files(book, start):
        for person_id in file.people:
            there = inside.get((file.permit_id, person_id))
            row = _row(bench, book, file, person_id, there, now)
            if row is not None and _wanted(bench, row, query.text):
                rows.append(row)
    rows.sort(key=_urgency)
    return page(rows, query)


def _files(book: PermitBook, start: datetime) -> list[PermitFile]:
    files = book.between(start, start + _DAY)
    known = {one.permit_id for one in files}
    gone = {one.permit_id for one in book.unsigned_exits(start)} - known
    late = [book.file(one) for one in sorted(gone)]
    return [*(one for one in late if one is not None), *files]


def waiting(bench: Bench, query: link.Query, _: Actor | None, now: Now) -> dict[str, Any]:
    """List the permits that wait for an approval, the longest waiting first, found as of today."""
    book, at = bench.log.of(PermitBook), now.moment.wall
    files = [one for one in book.waiting() if one.standing(at) in _WAITING]
    rows = [_row(bench, book, one, one.person_id, None, now) for one in files]
    found = [one for one in rows if one is not None and _wanted(bench, one, query.text)]
    return page(found, query)


def _row(
    bench: Bench,
    book: PermitBook,
    file: PermitFile,
    person_id: str,
    there: InsideRow | None,
    now: Now,
) -> PermitRow | None:
    person = bench.person(person_id)
    if person is None:
        return None
    permit = file.permit
    late = None if there is None else _overdue(bench, there, now)
    host = None if file.host_id is None else bench.log.lookup.details(file.host_id)
    return PermitRow(
        permit_id=file.permit_id,
        person=person,
        state=permit.state,
        purpose=permit.purpose,
        areas=permit.areas,
        entries=permit.entries,
        used=file.entered.get(person_id, 0),
        inside=there is not None,
        since=permit.window.since,
        until=permit.window.until,
        host=bench.person(file.host_id),
        host_phone=None if host is None else masking.phone(host.phone),
        department=file.department,
        headcount=file.headcount,
        vehicle=_vehicle(book, file),
        approvals=file.approvals,
        levels=file.levels,
        over_since=None if late is None else late.since,
    )


def _vehicle(book: PermitBook, file: PermitFile) -> str | None:
    """Decrypt the plate: the guard compares it with the one before him."""
    asked = [one.pos for one in book.steps(file.permit_id) if one.step is PermitStep.REQUEST]
    fact = book.at(asked[-1]).event.fact if asked else None
    plate = fact.vehicle if isinstance(fact, PermitRequested) else None
    return clean(plate, PLATE_LIMIT) if plate else None


def _urgency(row: PermitRow) -> tuple[bool, bool, datetime, str, str]:
    begins = row.since or datetime.min.replace(tzinfo=UTC)
    return row.over_since is None, not row.inside, begins, row.permit_id, row.person.person_id


def _wanted(bench: Bench, row: PermitRow, typed: str | None) -> bool:
    if not (typed or "").strip():
        return True
    return bool(search.found(_findable(bench, row), typed or ""))


def _findable(bench: Bench, row: PermitRow) -> Iterator[Findable]:
    """Let a permit be found by its person or its host, its purpose, department, plate and id."""
    words = PURPOSES.get(row.purpose)
    about = [row.purpose, row.vehicle, row.department]
    about += [] if words is None else [words.zh, words.en]
    for person in (row.person, row.host):
        details = None if person is None else bench.log.lookup.details(person.person_id)
        if person is None or details is None:
            continue
        texts = " ".join(filter(None, (person.unit, *about))).lower()
        numbers = tuple(filter(None, (details.id_number, details.phone, row.permit_id)))
        name = details.name or ""
        places = search.places_of(person.unit or "")
        yield Findable(row.permit_id, name.lower(), letters_of(name), texts, places, numbers)


# --- Alerts ---


def panel(bench: Bench, now: Now) -> dict[str, Any]:
    """Give the alerts: overstays, who never came out, and exits that the host has not signed."""
    book = bench.log.of(PermitBook)
    found = [
        link.AlertShown(late.what.value, late.since, bench.person(one.person_id), one.permit_id)
        for one in book.inside()
        if (late := _overdue(bench, one, now)) is not None
    ]
    found += [
        link.AlertShown("host_signs", one.left_at, bench.person(one.person_id), one.permit_id)
        for one in book.unsigned_exits(day_start(bench, now))
    ]
    found.sort(key=lambda one: one.since)
    return {"alerts": tuple(found[:MOST_ALERTS])}


def _overdue(bench: Bench, row: InsideRow, now: Now) -> OverdueSince | None:
    policy = bench.policy
    return overdue(
        row.since.astimezone(bench.zone),
        row.window,
        now.moment.wall.astimezone(bench.zone),
        policy.day_end,
        timedelta(minutes=policy.permits.overstay_minutes),
    )
