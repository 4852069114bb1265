"""A school day gathered for the reports: gate, health file, units."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timezone

from kiosk.core.cases import readings_of
from kiosk.core.day_facts import DayFacts
from kiosk.core.people import PersonKind, UnitKind, unit_covers
from kiosk.core.policy import ScreeningPolicy
from kiosk.core.screening import Outcome, screen
from kiosk.core.units import natural
from kiosk.store.day_book import DayBook, HealthOfDay, symptom_days
from kiosk.store.health_book import HealthBook
from kiosk.store.log import Log
from kiosk.store.school_book import SchoolBook

_WAS_ELEVATED = frozenset({Outcome.ELEVATED, Outcome.CLEARED, Outcome.CONFIRMED})

MORNING = "morning"
"""The check that a class reports by the hour it is due."""


def day_facts(
    log: Log,
    day: date,
    zone: timezone,
    unit: str | None = None,
    screening: ScreeningPolicy | None = None,
) -> DayFacts:
    """Gather a day of the school, or of one unit and what is below it; raises StoreError.

    With `screening` who was elevated on the way out counts as well: there the reason of every
    decision is exit, and only the readings tell.
    """
    found = log.of(DayBook).facts(day, zone, _health(log, day), _classes(log))
    if screening is not None and (ill := _elevated_out(log, day, zone, screening)):
        people = (replace(one, fever=one.fever or one.person_id in ill) for one in found.people)
        found = replace(found, people=tuple(people))
    if unit is None:
        return found
    return replace(
        found,
        people=tuple(one for one in found.people if unit_covers(unit, one.unit)),
        classes=tuple(one for one in found.classes if unit_covers(unit, one)),
    )


def _elevated_out(
    log: Log, day: date, zone: timezone, screening: ScreeningPolicy
) -> frozenset[str]:
    return frozenset(
        person_id
        for case_no, person_id in log.of(DayBook).held_out(day, zone)
        if screen(readings_of(log.lookup.case_decisions(case_no, person_id)), screening).outcome
        in _WAS_ELEVATED
    )


def _health(log: Log, day: date) -> HealthOfDay:
    book = log.of(HealthBook)
    absences = {one.person_id: one.sick for one in book.absences_on(day)}
    reported = {
        one.unit: one.at for one in reversed(book.classes_reported(day)) if one.check == MORNING
    }
    return HealthOfDay(
        absences=absences,
        symptoms=_symptoms(book, [day]),
        before=_symptoms(book, symptom_days(day)),
        reported=reported,
    )


def _symptoms(book: HealthBook, days: Iterable[date]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for day in days:
        for row in book.symptoms_on(day):
            found[row.person_id] = found.get(row.person_id, frozenset()) | set(row.symptoms)
    return {person_id: symptoms for person_id, symptoms in found.items() if symptoms}


def _classes(log: Log) -> tuple[str, ...]:
    """Name the classes on record, and every other unit that has pupils: it owes its check too."""
    book = log.of(SchoolBook)
    with_pupils = {one.unit for one in book.members(PersonKind.PUPIL) if one.unit is not None}
    recorded = {path for path, one in book.units().items() if one.kind is UnitKind.CLASS}
    return tuple(sorted(recorded | with_pupils, key=natural))
