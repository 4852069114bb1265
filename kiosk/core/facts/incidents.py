"""Facts of an incident (clauses M3, M4): opened, steps, people listed, reports, closed."""

from dataclasses import dataclass

from kiosk.core.facts.base import check_code, personal, personal_many
from kiosk.core.readings import Reading


@dataclass(frozen=True, slots=True)
class IncidentOpened:
    """An incident begins, by a key or by the gate itself.

    `incident_type` is a code of `kiosk.core.incidents.IncidentType`, `cause` one of key,
    confirmed_fever, cluster; `level` a code of the deadline schedule (general, large, major).
    `trigger` names the cluster trigger of the policy, `case_no` the held case.
    """

    incident_no: int
    incident_type: str
    cause: str
    level: str = "general"
    case_no: int | None = None
    person_id: str | None = None
    unit: str | None = None
    trigger: str | None = None

    def __post_init__(self) -> None:
        for one in (self.incident_type, self.cause, self.level):
            check_code(one)


@dataclass(frozen=True, slots=True)
class IncidentStepTaken:
    """A step of the procedure was done, by the actor of the event.

    `step` is a code of the steps of its type; `counterpart` is who was called or who took over.
    """

    incident_no: int
    step: str
    person_id: str | None = None
    counterpart: str | None = personal()
    phone: str | None = personal()
    note: str | None = personal()

    def __post_init__(self) -> None:
        check_code(self.step)


@dataclass(frozen=True, slots=True)
class IncidentNoted:
    """A line of the timeline that is no step."""

    incident_no: int
    note: str | None = personal()


@dataclass(frozen=True, slots=True)
class IncidentLevelSet:
    """The level was set anew; deadlines follow it."""

    incident_no: int
    level: str

    def __post_init__(self) -> None:
        check_code(self.level)


@dataclass(frozen=True, slots=True)
class IncidentPersonListed:
    """A person has a part in an incident: ill, queued, contact, witness."""

    incident_no: int
    person_id: str
    part: str

    def __post_init__(self) -> None:
        check_code(self.part)


@dataclass(frozen=True, slots=True)
class IncidentPersonMeasured:
    """A listed person was measured a second time."""

    incident_no: int
    person_id: str
    readings: tuple[Reading, ...] = personal_many()


@dataclass(frozen=True, slots=True)
class IncidentReported:
    """A report of the incident was released: stage first, progress or closing; kept as sent."""

    incident_no: int
    stage: str
    report_id: str
    digest: str
    content: str | None = personal()

    def __post_init__(self) -> None:
        check_code(self.stage)


@dataclass(frozen=True, slots=True)
class IncidentClosed:
    """A named person ends the incident; `outcome` is a code."""

    incident_no: int
    outcome: str

    def __post_init__(self) -> None:
        check_code(self.outcome)


IncidentsFact = (
    IncidentOpened
    | IncidentStepTaken
    | IncidentNoted
    | IncidentLevelSet
    | IncidentPersonListed
    | IncidentPersonMeasured
    | IncidentReported
    | IncidentClosed
)
