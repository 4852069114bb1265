"""Acts of the gate itself: signing in, typing, overriding, opening, closing."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument


@dataclass(frozen=True, slots=True)
class SignIn:
    """A guard signs in by PIN."""

    pin: str


@dataclass(frozen=True, slots=True)
class SignOut:
    """The guard signs out."""


@dataclass(frozen=True, slots=True)
class TypeCredential:
    """A number typed instead of a code: school card or ID number."""

    number: str


@dataclass(frozen=True, slots=True)
class TypeReading:
    """A value read by the guard, degrees C, to a held case, or to the lane's visit without one.

    `visit_id` names the visit that the guard saw when he began to type: it may be over by now.
    """

    value_c: float
    by: Instrument
    case_no: int | None = None
    visit_id: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A supervisor lifts a refusal or a held case, by PIN and with a reason."""

    pin: str
    why: str
    visit_id: str | None = None
    case_no: int | None = None


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """A guard opens the door by hand, with a reason."""

    why: str


@dataclass(frozen=True, slots=True)
class SetDirection:
    """Switch a lane used both ways."""

    direction: Direction


@dataclass(frozen=True, slots=True)
class SetColdMode:
    """Switch the cold-morning way of working."""

    on: bool


@dataclass(frozen=True, slots=True)
class ConfirmClock:
    """A supervisor compared the screen with a phone; `shown` is the time that was compared."""

    pin: str
    shown: datetime


@dataclass(frozen=True, slots=True)
class CloseCase:
    """A guard ends a held case: left or handed_over."""

    case_no: int
    outcome: str


@dataclass(frozen=True, slots=True)
class EndIsolation:
    """The school doctor signs a person free, by PIN and with a reason."""

    pin: str
    person_id: str
    why: str


@dataclass(frozen=True, slots=True)
class EndTerminal:
    """A supervisor ends the terminal by PIN; it leaves when the answer is ok."""

    pin: str


@dataclass(frozen=True, slots=True)
class Dismiss:
    """The guard has dealt with a refusal: the block goes back to idle."""


@dataclass(frozen=True, slots=True)
class PresentPerson:
    """The guard found a person on record who has no card with him: begins a visit as if typed."""

    person_id: str


@dataclass(frozen=True, slots=True)
class Undo:
    """The wrong person was picked: take that visit back, within 30 s, as a correction."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class SignCertificate:
    """The school doctor notes the two proofs of a return, by PIN and with a reason."""

    pin: str
    person_id: str
    hospital: bool
    school_doctor: bool
    why: str


GateAct = (
    SignIn
    | SignOut
    | TypeCredential
    | TypeReading
    | Override
    | OpenDoor
    | SetDirection
    | SetColdMode
    | ConfirmClock
    | CloseCase
    | EndIsolation
    | EndTerminal
    | Dismiss
    | PresentPerson
    | Undo
    | SignCertificate
)
