"""Facts of the gate: decisions, passages, held cases, acts of the guard, devices."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.core.facts.base import check_code, personal, personal_many
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import Reading
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.request import CredentialKind, CredentialState


class CaseOutcome(StrEnum):
    """How a held case ended; `corrected`: it was of somebody else, `drill_over`: of a drill."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    LEFT = "left"
    HANDED_OVER = "handed_over"
    CORRECTED = "corrected"
    DRILL_OVER = "drill_over"


class PassageOutcome(StrEnum):
    """What is known of the passage after an unlock; `unobserved` where nothing can see it."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    UNOBSERVED = "unobserved"


@dataclass(frozen=True, slots=True)
class AccessDecided:
    """One attempt and its verdict; on disk before the door moves on the way in.

    `readings` are those first judged here; earlier ones of the same case stand in its earlier
    events. `case_no` names the held case that this decision opens, joins or ends; `case_outcome`
    is set when it ends. `override_of` names the visit whose refusal a supervisor lifted.
    `never_seen_in` marks a way out of somebody not known to be inside.
    """

    visit_id: str
    direction: Direction
    verdict: Verdict
    reason: Reason
    clause: Clause
    also: tuple[Reason, ...]
    credential_kind: CredentialKind
    credential_state: CredentialState
    phase: Phase
    policy: str
    person_id: str | None = None
    person_kind: PersonKind | None = None
    unit: str | None = None
    pass_id: str | None = None
    card_id: str | None = None
    permit_id: str | None = None
    case_no: int | None = None
    case_outcome: CaseOutcome | None = None
    override_of: str | None = None
    never_seen_in: bool = False
    readings: tuple[Reading, ...] = personal_many()


@dataclass(frozen=True, slots=True)
class PassageEnded:
    """What became of a grant."""

    visit_id: str
    outcome: PassageOutcome


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """A guard ended a held case."""

    case_no: int
    outcome: CaseOutcome


@dataclass(frozen=True, slots=True)
class DoorOpened:
    """A guard opened the door by hand, with a reason."""

    pulse_ms: int


@dataclass(frozen=True, slots=True)
class DirectionSet:
    """A lane used both ways was switched."""

    direction: Direction


@dataclass(frozen=True, slots=True)
class ColdModeSet:
    """The cold-morning way of working was switched: scan, three digits, Enter."""

    on: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody signed in at the terminal."""

    account_id: str


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Somebody signed out at the terminal."""

    account_id: str


@dataclass(frozen=True, slots=True)
class TerminalEnded:
    """A supervisor ended the terminal, to get at the machine."""


@dataclass(frozen=True, slots=True)
class PinRefused:
    """A wrong PIN was typed; `act` says for what."""

    act: str


@dataclass(frozen=True, slots=True)
class Unmasked:
    """Somebody looked at a masked field of a person; written before it was shown."""

    person_id: str
    what: str


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """A device no longer answers; `cause` is the driver's word for it."""

    device: str
    cause: str

    def __post_init__(self) -> None:
        check_code(self.cause)


@dataclass(frozen=True, slots=True)
class DeviceBack:
    """A device answers again."""

    device: str


@dataclass(frozen=True, slots=True)
class NotSignedOut:
    """At day end a pupil or member of staff without an exit is no longer counted inside."""

    person_id: str


@dataclass(frozen=True, slots=True)
class VisitCorrected:
    """The wrong person was picked: that visit was not `person_id`'s, and does not count as his."""

    visit_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class GuardMeasured:
    """Whoever goes on duty has measured himself before."""

    account_id: str
    readings: tuple[Reading, ...] = personal_many()


@dataclass(frozen=True, slots=True)
class ShiftHandedOver:
    """One guard hands the gate over to the next, with the open cases and a note."""

    from_account: str
    to_account: str
    open_cases: tuple[int, ...] = ()
    note: str | None = personal()


@dataclass(frozen=True, slots=True)
class TerminalLocked:
    """The terminal was locked, by key or because nobody touched it."""

    by_key: bool = False


@dataclass(frozen=True, slots=True)
class TerminalUnlocked:
    """Somebody unlocked the terminal by PIN."""

    account_id: str


@dataclass(frozen=True, slots=True)
class EarlyLeaveAllowed:
    """A pupil may leave in hours with a guardian present (rules.md 2e).

    `teacher_id` is the class teacher and `leader_id` the duty leader who agreed.
    """

    slip_id: str
    person_id: str
    guardian_id: str | None = None
    teacher_id: str | None = None
    leader_id: str | None = None
    guardian_name: str | None = personal()
    guardian_phone: str | None = personal()


@dataclass(frozen=True, slots=True)
class VehicleRecorded:
    """A vehicle stands at the gate with these people on record; each is decided on his own."""

    vehicle_id: str
    direction: Direction
    people: tuple[str, ...] = ()
    permit_id: str | None = None
    plate: str | None = personal()
    goods: str | None = personal()


@dataclass(frozen=True, slots=True)
class PaperEntered:
    """A line of a paper fallback sheet, entered later: what the guard decided then.

    `at` is the time on the sheet; the event's own moment is when it was typed.
    """

    visit_id: str
    at: datetime
    direction: Direction
    verdict: Verdict
    person_id: str | None = None
    person_kind: PersonKind | None = None
    unit: str | None = None
    sheet: str | None = None
    readings: tuple[Reading, ...] = personal_many()
    name: str | None = personal()


@dataclass(frozen=True, slots=True)
class EvacuationListed:
    """The list of everybody inside was shown or printed, in clear."""

    count: int


GateFact = (
    AccessDecided
    | PassageEnded
    | CaseClosed
    | DoorOpened
    | DirectionSet
    | ColdModeSet
    | SignedIn
    | SignedOut
    | TerminalEnded
    | PinRefused
    | Unmasked
    | DeviceLost
    | DeviceBack
    | NotSignedOut
    | VisitCorrected
    | GuardMeasured
    | ShiftHandedOver
    | TerminalLocked
    | TerminalUnlocked
    | EarlyLeaveAllowed
    | VehicleRecorded
    | PaperEntered
    | EvacuationListed
)
