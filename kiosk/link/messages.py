"""Every message of the local socket; one JSON object a line, at most MAX_LINE bytes.

The station sends `State` (always the newest, never a queue of old ones) and one `Answer` to each
`Intent` or `Query`. A terminal sends `Hello` first. Names and numbers in a state are masked.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.core.people import PersonKind, Role
from kiosk.core.phases import Direction, Phase
from kiosk.core.plain import PlainError, build, plain
from kiosk.core.readings import BodySite, Instrument
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.request import ClockTrust, CredentialKind, CredentialState

VERSION = 1
MAX_LINE = 256 * 1024
_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
"""An id goes to the log and to exports as it is, so nothing in it can act on a screen."""


class MessageError(ValueError):
    """A line is not a message of this version."""


class Step(StrEnum):
    """How far one of the two steps of a visit is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"


class Block(StrEnum):
    """What the large block shows."""

    IDLE = "idle"
    WANT_TEMPERATURE = "want_temperature"
    MEASURING = "measuring"
    VERDICT = "verdict"


class DeviceState(StrEnum):
    """Whether a device works; `absent` is one that the configuration does not have."""

    OK = "ok"
    LOST = "lost"
    ABSENT = "absent"


# --- Station to terminal ---


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person on the screen, masked."""

    person_id: str
    name: str
    kind: PersonKind
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class VisitShown:
    """The visit of the lane: its two steps and what is known; temperatures in degrees C."""

    block: Block
    identity: Step
    temperature: Step
    credential_kind: CredentialKind | None = None
    credential_state: CredentialState | None = None
    credential_tail: str | None = None
    person: PersonShown | None = None
    settled: int = 0
    settled_wanted: int = 5
    corrected_c: float | None = None
    raw_c: float | None = None
    correction_c: float | None = None
    device: str | None = None
    site: BodySite | None = None
    visit_id: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictShown:
    """The last verdict, while it is to be shown.

    `case_no` is the held case it opened or joined; `recheck` (done, wanted) when a recheck is
    under way; `contact_name` and `contact_phone` whom to call, masked; `may_override` whether a
    supervisor may lift it.
    """

    visit_id: str
    verdict: Verdict
    reason: Reason
    clause: Clause
    also: tuple[Reason, ...] = ()
    case_no: int | None = None
    recheck_done: int = 0
    recheck_wanted: int = 0
    contact_name: str | None = None
    contact_phone: str | None = None
    may_override: bool = False
    overridden: bool = False
    person: PersonShown | None = None
    corrected_c: float | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A held case; `rest_until` is when the contact thermometer may be used, if rest is due."""

    case_no: int
    reason: Reason
    opened: datetime
    person: PersonShown | None = None
    rest_until: datetime | None = None
    last_c: float | None = None
    recheck_done: int = 0
    recheck_wanted: int = 0
    may_override: bool = False


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One of the last entries."""

    visit_id: str
    at: datetime
    direction: Direction
    verdict: Verdict
    reason: Reason
    person: PersonShown | None = None
    corrected_c: float | None = None


@dataclass(frozen=True, slots=True)
class DeviceShown:
    """One device of the strip; `family` is thermometer, camera, door, scanner or card_reader."""

    name: str
    family: str
    state: DeviceState
    since: datetime | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class GuardShown:
    """Who is signed in."""

    account_id: str
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class State:
    """Everything a terminal shows; `number` grows with each state of one station run.

    `way_in_shut` says why nobody can be let in by program (policy_missing, log_not_writable);
    `late_waiting` counts ways out that wait to be written. `ambient_c` is the sensor's own value
    when it must be shown (cold morning, or out of its range) with `ambient_ok`.
    `utc_offset_min` is the school's zone at `at`, in minutes east; None leaves it to the terminal.
    `gate_zh` and `gate_en` are the gate's name as the school writes it, None leaves the word to
    the terminal.
    """

    number: int
    at: datetime
    access_point: str
    direction: Direction
    phase: Phase | None
    policy: str | None
    clock: ClockTrust
    inside: int
    passed_today: int
    visit: VisitShown
    verdict: VerdictShown | None = None
    cases: tuple[CaseShown, ...] = ()
    recent: tuple[EntryShown, ...] = ()
    devices: tuple[DeviceShown, ...] = ()
    guard: GuardShown | None = None
    cold_mode: bool = False
    ambient_c: float | None = None
    ambient_ok: bool = True
    way_in_shut: str | None = None
    late_waiting: int = 0
    visits: int = 0
    utc_offset_min: int | None = None
    gate_zh: str | None = None
    gate_en: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one intent or query: `code` names the outcome, words are the terminal's."""

    id: str
    ok: bool
    code: str
    data: dict[str, Any] | None = None


# --- Terminal to station ---


@dataclass(frozen=True, slots=True)
class Hello:
    """First message of a client."""

    version: int
    name: str


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


IntentAct = (
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
)


@dataclass(frozen=True, slots=True)
class Intent:
    """An act with an id; the same id acts once, however often it is sent."""

    id: str
    act: IntentAct


@dataclass(frozen=True, slots=True)
class Query:
    """A page of something: inside, cases, recent, person (unmasked, logged), latency, sensor."""

    id: str
    what: str
    after: str | None = None
    limit: int = 50
    text: str | None = None


Message = State | Answer | Hello | Intent | Query

_ACTS: dict[str, type] = {
    act.__name__: act
    for act in (
        SignIn,
        SignOut,
        TypeCredential,
        TypeReading,
        Override,
        OpenDoor,
        SetDirection,
        SetColdMode,
        ConfirmClock,
        CloseCase,
        EndIsolation,
        EndTerminal,
        Dismiss,
    )
}
_MESSAGES: dict[str, type] = {m.__name__: m for m in (State, Answer, Hello, Query)}


def encode(message: Message) -> bytes:
    """Write a message as one line."""
    if isinstance(message, Intent):
        body = {"act": type(message.act).__name__, "id": message.id, "args": plain(message.act)}
        return _line({"type": "Intent", "body": body})
    if isinstance(message, Answer):
        data = {"id": message.id, "ok": message.ok, "code": message.code, "data": message.data}
        return _line({"type": "Answer", "body": data})
    return _line({"type": type(message).__name__, "body": plain(message)})


def decode(line: bytes) -> Message:
    """Read a message; raises MessageError on anything else, whatever the bytes."""
    try:
        raw = json.loads(line)
        kind, body = raw["type"], raw["body"]
        if kind == "Intent":
            return Intent(_safe_id(body["id"]), build(_ACTS[body["act"]], body["args"]))
        if kind == "Answer":
            return Answer(body["id"], body["ok"], body["code"], body["data"])
        message: Message = build(_MESSAGES[kind], body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, PlainError) as error:
        raise MessageError(f"not a message of version {VERSION}: {type(error).__name__}") from error
    return message


def _safe_id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise MessageError("an intent id is 1 to 64 letters, digits or . _ : -")
    return value


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
