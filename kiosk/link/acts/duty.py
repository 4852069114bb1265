"""Acts of duty: own temperature, hand-over, lock, drill, evacuation, paper."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Verdict


@dataclass(frozen=True, slots=True)
class MeasureGuard:
    """Who is signed in has measured himself before duty, degrees C."""

    value_c: float
    by: Instrument


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand the gate over to the next guard, who gives his PIN, with a note."""

    pin: str
    note: str


@dataclass(frozen=True, slots=True)
class Lock:
    """Lock the terminal; verdicts stay on show."""


@dataclass(frozen=True, slots=True)
class Unlock:
    """Unlock it by the PIN of who is signed in, or of a supervisor."""

    pin: str


@dataclass(frozen=True, slots=True)
class BeginDrill:
    """Begin a drill of the whole gate, by a supervisor's PIN and with a reason."""

    pin: str
    why: str


@dataclass(frozen=True, slots=True)
class EndDrill:
    """End the drill, by a supervisor's PIN."""

    pin: str


@dataclass(frozen=True, slots=True)
class AllowEarlyLeave:
    """A pupil leaves in hours with a guardian present; teacher and leader agreed."""

    person_id: str
    guardian_id: str | None
    teacher_id: str | None
    leader_id: str | None
    why: str
    guardian_name: str | None = None
    guardian_phone: str | None = None


@dataclass(frozen=True, slots=True)
class RecordVehicle:
    """A vehicle with several people; each of them then gets a visit of his own."""

    plate: str
    direction: Direction
    people: tuple[str, ...] = ()
    permit_id: str | None = None
    goods: str | None = None


@dataclass(frozen=True, slots=True)
class EnterPaper:
    """One line of a paper fallback sheet: who, when, which way, what was measured and decided."""

    number: str
    at: datetime
    direction: Direction
    verdict: Verdict
    value_c: float | None = None
    by: Instrument | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class PrintEvacuation:
    """Write the list of everybody inside to the printer's folder, and log that it was made."""


DutyAct = (
    MeasureGuard
    | HandOver
    | Lock
    | Unlock
    | BeginDrill
    | EndDrill
    | AllowEarlyLeave
    | RecordVehicle
    | EnterPaper
    | PrintEvacuation
)
