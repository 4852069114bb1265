"""Facts of the school: units, households, who is responsible, directory, notices, plans."""

from dataclasses import dataclass
from datetime import date

from kiosk.core.facts.base import check_code, personal
from kiosk.core.people import UnitKind
from kiosk.core.windows import Window


@dataclass(frozen=True, slots=True)
class UnitRecorded:
    """A unit of the tree by its path (`grade-7/class-3`); `zh` and `en` name it on screens."""

    unit: str
    unit_kind: UnitKind
    zh: str | None = None
    en: str | None = None
    import_id: str | None = None


@dataclass(frozen=True, slots=True)
class UnitRemoved:
    """A unit is no longer part of the tree."""

    unit: str


@dataclass(frozen=True, slots=True)
class HouseholdLinked:
    """A guardian and a pupil live in one household; `relation` is a code (mother, father, ...)."""

    person_id: str
    guardian_id: str
    relation: str = "guardian"
    import_id: str | None = None

    def __post_init__(self) -> None:
        check_code(self.relation)


@dataclass(frozen=True, slots=True)
class HouseholdUnlinked:
    """That link no longer holds."""

    person_id: str
    guardian_id: str


@dataclass(frozen=True, slots=True)
class ResponsibleSet:
    """Who answers for a unit, and who when that one is away (clause N8); None takes it back.

    For a class this is the class teacher, for the school the head.
    """

    unit: str
    responsible_id: str | None = None
    deputy_id: str | None = None
    import_id: str | None = None


@dataclass(frozen=True, slots=True)
class ActingSet:
    """One person acts for another in a window; replaces one of the same id."""

    acting_id: str
    for_id: str
    by_id: str
    window: Window


@dataclass(frozen=True, slots=True)
class DirectoryEntrySet:
    """A line of the directory (clauses M1, M3); replaces one of the same id.

    `line` is a code of `kiosk.core.directory.Line` (leader, school_doctor, duty_leader, police,
    traffic_police, health_authority, education, hospital, ...); `place` orders within it.
    `person_id` is set for somebody on record, `unit` for the department in charge.
    """

    entry_id: str
    line: str
    place: int = 0
    person_id: str | None = None
    unit: str | None = None
    title: str | None = personal()
    name: str | None = personal()
    phone: str | None = personal()

    def __post_init__(self) -> None:
        check_code(self.line)


@dataclass(frozen=True, slots=True)
class DirectoryEntryRemoved:
    """That line is gone."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class ArrivalSlotSet:
    """When a unit and what is below it arrives and leaves (clause N3): local times `HH:MM`.

    `days` are ISO weekdays (1 Monday); nobody is early before `arrive_from`, late is from
    `late_from` on, leaving before `leave_from` is leaving early. With `day` it is for that day
    alone and goes before what weekdays say; empty times mean that nobody is expected.
    """

    unit: str
    days: tuple[int, ...]
    arrive_from: str
    late_from: str
    leave_from: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class NoticePosted:
    """A notice for the idle screen and the visitor page; replaces one of the same id."""

    notice_id: str
    window: Window
    zh: str | None = personal()
    en: str | None = personal()


@dataclass(frozen=True, slots=True)
class NoticeWithdrawn:
    """That notice is no longer shown."""

    notice_id: str


@dataclass(frozen=True, slots=True)
class ReachRecorded:
    """A person was reached (clause N4): about what, by which channel, slip returned or not.

    `channel` is a code of `kiosk.core.filing.Channel`; `day` is when it was, None for the day on
    which it was written down.
    """

    matter_id: str
    person_id: str
    channel: str
    slip: bool = False
    import_id: str | None = None
    day: date | None = None

    def __post_init__(self) -> None:
        check_code(self.channel)


@dataclass(frozen=True, slots=True)
class QuestionLogged:
    """A family asked something by the hotline or otherwise (clause M2)."""

    question_id: str
    person_id: str | None = None
    unit: str | None = None
    question: str | None = personal()
    phone: str | None = personal()


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """What the family was told."""

    question_id: str
    answer: str | None = personal()


@dataclass(frozen=True, slots=True)
class PlanFiled:
    """The reopening plan was filed with the authority; `digest` is the SHA-256 of the file."""

    plan_id: str
    day: date
    digest: str | None = None
    title: str | None = personal()


@dataclass(frozen=True, slots=True)
class PlanReviewed:
    """The authority has reviewed a plan; `result` is a code: passed, conditions, refused."""

    plan_id: str
    day: date
    result: str
    reviewer: str | None = personal()

    def __post_init__(self) -> None:
        check_code(self.result)


@dataclass(frozen=True, slots=True)
class TrainingHeld:
    """A training on the plan was held."""

    training_id: str
    day: date
    topic: str | None = personal()


@dataclass(frozen=True, slots=True)
class TrainingAttended:
    """That person was there."""

    training_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class ReopeningSet:
    """The day the school reopens, from which readiness counts back a week."""

    day: date


@dataclass(frozen=True, slots=True)
class ReportReleased:
    """A daily report or class summary was released by name and is kept as sent.

    `corrects` names the report it corrects; `content` is the JSON of what was sent.
    """

    report_id: str
    report: str
    day: date
    digest: str
    corrects: str | None = None
    content: str | None = personal()

    def __post_init__(self) -> None:
        check_code(self.report)


SchoolFact = (
    UnitRecorded
    | UnitRemoved
    | HouseholdLinked
    | HouseholdUnlinked
    | ResponsibleSet
    | ActingSet
    | DirectoryEntrySet
    | DirectoryEntryRemoved
    | ArrivalSlotSet
    | NoticePosted
    | NoticeWithdrawn
    | ReachRecorded
    | QuestionLogged
    | QuestionAnswered
    | PlanFiled
    | PlanReviewed
    | TrainingHeld
    | TrainingAttended
    | ReopeningSet
    | ReportReleased
)
