"""Every fact the log can hold: frozen types, one union.

A field made by `personal()` goes to the personal body of its event, which is encrypted and can be
erased; all others go to the clear body, which holds ids and codes, never a name or a health value.
A personal field is None (or empty) once its body was erased, and every fold accepts that.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_args

from kiosk.core.health import WatchEntry
from kiosk.core.people import PersonKind, Role
from kiosk.core.permits import Permit
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import Reading
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.request import ClockTrust, CredentialKind, CredentialState
from kiosk.core.windows import Window

_CODE = re.compile(r"[a-z][a-z0-9_]{0,40}", re.ASCII)


def check_code(value: str) -> None:
    """Hold a field of a clear body to a code: a sentence there could name somebody.

    Raises ValueError.
    """
    if not _CODE.fullmatch(value):
        raise ValueError("a clear body holds codes: small letters, digits and underscores")


def personal(index: str | None = None) -> Any:
    """Mark a field as personal; `index` names the blind index that finds it, if any does."""
    return field(default=None, metadata={"personal": True, "index": index})


def personal_many() -> Any:
    """Mark a personal field that holds a tuple, empty when erased."""
    return field(default=(), metadata={"personal": True, "index": None})


@dataclass(frozen=True, slots=True)
class EventId:
    """Identity of an event in the whole world: `seq` counts from 1 within (node, incarnation)."""

    node: str
    incarnation: int
    seq: int

    def __str__(self) -> str:
        return f"{self.node}/{self.incarnation}/{self.seq}"


class ActorKind(StrEnum):
    """Who can be the author of an event."""

    GUARD = "guard"
    SUPERVISOR = "supervisor"
    SCHOOL_DOCTOR = "school_doctor"
    ACCOUNT = "account"
    DEVICE = "device"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it; `name` is an account id, a device name, or the part of the system that acted."""

    kind: ActorKind
    name: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When: wall time (aware, UTC), nanoseconds since boot, the boot, and the state of the clock.

    The order of events is their sequence; wall time is a label that a jump can make wrong.
    """

    wall: datetime
    boot_ns: int
    boot_id: str
    clock: ClockTrust


# --- The log itself ---


@dataclass(frozen=True, slots=True)
class IncarnationBegun:
    """First event of a file; names the last head it knows, empty for a file without a past."""

    cause: str
    last_id: str | None = None
    last_hash: str | None = None


@dataclass(frozen=True, slots=True)
class StationStarted:
    """A station came up with this version of the program."""

    version: str


@dataclass(frozen=True, slots=True)
class StationStopped:
    """A station went down in good order."""


@dataclass(frozen=True, slots=True)
class ImportBegun:
    """A file of rows begins; its rows count only when `ImportClosed` is there."""

    import_id: str
    source: str


@dataclass(frozen=True, slots=True)
class ImportClosed:
    """The file was read to its end, with this many rows."""

    import_id: str
    rows: int


@dataclass(frozen=True, slots=True)
class PersonalErased:
    """The personal body of the event `event_id` (as `EventId` is written) was erased."""

    event_id: str


@dataclass(frozen=True, slots=True)
class LogPulled:
    """Somebody begins to read the log; written before the first byte leaves."""

    pull_id: str
    fmt: str
    after: int
    limit: int | None
    masked: bool


@dataclass(frozen=True, slots=True)
class PullEnded:
    """That reading has ended; `complete` is False when it broke off."""

    pull_id: str
    rows: int
    complete: bool


@dataclass(frozen=True, slots=True)
class TokenAdded:
    """A bearer token may pull; only its SHA-256 (hex) is kept."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TokenRemoved:
    """That token may no longer pull."""

    name: str


# --- Policy, phase, clock ---


@dataclass(frozen=True, slots=True)
class PolicyLoaded:
    """The policy from now on."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class PhaseSet:
    """The campus phase from now on, with the units released in it."""

    phase: Phase
    released: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockConfirmed:
    """A supervisor compared the clock with another; holds for this boot until a jump."""

    boot_id: str


@dataclass(frozen=True, slots=True)
class ClockJumped:
    """Wall time moved against boot time by more than 2 s; ends a confirmation."""

    boot_id: str
    seconds: float


# --- People and what they carry ---


@dataclass(frozen=True, slots=True)
class AccountSet:
    """Somebody who may sign in at the terminal; `pin_hash` is argon2id."""

    account_id: str
    role: Role
    name: str | None = personal()
    pin_hash: str | None = personal()


@dataclass(frozen=True, slots=True)
class PersonRecorded:
    """A person of the roster or a visitor registered by real name; replaces an earlier record."""

    person_id: str
    kind: PersonKind
    unit: str | None = None
    import_id: str | None = None
    name: str | None = personal()
    id_number: str | None = personal("id_number")
    phone: str | None = personal()
    contact_name: str | None = personal()
    contact_phone: str | None = personal()


@dataclass(frozen=True, slots=True)
class CardBound:
    """A school card belongs to a person."""

    card_id: str
    person_id: str
    import_id: str | None = None
    number: str | None = personal("card")


@dataclass(frozen=True, slots=True)
class CardRevoked:
    """A school card no longer counts: lost or replaced."""

    card_id: str
    cause: str

    def __post_init__(self) -> None:
        check_code(self.cause)


@dataclass(frozen=True, slots=True)
class ShiftSet:
    """A shift on the duty roster; replaces one of the same id."""

    shift_id: str
    person_id: str
    window: Window


@dataclass(frozen=True, slots=True)
class PermitRecorded:
    """A permit as it now stands; `permit.used` is ignored, uses are counted from entries."""

    permit_id: str
    person_id: str
    permit: Permit


@dataclass(frozen=True, slots=True)
class PassIssued:
    """A signed pass was made; `pass_id` is the hex of its claim cti, `uses` None for any number."""

    pass_id: str
    person_id: str
    key_id: int
    window: Window
    permit_id: str | None = None
    uses: int | None = None


@dataclass(frozen=True, slots=True)
class PassRevoked:
    """A signed pass no longer counts."""

    pass_id: str


# --- Health ---


@dataclass(frozen=True, slots=True)
class HomeTemperatureRecorded:
    """A home temperature of one day, degrees C."""

    person_id: str
    day: date
    import_id: str | None = None
    value_c: float | None = personal()


@dataclass(frozen=True, slots=True)
class WatchListed:
    """A person is on the watch list; replaces an entry of the same id."""

    watch_id: str
    person_id: str
    entry: WatchEntry

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


# --- The gate ---


class CaseOutcome(StrEnum):
    """How a held case ended."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    LEFT = "left"
    HANDED_OVER = "handed_over"


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


Fact = (
    IncarnationBegun
    | StationStarted
    | StationStopped
    | ImportBegun
    | ImportClosed
    | PersonalErased
    | LogPulled
    | PullEnded
    | TokenAdded
    | TokenRemoved
    | PolicyLoaded
    | PhaseSet
    | ClockConfirmed
    | ClockJumped
    | AccountSet
    | PersonRecorded
    | CardBound
    | CardRevoked
    | ShiftSet
    | PermitRecorded
    | PassIssued
    | PassRevoked
    | HomeTemperatureRecorded
    | WatchListed
    | WatchEnded
    | IsolationBegun
    | IsolationEnded
    | CertificateRecorded
    | AccessDecided
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
)


def kind_of(fact_type: type) -> str:
    """Name a fact type as the log does: `AccessDecided` is `access_decided`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", fact_type.__name__).lower()


FACT_TYPES: dict[str, type] = {kind_of(fact): fact for fact in get_args(Fact)}
"""Every fact type by the name it has in the log."""


@dataclass(frozen=True, slots=True)
class Event:
    """A fact with its author and moment.

    `why` is the reason a person typed, for approvals, overrides and corrections; it may name
    people and so is personal. `intent` is the id of the terminal's intent that caused it, which
    makes the intent act once. `late` marks a way out that was let go while appending failed.
    """

    moment: Moment
    actor: Actor
    fact: Fact
    access_point: str | None = None
    intent: str | None = None
    late: bool = False
    drill: bool = False
    why: str | None = personal()


def subjects(event: Event) -> frozenset[str]:
    """Name what an event touches, so that a decision made before it can be made again after it."""
    fact = event.fact
    found: set[str] = set()
    for name in ("person", "permit", "pass", "card"):
        value = getattr(fact, f"{name}_id", None)
        if value is not None:
            found.add(f"{name}:{value}")
    if isinstance(fact, PolicyLoaded):
        found.add("policy")
    if isinstance(fact, PhaseSet):
        found.add("phase")
    if isinstance(fact, ClockConfirmed | ClockJumped):
        found.add("clock")
    if isinstance(fact, ImportClosed):
        # Its rows begin to count now, whoever they are about.
        found.add("import")
    case_no = getattr(fact, "case_no", None)
    if case_no is not None:
        # Case numbers are given in a row: whoever opens one must see the last.
        found |= {f"case:{case_no}", "cases"}
    return frozenset(found)


def decision_subjects(event: Event) -> frozenset[str]:
    """Name everything a decision rests on: its own subjects, policy, phase, clock, imports."""
    return subjects(event) | {"policy", "phase", "clock", "import"}
