"""Every message of the local socket; one JSON object a line, at most MAX_LINE bytes.

The station sends `State` (always the newest, never a queue of old ones) and one `Answer` to each
`Intent` or `Query`. A terminal sends `Hello` first. Names and numbers in a state are masked.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, get_args

from kiosk.core.plain import PlainError, build, plain
from kiosk.link.acts.duty import (
    AllowEarlyLeave,
    BeginDrill,
    DutyAct,
    EndDrill,
    EnterPaper,
    HandOver,
    Lock,
    MeasureGuard,
    PrintEvacuation,
    RecordVehicle,
    Unlock,
)
from kiosk.link.acts.gate import (
    CloseCase,
    ConfirmClock,
    Dismiss,
    EndIsolation,
    EndTerminal,
    GateAct,
    OpenDoor,
    Override,
    PresentPerson,
    SetColdMode,
    SetDirection,
    SignCertificate,
    SignIn,
    SignOut,
    TypeCredential,
    TypeReading,
    Undo,
)
from kiosk.link.acts.incidents import (
    CloseIncident,
    IncidentsAct,
    MeasureListed,
    NoteIncident,
    OpenIncident,
    SetIncidentLevel,
    TakeStep,
)
from kiosk.link.acts.permits import (
    ApprovePermit,
    PermitsAct,
    RegisterVisitor,
    RejectPermit,
    SignExit,
)
from kiosk.link.shown import (
    AlertShown,
    Block,
    CaseShown,
    DeviceShown,
    DeviceState,
    DeviceWarning,
    DriftShown,
    EntryShown,
    GuardShown,
    IncidentShown,
    NoticeShown,
    PersonShown,
    PhaseToCome,
    State,
    Step,
    VerdictShown,
    VisitShown,
)

__all__ = [
    "MAX_LINE",
    "VERSION",
    "AlertShown",
    "AllowEarlyLeave",
    "Answer",
    "ApprovePermit",
    "BeginDrill",
    "Block",
    "CaseShown",
    "CloseCase",
    "CloseIncident",
    "ConfirmClock",
    "DeviceShown",
    "DeviceState",
    "DeviceWarning",
    "Dismiss",
    "DriftShown",
    "EndDrill",
    "EndIsolation",
    "EndTerminal",
    "EnterPaper",
    "EntryShown",
    "GuardShown",
    "HandOver",
    "Hello",
    "IncidentShown",
    "Intent",
    "IntentAct",
    "Lock",
    "MeasureGuard",
    "MeasureListed",
    "Message",
    "MessageError",
    "NoteIncident",
    "NoticeShown",
    "OpenDoor",
    "OpenIncident",
    "Override",
    "PersonShown",
    "PhaseToCome",
    "PresentPerson",
    "PrintEvacuation",
    "Query",
    "RecordVehicle",
    "RegisterVisitor",
    "RejectPermit",
    "SetColdMode",
    "SetDirection",
    "SetIncidentLevel",
    "SignCertificate",
    "SignExit",
    "SignIn",
    "SignOut",
    "State",
    "Step",
    "TakeStep",
    "TypeCredential",
    "TypeReading",
    "Undo",
    "Unlock",
    "VerdictShown",
    "VisitShown",
    "decode",
    "encode",
]

VERSION = 1
MAX_LINE = 256 * 1024
_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
"""An id goes to the log and to exports as it is, so nothing in it can act on a screen."""


class MessageError(ValueError):
    """A line is not a message of this version."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one intent or query: `code` names the outcome, words are the terminal's."""

    id: str
    ok: bool
    code: str
    data: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Hello:
    """First message of a client."""

    version: int
    name: str


IntentAct = GateAct | PermitsAct | IncidentsAct | DutyAct


@dataclass(frozen=True, slots=True)
class Intent:
    """An act with an id; the same id acts once, however often it is sent."""

    id: str
    act: IntentAct


@dataclass(frozen=True, slots=True)
class Query:
    """A page of something; the rows of each are in `kiosk.link.rows`."""

    id: str
    what: str
    after: str | None = None
    limit: int = 50
    text: str | None = None


Message = State | Answer | Hello | Intent | Query

_ACTS: dict[str, type] = {act.__name__: act for act in get_args(IntentAct)}
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
