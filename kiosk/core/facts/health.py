"""Facts of the health file."""

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.core.facts.base import check_code, personal, personal_many
from kiosk.core.health import WatchEntry
from kiosk.core.windows import Window


@dataclass(frozen=True, slots=True)
class HomeTemperatureRecorded:
    """A home temperature of one day, degrees C; `clock` is the local time `HH:MM` it was taken."""

    person_id: str
    day: date
    import_id: str | None = None
    value_c: float | None = personal()
    clock: str | None = personal()


@dataclass(frozen=True, slots=True)
class WatchListed:
    """A person is on the watch list; replaces an entry of the same id.

    `follower_id` is the person or account in charge of following up.
    """

    watch_id: str
    person_id: str
    entry: WatchEntry
    follower_id: str | None = None
    region: str | None = personal()

    def __post_init__(self) -> None:
        check_code(self.entry.reason)


@dataclass(frozen=True, slots=True)
class WatchEnded:
    """A named release from the watch list."""

    watch_id: str


@dataclass(frozen=True, slots=True)
class IsolationBegun:
    """Isolation or observation, until the school doctor ends it."""

    person_id: str
    since: datetime
    cause: str
    case_no: int | None = None

    def __post_init__(self) -> None:
        check_code(self.cause)


@dataclass(frozen=True, slots=True)
class IsolationEnded:
    """The school doctor signed the person free."""

    person_id: str


@dataclass(frozen=True, slots=True)
class CertificateRecorded:
    """An illness is on file, with the proofs there are."""

    person_id: str
    hospital: bool
    school_doctor: bool


@dataclass(frozen=True, slots=True)
class WatchFollowedUp:
    """The follower in charge has spoken with a listed person."""

    watch_id: str
    person_id: str
    note: str | None = personal()


@dataclass(frozen=True, slots=True)
class SymptomsRecorded:
    """What a check of one day found, empty for nothing; replaces the same check of that day.

    `check` is a code: home, morning, noon, evening, gate, doctor. `symptoms` are codes of
    `kiosk.core.health_file.Symptom`.
    """

    person_id: str
    day: date
    check: str
    import_id: str | None = None
    symptoms: tuple[str, ...] = personal_many()
    note: str | None = personal()

    def __post_init__(self) -> None:
        check_code(self.check)


@dataclass(frozen=True, slots=True)
class AbsenceRecorded:
    """A person is absent on a day; `cause` is a code of `kiosk.core.health_file.AbsenceCause`.

    Replaces an earlier record of that day; `present` takes it back.
    """

    person_id: str
    day: date
    present: bool = False
    import_id: str | None = None
    cause: str | None = personal()
    note: str | None = personal()


@dataclass(frozen=True, slots=True)
class ClassReported:
    """A class has handed in its check of a day, whether or not anybody was ill."""

    unit: str
    day: date
    check: str

    def __post_init__(self) -> None:
        check_code(self.check)


@dataclass(frozen=True, slots=True)
class PlacementRecorded:
    """A pupil is on a placement in a firm (clause N2); replaces one of the same id."""

    placement_id: str
    person_id: str
    window: Window
    firm: str | None = personal()
    contact_name: str | None = personal()
    contact_phone: str | None = personal()


@dataclass(frozen=True, slots=True)
class PlacementObserved:
    """The daily observation of a pupil on a placement."""

    placement_id: str
    person_id: str
    day: date
    value_c: float | None = personal()
    note: str | None = personal()


HealthFact = (
    HomeTemperatureRecorded
    | WatchListed
    | WatchEnded
    | IsolationBegun
    | IsolationEnded
    | CertificateRecorded
    | WatchFollowedUp
    | SymptomsRecorded
    | AbsenceRecorded
    | ClassReported
    | PlacementRecorded
    | PlacementObserved
)
