"""What the views answer: frozen rows of ids, codes and times, and the decrypted details apart."""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.events import CaseOutcome, PassageOutcome
from kiosk.core.health import Health
from kiosk.core.people import PersonKind, Role
from kiosk.core.permits import Permit
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.request import CredentialKind, Holder
from kiosk.core.windows import Window


@dataclass(frozen=True, slots=True)
class CardRow:
    """A school card found by its number."""

    card_id: str
    person_id: str
    revoked: bool


@dataclass(frozen=True, slots=True)
class PassRow:
    """A signed pass; `used` counts the entries made with it, `uses` None is any number."""

    pass_id: str
    person_id: str
    permit_id: str | None
    window: Window
    revoked: bool
    uses: int | None
    used: int
    key_id: int


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Everything a request needs of a person; `holder` is None when nobody has that id.

    `permit` is the one asked for, else the best the person has; None where there is none.
    `duty` holds the shifts that are not over.
    """

    holder: Holder | None
    permit: Permit | None
    permit_id: str | None
    duty: tuple[Window, ...]
    health: Health
    inside: bool


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """The personal fields of a person in clear; None where none is on file or it was erased."""

    name: str | None = field(repr=False)
    id_number: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    contact_name: str | None = field(repr=False)
    contact_phone: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of the directory, without personal fields."""

    person_id: str
    kind: PersonKind
    unit: str | None


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """The campus phase and the units released in it; `pos` is that of the event that set it."""

    phase: Phase
    released: tuple[str, ...]
    pos: int


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """The policy that was loaded last."""

    name: str
    digest: str
    pos: int


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One decision at an access point, and what is known of the passage after it."""

    pos: int
    visit_id: str
    wall: datetime
    access_point: str | None
    direction: Direction
    verdict: Verdict
    reason: Reason
    clause: Clause
    also: tuple[Reason, ...]
    credential_kind: CredentialKind
    person_id: str | None
    person_kind: PersonKind | None
    unit: str | None
    pass_id: str | None
    permit_id: str | None
    case_no: int | None
    override_of: str | None
    never_seen_in: bool
    late: bool
    outcome: PassageOutcome | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A held case: why it was opened, how it stands, and how it ended, if it has."""

    case_no: int
    person_id: str | None
    visit_id: str
    access_point: str | None
    opened: datetime
    opened_pos: int
    latest_pos: int
    first_reason: Reason
    latest_reason: Reason
    is_open: bool
    outcome: CaseOutcome | None


@dataclass(frozen=True, slots=True)
class InsideRow:
    """A person inside, and since which entry."""

    person_id: str
    kind: PersonKind | None
    unit: str | None
    since: datetime
    access_point: str | None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Who may sign in or act by name; without a `pin_hash` nobody can.

    `person_id` is whose account it is, `unit` what the role is held for.
    """

    account_id: str
    role: Role
    name: str | None = field(repr=False)
    pin_hash: str | None = field(repr=False)
    person_id: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """What the log last said of a device."""

    device: str
    lost: bool
    cause: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A bearer token that may pull, by the SHA-256 of it in hex."""

    name: str
    sha256: str
