"""What the terminal is shown of permits: rows of today, what waits, and alerts to be heard."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from kiosk.core import masking, search
from kiosk.core.events import Actor, PermitRequested
from kiosk.core.permit_life import PermitFile, PermitStanding, PermitStep
from kiosk.core.permit_watch import OverdueSince, overdue
from kiosk.core.phases import Phase
from kiosk.core.plain import plain
from kiosk.core.search import Findable
from kiosk.core.text import clean
from kiosk.core.visitors import PLATE_LIMIT
from kiosk.core.words_policy import PURPOSES
from kiosk.link import messages as link
from kiosk.link.rows import PermitRow
from kiosk.station.bench import Bench, page
from kiosk.station.clock import Now
from kiosk.station.topics.index import read_on
from kiosk.store.people_index import PeopleIndex
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
    lines: list[_Line] = []
    for file in _files(book, start):
        for person_id in file.people:
            there = inside.get((file.permit_id, person_id))
            late = None if there is None else _overdue(bench, there, now)
            since = None if late is None else late.since
            lines.append(_Line(file, person_id, there is not None, since))
    return _answer(bench, book, sorted(lines, key=_urgency), query)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row before it is decrypted: of many permits only one page is."""

    file: PermitFile
    person_id: str
    inside: bool = False
    over_since: datetime | None = None


def _answer(
    bench: Bench, book: PermitBook, lines: list[_Line], query: link.Query
) -> dict[str, Any]:
    index = read_on(bench)
    known = [one for one in lines if bench.log.lookup.holder(one.person_id) is not None]
    for word in (query.text or "")[: search.MOST_TYPED].split():
        known = _fitting(bench, book, index, known, word)
    data = page(list(range(len(known))), query)
    rows = [_row(bench, book, known[place]) for place in data["rows"]]
    data["rows"] = [plain(one) for one in rows if one is not None]
    return data | {"complete": index.complete}


def _fitting(
    bench: Bench, book: PermitBook, index: PeopleIndex, lines: list[_Line], word: str
) -> list[_Line]:
    """Give those that a word finds: by person or host, purpose, department, plate or id."""
    people = {one.person_id for one in lines}
    people |= {one.file.host_id for one in lines if one.file.host_id is not None}
    fits = set(index.find(word, people))
    return [
        one
        for one in lines
        if one.person_id in fits
        or one.file.host_id in fits
        or search.found((_findable(one.file, ""),), word)
        or search.found((_findable(one.file, _vehicle(book, one.file) or ""),), word)
    ]


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
    return _answer(bench, book, [_Line(one, one.person_id) for one in files], query)


def _row(bench: Bench, book: PermitBook, line: _Line) -> PermitRow | None:
    file, person = line.file, bench.person(line.person_id)
    if person is None:
        return None
    permit = file.permit
    host = None if file.host_id is None else bench.log.lookup.details(file.host_id)
    return PermitRow(
        permit_id=file.permit_id,
        person=person,
        state=permit.state,
        purpose=permit.purpose,
        areas=permit.areas,
        entries=permit.entries,
        used=file.entered.get(line.person_id, 0),
        inside=line.inside,
        since=permit.window.since,
        until=permit.window.until,
        host=bench.person(file.host_id),
        host_phone=None if host is None else masking.phone(host.phone),
        department=file.department,
        headcount=file.headcount,
        vehicle=_vehicle(book, file),
        approvals=file.approvals,
        levels=file.levels,
        over_since=line.over_since,
    )


def _vehicle(book: PermitBook, file: PermitFile) -> str | None:
    """Decrypt the plate: the guard compares it with the one before him."""
    asked = [one.pos for one in book.steps(file.permit_id) if one.step is PermitStep.REQUEST]
    fact = book.at(asked[-1]).event.fact if asked else None
    plate = fact.vehicle if isinstance(fact, PermitRequested) else None
    return clean(plate, PLATE_LIMIT) if plate else None


def _urgency(line: _Line) -> tuple[bool, bool, datetime, str, str]:
    begins = line.file.permit.window.since or datetime.min.replace(tzinfo=UTC)
    return (
        line.over_since is None, not line.inside, begins, line.file.permit_id, line.person_id,
    )  # fmt: skip


def _findable(file: PermitFile, plate: str) -> Findable:
    """Let a permit be found by its purpose, its department, its id and a plate."""
    words = PURPOSES.get(file.permit.purpose)
    about = [file.permit.purpose, plate, file.department]
    about += [] if words is None else [words.zh, words.en]
    texts = " ".join(filter(None, about)).lower()
    numbers = tuple(filter(None, (file.permit_id, plate)))
    return Findable(file.permit_id, unit=texts, numbers=numbers)


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
