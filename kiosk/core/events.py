"""Every fact the log can hold as one union, and the event that carries one.

A field made by `personal()` goes to the personal body of its event, which is encrypted and can be
erased; all others go to the clear body, which holds ids and codes, never a name or a health value.
A personal field is None (or empty) once its body was erased, and every fold accepts that. The facts
themselves are in `kiosk.core.facts`, one file a topic.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import get_args

from kiosk.core.facts.base import check_code, personal, personal_many
from kiosk.core.facts.campus import (
    CampusFact,
    ClockConfirmed,
    ClockJumped,
    DrillBegun,
    DrillEnded,
    DrillReported,
    PhaseScheduleCancelled,
    PhaseScheduled,
    PhaseSet,
    PolicyLoaded,
)
from kiosk.core.facts.gate import (
    AccessDecided,
    CaseClosed,
    CaseOutcome,
    ColdModeSet,
    DeviceBack,
    DeviceLost,
    DirectionSet,
    DoorOpened,
    EarlyLeaveAllowed,
    EvacuationListed,
    GateFact,
    GuardMeasured,
    NotSignedOut,
    PaperEntered,
    PassageEnded,
    PassageOutcome,
    PinRefused,
    ShiftHandedOver,
    SignedIn,
    SignedOut,
    TerminalEnded,
    TerminalLocked,
    TerminalUnlocked,
    Unmasked,
    VehicleRecorded,
    VisitCorrected,
)
from kiosk.core.facts.health import (
    AbsenceRecorded,
    CertificateRecorded,
    ClassReported,
    HealthFact,
    HomeTemperatureRecorded,
    IsolationBegun,
    IsolationEnded,
    PlacementObserved,
    PlacementRecorded,
    SymptomsRecorded,
    WatchEnded,
    WatchFollowedUp,
    WatchListed,
)
from kiosk.core.facts.incidents import (
    IncidentClosed,
    IncidentLevelSet,
    IncidentNoted,
    IncidentOpened,
    IncidentPersonListed,
    IncidentPersonMeasured,
    IncidentReported,
    IncidentsFact,
    IncidentStepTaken,
)
from kiosk.core.facts.instruments import (
    BytesTaken,
    DeviceCalibrated,
    InstrumentDay,
    InstrumentsFact,
)
from kiosk.core.facts.log import (
    ImportBegun,
    ImportClosed,
    IncarnationBegun,
    LogFact,
    LogPulled,
    PersonalErased,
    PullEnded,
    StationStarted,
    StationStopped,
    TokenAdded,
    TokenRemoved,
)
from kiosk.core.facts.people import (
    AccountSet,
    CardBound,
    CardRevoked,
    PassIssued,
    PassRevoked,
    PeopleFact,
    PersonRecorded,
    ShiftSet,
)
from kiosk.core.facts.permits import (
    ExitSigned,
    PermitApproved,
    PermitRecorded,
    PermitRejected,
    PermitRequested,
    PermitRevoked,
    PermitsFact,
    PermitSubmitted,
)
from kiosk.core.facts.school import (
    ActingSet,
    ArrivalSlotSet,
    DirectoryEntryRemoved,
    DirectoryEntrySet,
    HouseholdLinked,
    HouseholdUnlinked,
    NoticePosted,
    NoticeWithdrawn,
    PlanFiled,
    PlanReviewed,
    QuestionAnswered,
    QuestionLogged,
    ReachRecorded,
    ReopeningSet,
    ReportReleased,
    ResponsibleSet,
    SchoolFact,
    TrainingAttended,
    TrainingHeld,
    UnitRecorded,
    UnitRemoved,
)
from kiosk.core.request import ClockTrust

__all__ = [
    "FACT_TYPES",
    "AbsenceRecorded",
    "AccessDecided",
    "AccountSet",
    "ActingSet",
    "Actor",
    "ActorKind",
    "ArrivalSlotSet",
    "BytesTaken",
    "CardBound",
    "CardRevoked",
    "CaseClosed",
    "CaseOutcome",
    "CertificateRecorded",
    "ClassReported",
    "ClockConfirmed",
    "ClockJumped",
    "ColdModeSet",
    "DeviceBack",
    "DeviceCalibrated",
    "DeviceLost",
    "DirectionSet",
    "DirectoryEntryRemoved",
    "DirectoryEntrySet",
    "DoorOpened",
    "DrillBegun",
    "DrillEnded",
    "DrillReported",
    "EarlyLeaveAllowed",
    "EvacuationListed",
    "Event",
    "EventId",
    "ExitSigned",
    "Fact",
    "GuardMeasured",
    "HomeTemperatureRecorded",
    "HouseholdLinked",
    "HouseholdUnlinked",
    "ImportBegun",
    "ImportClosed",
    "IncarnationBegun",
    "IncidentClosed",
    "IncidentLevelSet",
    "IncidentNoted",
    "IncidentOpened",
    "IncidentPersonListed",
    "IncidentPersonMeasured",
    "IncidentReported",
    "IncidentStepTaken",
    "InstrumentDay",
    "IsolationBegun",
    "IsolationEnded",
    "LogPulled",
    "Moment",
    "NotSignedOut",
    "NoticePosted",
    "NoticeWithdrawn",
    "PaperEntered",
    "PassIssued",
    "PassRevoked",
    "PassageEnded",
    "PassageOutcome",
    "PermitApproved",
    "PermitRecorded",
    "PermitRejected",
    "PermitRequested",
    "PermitRevoked",
    "PermitSubmitted",
    "PersonRecorded",
    "PersonalErased",
    "PhaseScheduleCancelled",
    "PhaseScheduled",
    "PhaseSet",
    "PinRefused",
    "PlacementObserved",
    "PlacementRecorded",
    "PlanFiled",
    "PlanReviewed",
    "PolicyLoaded",
    "PullEnded",
    "QuestionAnswered",
    "QuestionLogged",
    "ReachRecorded",
    "ReopeningSet",
    "ReportReleased",
    "ResponsibleSet",
    "ShiftHandedOver",
    "ShiftSet",
    "SignedIn",
    "SignedOut",
    "StationStarted",
    "StationStopped",
    "SymptomsRecorded",
    "TerminalEnded",
    "TerminalLocked",
    "TerminalUnlocked",
    "TokenAdded",
    "TokenRemoved",
    "TrainingAttended",
    "TrainingHeld",
    "UnitRecorded",
    "UnitRemoved",
    "Unmasked",
    "VehicleRecorded",
    "VisitCorrected",
    "WatchEnded",
    "WatchFollowedUp",
    "WatchListed",
    "check_code",
    "decision_subjects",
    "kind_of",
    "personal",
    "personal_many",
    "subjects",
]


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


Fact = (
    LogFact
    | CampusFact
    | PeopleFact
    | PermitsFact
    | HealthFact
    | GateFact
    | IncidentsFact
    | SchoolFact
    | InstrumentsFact
)
"""Any fact; a new one joins the union of its topic."""


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
    makes the intent act once. `late` marks a way out that was let go while appending failed, or
    what was entered afterwards; `paper` that it comes from a paper sheet; `drill` that it is part
    of a drill and counts in no report.
    """

    moment: Moment
    actor: Actor
    fact: Fact
    access_point: str | None = None
    intent: str | None = None
    late: bool = False
    drill: bool = False
    paper: bool = False
    why: str | None = personal()


_OF_THE_PHASE = PhaseSet | PhaseScheduled | PhaseScheduleCancelled | DrillBegun | DrillEnded
"""What is decided on the phase is decided on what is due, and on a drill, too."""


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
    if isinstance(fact, _OF_THE_PHASE):
        found.add("phase")
    if isinstance(fact, IncidentOpened):
        # Incident numbers are given in a row, as those of cases are.
        found.add("incidents")
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
