"""Facts of the life of a permit (clause N1c): asked for, submitted, approved, over, signed out."""

from dataclasses import dataclass

from kiosk.core.facts.base import personal
from kiosk.core.permits import Permit


@dataclass(frozen=True, slots=True)
class PermitRecorded:
    """A permit as it now stands; `permit.used` is ignored, uses are counted from entries."""

    permit_id: str
    person_id: str
    permit: Permit


@dataclass(frozen=True, slots=True)
class PermitRequested:
    """A permit is asked for by real name; `permit.state` is draft or submitted.

    `levels` is how many approvals the policy wanted at that time (1 or 2). `host_id` fetches and
    accompanies, `department` is the unit that answers for the visit, `companions` are persons on
    record who come along, `headcount` everybody with the holder.
    """

    permit_id: str
    person_id: str
    permit: Permit
    levels: int
    host_id: str | None = None
    department: str | None = None
    companions: tuple[str, ...] = ()
    headcount: int = 1
    vehicle: str | None = personal()
    purpose_note: str | None = personal()


@dataclass(frozen=True, slots=True)
class PermitSubmitted:
    """A draft is handed in for approval."""

    permit_id: str


@dataclass(frozen=True, slots=True)
class PermitApproved:
    """One level has approved: 1 the department, 2 the school leader."""

    permit_id: str
    level: int


@dataclass(frozen=True, slots=True)
class PermitRejected:
    """One level has rejected; that ends the permit."""

    permit_id: str
    level: int


@dataclass(frozen=True, slots=True)
class PermitRevoked:
    """An approved permit no longer counts."""

    permit_id: str


@dataclass(frozen=True, slots=True)
class ExitSigned:
    """Host or guard signs by name that a visitor has gone: no longer inside.

    `host_id` is set when the host signed; else the actor of the event did.
    """

    person_id: str
    permit_id: str | None = None
    host_id: str | None = None


PermitsFact = (
    PermitRecorded
    | PermitRequested
    | PermitSubmitted
    | PermitApproved
    | PermitRejected
    | PermitRevoked
    | ExitSigned
)
