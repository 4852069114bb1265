"""What the terminal is shown of incidents and held cases: what is due, steps, calls, people."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kiosk.core import masking
from kiosk.core.events import (
    AccessDecided,
    Actor,
    Event,
    IncidentStepTaken,
)
from kiosk.core.incident_course import about, typed
from kiosk.core.incident_deadlines import Deadline, deadlines, next_due
from kiosk.core.incidents import (
    IncidentCause,
    IncidentPart,
    procedure,
    steps_done,
)
from kiosk.core.plain import plain
from kiosk.core.screening import screen
from kiosk.core.text import clean
from kiosk.core.words_incidents import TYPES, named
from kiosk.link import messages as link
from kiosk.link import rows
from kiosk.station.bench import Bench, page
from kiosk.station.clock import Now
from kiosk.station.topics.incidents_calls import calls
from kiosk.station.topics.incidents_measured import ELEVATED, last_valid_c
from kiosk.store.incident_book import Entry, Incident, IncidentBook

MOST_SHOWN = 20
MOST_LINES, MOST_PEOPLE = 150, 400
"""Newest lines and first people of one answer, which has to fit one message."""


# --- On the screen ---


def panel(bench: Bench, now: Now) -> dict[str, Any]:
    """Give the open incidents, and alerts of what is overdue and of clusters nobody took up."""
    book = bench.log.of(IncidentBook)
    drill = bench.log.lookup.drill() is not None
    found = book.unfinished(drill=drill)[-MOST_SHOWN:]
    alerts = [one for incident in found for one in _alerts(bench, book, incident, now)]
    shown = tuple(_shown(bench, book, one) for one in found if one.is_open)
    return {"incidents": shown, "alerts": tuple(alerts)}


def _shown(bench: Bench, book: IncidentBook, incident: Incident) -> link.IncidentShown:
    due = next_due(_deadlines(bench, book, incident))
    return link.IncidentShown(
        incident_no=incident.incident_no,
        incident_type=incident.incident_type,
        level=incident.level,
        opened=incident.opened,
        person=bench.person(incident.person_id),
        steps_done=steps_done(incident.incident_type, book.steps_taken(incident.incident_no)),
        steps_wanted=len(procedure(incident.incident_type).steps),
        due=None if due is None else due.due,
        due_stage=None if due is None else due.stage,
        case_no=incident.case_no,
    )


def _deadlines(bench: Bench, book: IncidentBook, incident: Incident) -> tuple[Deadline, ...]:
    course = book.course(incident, bench.policy.clusters)
    return deadlines(course, bench.policy.deadlines, bench.zone)


def _alerts(
    bench: Bench, book: IncidentBook, incident: Incident, now: Now
) -> list[link.AlertShown]:
    found: list[link.AlertShown] = []
    due = next_due(_deadlines(bench, book, incident))
    number = incident.incident_no
    if due is not None and due.due <= now.moment.wall:
        person = bench.person(incident.person_id)
        overdue = link.AlertShown("incident_deadline", due.due, person, incident_no=number)
        found.append(replace(overdue, detail=due.stage))
    if incident.is_open and incident.cause == IncidentCause.CLUSTER:
        course = book.course(incident, bench.policy.clusters)
        if not book.steps_taken(number) and not course.released:
            alert = link.AlertShown("cluster", incident.opened, incident_no=number)
            found.append(replace(alert, detail=incident.unit))
    return found


# --- Queries ---


def incidents(bench: Bench, query: link.Query, _: Actor | None, _now: Now) -> dict[str, Any]:
    """List incidents, open ones first; those of a drill within a drill only."""
    book = bench.log.of(IncidentBook)
    drill = bench.log.lookup.drill() is not None
    found = [one for one in book.incidents() if drill or not one.drill]
    wanted = clean(query.text or "").casefold()
    found = [one for one in found if wanted in _found_by(one)]
    data = page(list(range(len(found))), query)
    listed = [found[place] for place in data["rows"]]
    data["rows"] = [
        plain(rows.IncidentRow(_shown(bench, book, one), one.is_open, one.outcome))
        for one in listed
    ]
    return data


def incident(bench: Bench, query: link.Query, actor: Actor | None, now: Now) -> dict[str, Any]:
    """Give one incident by its number, None for a number that none has."""
    book = bench.log.of(IncidentBook)
    number = _number(query.text)
    found = None if number is None else book.incident(number)
    if found is None:
        return {"one": None}
    detail = rows.IncidentDetail(
        incident=_shown(bench, book, found),
        is_open=found.is_open,
        steps=_steps(book, found),
        contacts=calls(bench, book, found, actor, now),
        people=_people(bench, book, found)[:MOST_PEOPLE],
        deadlines=tuple(
            rows.DeadlineRow(one.stage, one.due, one.done_at)
            for one in _deadlines(bench, book, found)
        ),
        timeline=tuple(_timeline(book, found)[-MOST_LINES:]),
    )
    return {"one": plain(detail)}


def case(bench: Bench, query: link.Query, _: Actor | None, _now: Now) -> dict[str, Any]:
    """Give one held case with all its readings, None for a number that none has."""
    lookup = bench.log.lookup
    number = _number(query.text)
    found = None if number is None else lookup.case(number)
    if found is None:
        return {"one": None}
    person_id = found.person_id
    decisions = [] if person_id is None else lookup.case_decisions(found.case_no, person_id)
    details = None if person_id is None else lookup.details(person_id)
    detail = rows.CaseDetail(
        case_no=found.case_no,
        opened=found.opened,
        reason=found.latest_reason,
        person=bench.person(person_id),
        readings=readings_shown(decisions),
        contact_name=None if details is None else masking.name(details.contact_name),
        contact_phone=None if details is None else masking.phone(details.contact_phone),
        incident_no=bench.log.of(IncidentBook).of_case(found.case_no),
    )
    return {"one": plain(detail)}


def readings_shown(decisions: Sequence[Event]) -> tuple[rows.ReadingShown, ...]:
    """Give every reading of decisions with when it was judged and who typed it."""
    return tuple(
        rows.ReadingShown(
            at=event.moment.wall,
            by=one.by,
            raw_c=one.raw_c,
            correction_c=one.correction_c,
            corrected_c=one.corrected_c,
            device=one.device,
            typed_by=one.typed_by,
        )
        for event in decisions
        if isinstance(event.fact, AccessDecided)
        for one in event.fact.readings
    )


def _found_by(incident: Incident) -> str:
    """Give what the search field looks in: number, type in both languages, unit."""
    kind = named(TYPES, incident.incident_type)
    return f"{incident.incident_no} {kind} {incident.unit or ''}".casefold()


def _number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _steps(book: IncidentBook, incident: Incident) -> tuple[rows.StepShown, ...]:
    """Give every step of the procedure; one done several times as it was done last."""
    done = {one.code: one for one in book.entries(incident.incident_no) if one.is_step}
    found: list[rows.StepShown] = []
    for step in procedure(incident.incident_type).steps:
        entry = done.get(step)
        if entry is None:
            found.append(rows.StepShown(step))
            continue
        event = book.event(entry)
        fact = event.fact
        counterpart = fact.counterpart if isinstance(fact, IncidentStepTaken) else None
        found.append(rows.StepShown(step, event.moment.wall, event.actor.name, counterpart))
    return tuple(found)


def _people(bench: Bench, book: IncidentBook, incident: Incident) -> tuple[rows.ListedRow, ...]:
    """Give each listed person once, the ill first, then those who are still to be measured."""
    parts: dict[str, str] = {}
    for person_id, part in book.people(incident.incident_no):
        if part == IncidentPart.ILL or person_id not in parts:
            parts[person_id] = part
    measured = book.measured(incident.incident_no)
    policy = bench.policy.screening
    found: list[rows.ListedRow] = []
    for person_id, part in parts.items():
        person = bench.person(person_id)
        readings = measured.get(person_id, ())
        if person is not None:
            elevated = bool(readings) and screen(readings, policy).outcome in ELEVATED
            found.append(rows.ListedRow(person, part, last_valid_c(readings, policy), elevated))
    return tuple(sorted(found, key=_order))


def _order(row: rows.ListedRow) -> tuple[bool, bool, bool]:
    return row.part != IncidentPart.ILL, not row.elevated, row.last_c is not None


def _timeline(book: IncidentBook, incident: Incident) -> list[rows.TimelineRow]:
    found: list[rows.TimelineRow] = []
    for entry in book.entries(incident.incident_no):
        event = book.event(entry)
        what = entry.code if entry.is_step else entry.entry
        found.append(
            rows.TimelineRow(event.moment.wall, event.actor.name, what, _note(entry, event))
        )
    return found


def _note(entry: Entry, event: Event) -> str | None:
    return "  ".join(typed(event.fact)) or about(entry.entry, entry.code)
