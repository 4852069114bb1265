"""Incidents as the log knows them: how each stands, its timeline, people, reports as sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.core.events import (
    Event,
    IncidentPersonMeasured,
    IncidentReported,
)
from kiosk.core.incident_deadlines import Course, Released
from kiosk.core.incidents import IncidentCause, IncidentEntry
from kiosk.core.policy import ClusterTrigger
from kiosk.core.readings import Reading
from kiosk.store import reading
from kiosk.store.asking import Asking
from kiosk.store.views_incidents import STEP

_COLUMNS = (
    "incident_no, incident_type, cause, level, opened, person_id, unit, trigger_name, case_no,"
    " opened_pos, closed, outcome, drill"
)


@dataclass(frozen=True, slots=True)
class Incident:
    """How an incident stands, in ids and codes; `closed` is None while it is open."""

    incident_no: int
    incident_type: str
    cause: str
    level: str
    opened: datetime
    person_id: str | None
    unit: str | None
    trigger: str | None
    case_no: int | None
    opened_pos: int
    closed: datetime | None
    outcome: str | None
    drill: bool

    @property
    def is_open(self) -> bool:
        """Tell whether it still goes on."""
        return self.closed is None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline: `entry` is step or an IncidentEntry, `code` what it is about."""

    pos: int
    entry: str
    code: str
    person_id: str | None

    @property
    def is_step(self) -> bool:
        """Tell whether it is a step of the procedure."""
        return self.entry == STEP


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that was released; `content` is what was sent, None when it was erased."""

    incident_no: int
    stage: str
    report_id: str
    digest: str
    at: datetime
    by: str
    why: str | None
    content: str | None = field(repr=False)


class IncidentBook(Asking):
    """Questions about incidents; see `Asking` for what they may raise."""

    # --- One incident, or a list ---

    def incident(self, incident_no: int) -> Incident | None:
        """Give one incident by its number."""
        row = self._one(
            f"SELECT {_COLUMNS} FROM incident WHERE incident_no = ?",  # noqa: S608 - a constant
            incident_no,
        )
        return None if row is None else _incident(row)

    def incidents(self) -> list[Incident]:
        """List every incident, open ones first, then the newest first."""
        found = self._all(
            f"SELECT {_COLUMNS} FROM incident"  # noqa: S608 - a constant
            " ORDER BY closed_pos IS NOT NULL, opened_pos DESC"
        )
        return [_incident(row) for row in found]

    def unfinished(self, *, drill: bool) -> list[Incident]:
        """List those that are open, and those closed without a closing report; oldest first.

        Those of a drill are listed within a drill only.
        """
        found = self._all(
            f"SELECT {_COLUMNS} FROM incident WHERE drill <= ? AND (closed_pos IS NULL"  # noqa: S608 - a constant
            " OR (drill = 0 AND NOT EXISTS (SELECT 1 FROM incident_report AS one WHERE"
            " one.incident_no = incident.incident_no AND stage = 'closing'"
            " AND one.pos > closed_pos))) ORDER BY opened_pos",
            drill,
        )
        return [_incident(row) for row in found]

    def next_no(self) -> int:
        """Give the number of the next incident."""
        row = self._one("SELECT coalesce(max(incident_no), 0) + 1 FROM incident")
        return 1 if row is None else int(row[0])

    def open_fever(self, person_id: str | None, case_no: int | None, *, drill: bool) -> bool:
        """Tell whether a confirmed fever of this person, or of this case, is an open incident."""
        row = self._one(
            "SELECT 1 FROM incident WHERE closed_pos IS NULL AND cause = ? AND drill = ?"
            " AND (person_id = ? OR (person_id IS NULL AND case_no = ?)) LIMIT 1",
            IncidentCause.CONFIRMED_FEVER,
            drill,
            person_id,
            case_no,
        )
        return row is not None

    def open_of(self, person_id: str, incident_type: str) -> int | None:
        """Give the newest open incident of a type whose person this is."""
        row = self._one(
            "SELECT max(incident_no) FROM incident WHERE closed_pos IS NULL AND person_id = ?"
            " AND incident_type = ?",
            person_id,
            incident_type,
        )
        return None if row is None else row[0]

    def of_case(self, case_no: int) -> int | None:
        """Give the newest incident that a held case became."""
        row = self._one("SELECT max(incident_no) FROM incident WHERE case_no = ?", case_no)
        return None if row is None else row[0]

    def of_trigger(self, trigger: str, unit: str, *, drill: bool) -> Incident | None:
        """Give the newest incident that a cluster trigger has opened in a unit."""
        row = self._one(
            f"SELECT {_COLUMNS} FROM incident WHERE trigger_name = ? AND unit = ? AND drill = ?"  # noqa: S608 - a constant
            " ORDER BY opened_pos DESC LIMIT 1",
            trigger,
            unit,
            drill,
        )
        return None if row is None else _incident(row)

    # --- What happened in it ---

    def entries(self, incident_no: int) -> list[Entry]:
        """Give the lines of the timeline in their order."""
        found = self._all(
            "SELECT pos, entry, code, person_id FROM incident_line WHERE incident_no = ?"
            " ORDER BY pos",
            incident_no,
        )
        return [Entry(*row) for row in found]

    def event(self, entry: Entry) -> Event:
        """Decrypt what a line says; its personal fields are empty when they were erased."""
        return self.at(entry.pos).event

    def steps_taken(self, incident_no: int) -> frozenset[str]:
        """Name the steps that were done at least once."""
        found = self._all(
            "SELECT DISTINCT code FROM incident_line WHERE incident_no = ? AND entry = ?",
            incident_no,
            STEP,
        )
        return frozenset(row[0] for row in found)

    def people(self, incident_no: int) -> list[tuple[str, str]]:
        """List (person, part) in the order they were listed."""
        found = self._all(
            "SELECT person_id, part FROM incident_person WHERE incident_no = ? ORDER BY pos, part",
            incident_no,
        )
        return [(person_id, part) for person_id, part in found]

    def measured(self, incident_no: int) -> dict[str, tuple[Reading, ...]]:
        """Decrypt the second measurements of the listed, in the order they were taken.

        Somebody whose values were erased has none.
        """
        made: dict[str, tuple[Reading, ...]] = {}
        for entry in self.entries(incident_no):
            if entry.entry != IncidentEntry.MEASURED:
                continue
            fact = self.event(entry).fact
            if isinstance(fact, IncidentPersonMeasured):
                made[fact.person_id] = (*made.get(fact.person_id, ()), *fact.readings)
        return made

    def measured_people(self, incident_no: int) -> frozenset[str]:
        """Name who was measured a second time, whatever has become of the values."""
        found = self._all(
            "SELECT DISTINCT person_id FROM incident_line WHERE incident_no = ? AND entry = ?"
            " AND person_id IS NOT NULL",
            incident_no,
            IncidentEntry.MEASURED,
        )
        return frozenset(row[0] for row in found)

    def sent(self, incident_no: int) -> list[Sent]:
        """Give the reports as they were released, oldest first."""
        found = self._all(
            "SELECT pos FROM incident_report WHERE incident_no = ? ORDER BY pos", incident_no
        )
        made: list[Sent] = []
        for (pos,) in found:
            event = self.at(pos).event
            fact = event.fact
            if isinstance(fact, IncidentReported):
                made.append(_sent(event, fact))
        return made

    def course(self, incident: Incident, triggers: Sequence[ClusterTrigger]) -> Course:
        """Give what the deadlines of an incident follow from."""
        found = self._all(
            "SELECT stage, wall FROM incident_report WHERE incident_no = ? ORDER BY pos",
            incident.incident_no,
        )
        minutes = (one.deadline_minutes for one in triggers if one.name == incident.trigger)
        return Course(
            opened=incident.opened,
            level=incident.level,
            closed=incident.closed,
            released=tuple(Released(stage, datetime.fromisoformat(at)) for stage, at in found),
            trigger_minutes=next(minutes, None),
            outcome=incident.outcome,
        )


def _incident(row: Sequence[Any]) -> Incident:
    number, kind, cause, level, opened, person, unit, trigger, case_no, pos = row[:10]
    closed, outcome, drill = row[10:]
    return Incident(
        incident_no=number,
        incident_type=kind,
        cause=cause,
        level=level,
        opened=datetime.fromisoformat(opened),
        person_id=person,
        unit=unit,
        trigger=trigger,
        case_no=case_no,
        opened_pos=pos,
        closed=reading.time(closed),
        outcome=outcome,
        drill=bool(drill),
    )


def _sent(event: Event, fact: IncidentReported) -> Sent:
    return Sent(
        fact.incident_no,
        fact.stage,
        fact.report_id,
        fact.digest,
        event.moment.wall,
        event.actor.name,
        event.why,
        fact.content,
    )
