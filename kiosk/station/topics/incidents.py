"""Incidents at the terminal: opened by one key, followed step by step, closed by name."""

from dataclasses import replace

from kiosk.core.events import (
    Actor,
    CertificateRecorded,
    Event,
    Fact,
    IncidentClosed,
    IncidentLevelSet,
    IncidentNoted,
    IncidentOpened,
    IncidentStepTaken,
)
from kiosk.core.incidents import (
    NAMES_WHO_TOOK_OVER,
    IncidentCause,
    IncidentLevel,
    IncidentOutcome,
    IncidentType,
    procedure,
)
from kiosk.core.people import Role
from kiosk.core.text import clean
from kiosk.link import messages as link
from kiosk.station.bench import WHY_LIMIT, Bench, Done, Handler, Topic
from kiosk.station.recorder import event
from kiosk.station.topics.incidents_clusters import ClusterWatch
from kiosk.station.topics.incidents_measured import measure_listed
from kiosk.station.topics.incidents_shown import case, incident, incidents, panel
from kiosk.store.errors import StoreError
from kiosk.store.incident_book import Incident, IncidentBook

NAME_LIMIT, PHONE_LIMIT = 60, 40

CLOSERS = frozenset({Role.SUPERVISOR, Role.SCHOOL_DOCTOR, Role.SCHOOL_LEADER})
"""Who may end an incident."""


def _open(bench: Bench, intent: link.Intent, act: link.OpenIncident, actor: Actor) -> Done:
    if act.incident_type not in list(IncidentType):
        return Done("type_unknown")
    if act.level not in list(IncidentLevel):
        return Done("level_unknown")
    lookup = bench.log.lookup
    held = None if act.case_no is None else lookup.case(act.case_no)
    if act.case_no is not None and held is None:
        return Done("case_unknown")
    person_id = act.person_id or (None if held is None else held.person_id)
    holder = None if person_id is None else lookup.holder(person_id)
    if person_id is not None and holder is None:
        return Done("person_unknown")
    if person_id is not None:
        known = bench.log.of(IncidentBook).open_of(person_id, act.incident_type)
        if known is not None:
            return Done("incident_open", {"incident_no": known})
    unit = act.unit or (None if holder is None else holder.unit)
    opened = IncidentOpened(
        0,
        act.incident_type,
        IncidentCause.KEY,
        act.level,
        case_no=act.case_no,
        person_id=person_id,
        unit=None if unit is None else clean(unit, NAME_LIMIT),
    )
    return _numbered(bench, intent, opened, actor)


def _numbered(bench: Bench, intent: link.Intent, opened: IncidentOpened, actor: Actor) -> Done:
    """Append an opening under the next number, whoever else opens one meanwhile."""
    log, now = bench.log, bench.clock.now()

    def made() -> Event:
        fact = replace(opened, incident_no=log.of(IncidentBook).next_no())
        point = bench.site.lane.access_point
        found = event(now, actor, fact, access_point=point, intent=intent.id)
        return replace(found, drill=log.lookup.drill() is not None)

    try:
        head = log.head()
        appended = log.append_if(made(), head, lambda _: made())
    except StoreError:
        return Done("log_not_writable")
    fact = appended.event.fact
    number = fact.incident_no if isinstance(fact, IncidentOpened) else None
    return Done("ok", {"incident_no": number})


def _take_step(bench: Bench, intent: link.Intent, act: link.TakeStep, actor: Actor) -> Done:
    found = open_incident(bench, act.incident_no)
    if isinstance(found, Done):
        return found
    if act.step not in procedure(found.incident_type).steps:
        return Done("step_unknown")
    counterpart = clean(act.counterpart or "", NAME_LIMIT) or None
    if counterpart is None and act.step in NAMES_WHO_TOOK_OVER:
        return Done("counterpart_missing")
    taken = IncidentStepTaken(
        act.incident_no,
        act.step,
        found.person_id,
        counterpart,
        clean(act.phone or "", PHONE_LIMIT) or None,
        clean(act.note or "", WHY_LIMIT) or None,
    )
    return bench.write(actor, taken, intent=intent)


def _note(bench: Bench, intent: link.Intent, act: link.NoteIncident, actor: Actor) -> Done:
    note = clean(act.note, WHY_LIMIT)
    if not note:
        return Done("note_missing")
    return _of_open(bench, intent, IncidentNoted(act.incident_no, note), actor)


def _set_level(bench: Bench, intent: link.Intent, act: link.SetIncidentLevel, actor: Actor) -> Done:
    if act.level not in list(IncidentLevel):
        return Done("level_unknown")
    return _of_open(bench, intent, IncidentLevelSet(act.incident_no, act.level), actor)


def _close(bench: Bench, intent: link.Intent, act: link.CloseIncident, actor: Actor) -> Done:
    why = clean(act.why, WHY_LIMIT)
    if not why:
        return Done("why_missing")
    if act.outcome not in list(IncidentOutcome):
        return Done("outcome_unknown")
    return _of_open(bench, intent, IncidentClosed(act.incident_no, act.outcome), actor, why)


def _of_open(
    bench: Bench,
    intent: link.Intent,
    fact: IncidentNoted | IncidentLevelSet | IncidentClosed,
    actor: Actor,
    why: str | None = None,
) -> Done:
    found = open_incident(bench, fact.incident_no)
    if isinstance(found, Done):
        return found
    return bench.write(actor, fact, why=why, intent=intent)


def _sign_certificate(
    bench: Bench, intent: link.Intent, act: link.SignCertificate, actor: Actor
) -> Done:
    why = clean(act.why, WHY_LIMIT)
    if not why:
        return Done("why_missing")
    if bench.log.lookup.holder(act.person_id) is None:
        return Done("person_unknown")
    fact: Fact = CertificateRecorded(act.person_id, act.hospital, act.school_doctor)
    return bench.write(actor, fact, why=why, intent=intent)


def open_incident(bench: Bench, incident_no: int) -> Incident | Done:
    """Give an open incident, or the answer for one that is not."""
    found = bench.log.of(IncidentBook).incident(incident_no)
    if found is None:
        return Done("incident_unknown")
    return found if found.is_open else Done("incident_closed")


TOPIC = Topic(
    handlers={
        link.OpenIncident: Handler(_open),
        link.TakeStep: Handler(_take_step),
        link.NoteIncident: Handler(_note),
        link.SetIncidentLevel: Handler(_set_level),
        link.MeasureListed: Handler(measure_listed),
        link.CloseIncident: Handler(_close, CLOSERS),
        link.SignCertificate: Handler(
            _sign_certificate, frozenset({Role.SCHOOL_DOCTOR}), in_drill=False
        ),
    },
    queries={"incidents": incidents, "incident": incident, "case": case},
    panel=panel,
    look=ClusterWatch(),
)
