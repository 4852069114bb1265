"""Acts about permits: a visitor without a phone, approvals by PIN, exits signed off."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.people import PersonKind


@dataclass(frozen=True, slots=True)
class RegisterVisitor:
    """A visitor without a phone is registered by real name and a permit asked for.

    `document` is an ID document number, `host_id` who fetches him. `card` names the ID card that
    was laid on the reader: name and number are those on it, and both fields are empty. The
    answer's data holds `permit_id` and `person_id`.
    """

    name: str
    document: str
    kind: PersonKind
    purpose: str
    areas: tuple[str, ...]
    host_id: str | None
    until: datetime
    phone: str | None = None
    headcount: int = 1
    companions: tuple[str, ...] = ()
    vehicle: str | None = None
    card: str | None = None


@dataclass(frozen=True, slots=True)
class ApprovePermit:
    """One level approves, by PIN of the department or the school leader, and with a reason."""

    pin: str
    permit_id: str
    why: str


@dataclass(frozen=True, slots=True)
class RejectPermit:
    """One level rejects, by PIN and with a reason."""

    pin: str
    permit_id: str
    why: str


@dataclass(frozen=True, slots=True)
class SignExit:
    """Guard or host signs that a visitor has gone; `host_id` when the host did."""

    person_id: str
    why: str
    permit_id: str | None = None
    host_id: str | None = None


PermitsAct = RegisterVisitor | ApprovePermit | RejectPermit | SignExit
