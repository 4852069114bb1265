"""Acts about incidents and the fever procedure."""

from dataclasses import dataclass

from kiosk.core.readings import Instrument


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """Open an incident of a type; the answer's data holds `incident_no`."""

    incident_type: str
    level: str = "general"
    person_id: str | None = None
    unit: str | None = None
    case_no: int | None = None


@dataclass(frozen=True, slots=True)
class TakeStep:
    """A step was done: who was called or took over, with phone and note where there are any."""

    incident_no: int
    step: str
    counterpart: str | None = None
    phone: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class NoteIncident:
    """A line for the timeline."""

    incident_no: int
    note: str


@dataclass(frozen=True, slots=True)
class SetIncidentLevel:
    """Set the level anew: general, large or major."""

    incident_no: int
    level: str


@dataclass(frozen=True, slots=True)
class MeasureListed:
    """A second measurement of somebody who queued with the ill, degrees C."""

    incident_no: int
    person_id: str
    value_c: float
    by: Instrument


@dataclass(frozen=True, slots=True)
class CloseIncident:
    """End an incident, by PIN of a supervisor, the school doctor or a leader, with a reason."""

    pin: str
    incident_no: int
    outcome: str
    why: str


IncidentsAct = (
    OpenIncident | TakeStep | NoteIncident | SetIncidentLevel | MeasureListed | CloseIncident
)
