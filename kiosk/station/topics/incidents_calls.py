"""Whom to call in an incident, in order, with names and numbers in clear."""

from kiosk.core import masking
from kiosk.core.directory import Line
from kiosk.core.events import Actor, Unmasked
from kiosk.core.incidents import procedure
from kiosk.link.rows import DirectoryRow
from kiosk.station.bench import Bench
from kiosk.station.clock import Now
from kiosk.store.errors import StoreError
from kiosk.store.fever_book import FeverBook
from kiosk.store.incident_book import Incident, IncidentBook
from kiosk.store.school_book import SchoolBook

GUARDIAN, CLASS_TEACHER = "guardian", "class_teacher"
"""Lines that are no part of the directory: they follow from the person."""

_UNMASKED = "incident_call"


def calls(
    bench: Bench, book: IncidentBook, incident: Incident, actor: Actor | None, now: Now
) -> tuple[DirectoryRow, ...]:
    """Give the call list: the type's lines of the directory, and the family of who is ill.

    The family and the class teacher come after the school doctor (rules.md 2d), else first.
    """
    school = bench.log.of(SchoolBook)
    found: list[DirectoryRow] = []
    for line in procedure(incident.incident_type).lines:
        found += [
            DirectoryRow(one.entry_id, one.line, one.title, one.name, one.phone, one.unit)
            for one in school.directory(line)
        ]
    doctors = [n for n, one in enumerate(found, 1) if one.line == Line.SCHOOL_DOCTOR]
    place = max(doctors, default=0)
    own = [*_guardian(bench, incident, actor, now), *_teacher(bench, school, incident, now)]
    return (*found[:place], *own, *found[place:])


def _guardian(
    bench: Bench, incident: Incident, actor: Actor | None, now: Now
) -> list[DirectoryRow]:
    person_id = incident.person_id
    details = None if person_id is None else bench.log.lookup.details(person_id)
    if person_id is None or details is None or not (details.contact_name or details.contact_phone):
        return []
    name, phone = details.contact_name, details.contact_phone
    if not _noted(bench, incident, person_id, actor, now):
        name, phone = masking.name(name), masking.phone(phone)
    return [DirectoryRow(f"contact-{person_id}", GUARDIAN, None, name, phone)]


def _teacher(bench: Bench, school: SchoolBook, incident: Incident, now: Now) -> list[DirectoryRow]:
    if incident.unit is None:
        return []
    answers = school.responsible(incident.unit, now.moment.wall)
    # Only the class's own: who answers for the school is on the list already.
    if answers is None or answers.unit != incident.unit or answers.acts_id is None:
        return []
    details = bench.log.lookup.details(answers.acts_id)
    if details is None:
        return []
    return [
        DirectoryRow(
            f"responsible-{answers.acts_id}",
            CLASS_TEACHER,
            None,
            details.name,
            details.phone,
            incident.unit,
        )
    ]


def _noted(bench: Bench, incident: Incident, person_id: str, actor: Actor | None, now: Now) -> bool:
    """Write down once for each who looks that he saw the family's number; False leaves it masked.

    A log that cannot be written must not hide the rest of the list.
    """
    if actor is None:
        return False
    fevers = bench.log.of(FeverBook)
    if fevers.unmasked_since(person_id, actor.name, incident.opened_pos):
        return True
    try:
        bench.recorder.append(now, actor, Unmasked(person_id, _UNMASKED))
    except StoreError:
        return False
    return True
