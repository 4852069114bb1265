"""What a report of an incident is made of, gathered from the log for one reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo

from kiosk.core.directory import Line
from kiosk.core.incident_course import about, title, typed
from kiosk.core.incident_reports import MASKED, CourseLine, PersonLine, ReportFacts
from kiosk.core.incidents import IncidentPart, IncidentStep, ReportField
from kiosk.core.language import Language
from kiosk.core.readings import Reading
from kiosk.core.words import words
from kiosk.core.words_health import SYMPTOMS
from kiosk.core.words_incidents import PARTS
from kiosk.core.words_incidents import named as in_words
from kiosk.core.words_screen import unit as unit_name
from kiosk.store.answers import AccountRow
from kiosk.store.fever_book import FeverBook
from kiosk.store.health_book import HealthBook
from kiosk.store.incident_book import Entry, Incident, IncidentBook
from kiosk.store.log import Log
from kiosk.store.school_book import SchoolBook

SYMPTOM_DAYS = 14
"""How many days from the opening on the symptoms of the ill are gathered."""

NOBODY = "-"
_OPENS_EARLIER = timedelta(days=3)
"""How long before the opening a case of the ill may have begun: the days of a cluster."""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom facts are gathered: the school's name and zone, the time, and what he may see.

    `names` holds the name of everybody who has a part, as this reader may see it. Without `clear`
    values, symptoms and what was typed are left away.
    """

    school: str
    zone: tzinfo
    at: datetime
    names: Mapping[str, str] = field(repr=False)
    clear: bool = False


def gather(log: Log, incident: Incident, reader: Reader) -> ReportFacts:
    """Gather what the gate knows of an incident; raises StoreError."""
    book, zone = log.of(IncidentBook), reader.zone
    parts = parts_of(book, incident)
    measured = book.measured_people(incident.incident_no)
    queued = [one for one, part in parts.items() if part == IncidentPart.QUEUED]
    first = None if incident.case_no is None else log.of(FeverBook).first_seen(incident.case_no)
    return ReportFacts(
        incident_no=incident.incident_no,
        incident_type=incident.incident_type,
        cause=incident.cause,
        level=incident.level,
        school=reader.school,
        at=reader.at.astimezone(zone),
        occurred=(first or incident.opened).astimezone(zone),
        opened=incident.opened.astimezone(zone),
        head=_head(log),
        unit=_unit(incident.unit),
        outcome=incident.outcome,
        steps_taken=book.steps_taken(incident.incident_no),
        people=_people(log, incident, parts, reader),
        ill=sum(part == IncidentPart.ILL for part in parts.values()),
        queued=len(queued),
        measured=len(measured.intersection(queued)),
        course=_course(book, incident, reader),
        texts=_heard(book, incident) if reader.clear else {},
        sent=tuple(
            (one.stage, one.report_id, one.at.astimezone(zone))
            for one in book.sent(incident.incident_no)
        ),
        drill=incident.drill,
    )


def parts_of(book: IncidentBook, incident: Incident) -> dict[str, str]:
    """Give everybody who has a part in an incident, the ill first; who is ill is nothing else."""
    found: dict[str, str] = {}
    if incident.person_id is not None:
        found[incident.person_id] = IncidentPart.ILL
    for person_id, part in book.people(incident.incident_no):
        if part == IncidentPart.ILL or person_id not in found:
            found[person_id] = part
    return dict(sorted(found.items(), key=lambda one: one[1] != IncidentPart.ILL))


def reporter(log: Log, account: AccountRow) -> str:
    """Name who reports, with a number where the account says whose it is."""
    details = None if account.person_id is None else log.lookup.details(account.person_id)
    phone = None if details is None else details.phone
    return "  ".join(one for one in (account.name or account.account_id, phone) if one)


def _head(log: Log) -> str | None:
    leaders = log.of(SchoolBook).directory(Line.LEADER)
    if not leaders:
        return None
    return "  ".join(one for one in (leaders[0].name, leaders[0].phone) if one) or None


def _unit(path: str | None) -> str | None:
    return None if path is None else unit_name(path, Language.ZH)


def _heard(book: IncidentBook, incident: Incident) -> dict[ReportField, str]:
    """Give what the steps have brought: symptoms that were asked for, the last daily call."""
    found: dict[ReportField, str] = {}
    fields = {
        IncidentStep.ASK_SYMPTOMS: ReportField.SYMPTOMS,
        IncidentStep.DAILY_CALL: ReportField.SITUATION,
    }
    for entry in book.entries(incident.incident_no):
        field = fields.get(IncidentStep(entry.code)) if _is_known_step(entry) else None
        said = "" if field is None else "  ".join(typed(book.event(entry).fact))
        if field is not None and said:
            found[field] = said
    return found


def _is_known_step(entry: Entry) -> bool:
    return entry.is_step and entry.code in list(IncidentStep)


def _course(book: IncidentBook, incident: Incident, reader: Reader) -> tuple[CourseLine, ...]:
    found: list[CourseLine] = []
    for entry in book.entries(incident.incident_no):
        event = book.event(entry)
        said = "  ".join(typed(event.fact))
        shown = (said if reader.clear else MASKED) if said else about(entry.entry, entry.code)
        at, what = event.moment.wall.astimezone(reader.zone), title(entry.entry, entry.code)
        found.append(CourseLine(at, event.actor.name, what, shown))
    return tuple(found)


def _people(
    log: Log, incident: Incident, parts: Mapping[str, str], reader: Reader
) -> tuple[PersonLine, ...]:
    measured = log.of(IncidentBook).measured(incident.incident_no)
    isolated = {one.person_id: one.since for one in log.of(HealthBook).isolated_now()}
    ill = [one for one, part in parts.items() if part == IncidentPart.ILL]
    symptoms = _symptoms(log, incident, ill, reader.zone) if reader.clear else {}
    found: list[PersonLine] = []
    for person_id, part in parts.items():
        holder = log.lookup.holder(person_id)
        readings = (*_at_the_gate(log, incident, person_id, part), *measured.get(person_id, ()))
        since = isolated.get(person_id)
        shown = readings_text(readings) if reader.clear else (MASKED if readings else None)
        found.append(
            PersonLine(
                name=reader.names.get(person_id, NOBODY),
                kind="" if holder is None else words(holder.kind).zh,
                unit=None if holder is None else _unit(holder.unit),
                part=in_words(PARTS, part),
                readings=shown,
                symptoms=symptoms.get(person_id),
                isolated=None if since is None else since.astimezone(reader.zone),
            )
        )
    return tuple(found)


def _at_the_gate(log: Log, incident: Incident, person_id: str, part: str) -> tuple[Reading, ...]:
    """Give the readings of the cases that the ill have had about the time of the opening."""
    if part != IncidentPart.ILL:
        return ()
    from_then = incident.opened - _OPENS_EARLIER
    cases = log.of(FeverBook).cases_of(person_id, from_then)
    numbers = dict.fromkeys([*([incident.case_no] if incident.case_no is not None else []), *cases])
    return tuple(
        one
        for case_no in numbers
        for event in log.lookup.case_decisions(case_no, person_id)
        for one in getattr(event.fact, "readings", ())
    )


def readings_text(readings: Iterable[Reading]) -> str | None:
    """Write readings in a row, each with its instrument; one without a value says so."""
    found = [
        f"{'--' if one.corrected_c is None else f'{one.corrected_c:.1f}'} {words(one.by).zh}"
        for one in readings
    ]
    return ", ".join(found) or None


def _symptoms(log: Log, incident: Incident, ill: Iterable[str], zone: tzinfo) -> dict[str, str]:
    """Gather the symptoms on file of the ill, from the day of the opening on."""
    wanted = set(ill)
    begun = datetime.combine(incident.opened.astimezone(zone).date(), time())
    book, found = log.of(HealthBook), dict[str, dict[str, None]]()
    for back in range(SYMPTOM_DAYS):
        for row in book.symptoms_on((begun + timedelta(days=back)).date()):
            if row.person_id in wanted:
                found.setdefault(row.person_id, {}).update(dict.fromkeys(row.symptoms))
    return {
        person_id: ", ".join(in_words(SYMPTOMS, one) for one in codes)
        for person_id, codes in found.items()
        if codes
    }
