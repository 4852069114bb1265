"""The second measurement of those who queued with somebody ill (rules.md 2d, 7)."""

from kiosk.core.cases import confirms_fever
from kiosk.core.events import (
    Actor,
    Fact,
    IncidentPersonListed,
    IncidentPersonMeasured,
    IncidentStepTaken,
    IsolationBegun,
)
from kiosk.core.incidents import IncidentPart, IncidentStep, procedure
from kiosk.core.policy import ScreeningPolicy
from kiosk.core.readings import Instrument, Reading
from kiosk.core.screening import Outcome, is_valid, screen
from kiosk.link import messages as link
from kiosk.station.bench import Bench, Done
from kiosk.station.desk import typed_reading
from kiosk.station.fever import CONFIRMED_CAUSE
from kiosk.store.incident_book import Incident, IncidentBook

ELEVATED = frozenset({Outcome.UNFINISHED, Outcome.ELEVATED, Outcome.CONFIRMED})
"""Outcomes of a second measurement that somebody has to act on."""


def measure_listed(
    bench: Bench, intent: link.Intent, act: link.MeasureListed, actor: Actor
) -> Done:
    """Keep a value; one that confirms a fever isolates at once, as at the gate."""
    book = bench.log.of(IncidentBook)
    found = book.incident(act.incident_no)
    if found is None or not found.is_open:
        return Done("incident_unknown" if found is None else "incident_closed")
    parts = {part for person_id, part in book.people(act.incident_no) if person_id == act.person_id}
    if not parts:
        return Done("not_listed")
    contact = act.by is Instrument.CONTACT
    instrument = bench.site.contact if contact else bench.site.handheld
    if not instrument.low_c <= act.value_c <= instrument.high_c:
        return Done("out_of_instrument_range")
    reading = typed_reading(
        act.value_c, act.by, instrument, actor.name, bench.lane.sight.corrections
    )
    measured = book.measured(act.incident_no)
    measured[act.person_id] = (*measured.get(act.person_id, ()), reading)
    policy = bench.policy.screening
    outcome = screen(measured[act.person_id], policy).outcome
    facts: list[Fact] = [IncidentPersonMeasured(act.incident_no, act.person_id, (reading,))]
    if confirms_fever(outcome):
        facts += _isolated(bench, act, parts)
    if _queue_done(book, found, measured, policy):
        facts.append(IncidentStepTaken(act.incident_no, IncidentStep.REMEASURE_QUEUE))
    done = bench.write(actor, *facts, intent=intent)
    data = {"elevated": outcome in ELEVATED, "outcome": str(outcome)}
    return Done("ok", data) if done.code == "ok" else done


def last_valid_c(readings: tuple[Reading, ...], policy: ScreeningPolicy) -> float | None:
    """Give the last value that counts, degrees C; what was not measured is no value."""
    return next((one.corrected_c for one in reversed(readings) if is_valid(one, policy)), None)


def _isolated(bench: Bench, act: link.MeasureListed, parts: set[str]) -> list[Fact]:
    wall = bench.clock.now().moment.wall
    health = bench.log.lookup.person_facts(act.person_id, None, wall, 0).health
    found: list[Fact] = []
    if health.isolation is None:
        found.append(IsolationBegun(act.person_id, wall, CONFIRMED_CAUSE))
    if IncidentPart.ILL not in parts:
        found.append(IncidentPersonListed(act.incident_no, act.person_id, IncidentPart.ILL))
    return found


def _queue_done(
    book: IncidentBook,
    incident: Incident,
    measured: dict[str, tuple[Reading, ...]],
    policy: ScreeningPolicy,
) -> bool:
    """Tell whether nobody who queued is left without a value that counts, for the first time."""
    if IncidentStep.REMEASURE_QUEUE not in procedure(incident.incident_type).steps:
        return False
    if IncidentStep.REMEASURE_QUEUE in book.steps_taken(incident.incident_no):
        return False
    queued = [one for one, part in book.people(incident.incident_no) if part == IncidentPart.QUEUED]
    return bool(queued) and all(
        last_valid_c(measured.get(one, ()), policy) is not None for one in queued
    )
