"""The access request: everything that `decide` looks at, gathered by the station beforehand."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.core.health import Health
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import Reading
from kiosk.core.windows import Window


class CredentialKind(StrEnum):
    """What was presented."""

    PASS = "pass"
    SCHOOL_CARD = "school_card"
    ID_CARD = "id_card"
    TYPED = "typed"


class CredentialState(StrEnum):
    """What became of it; the state alone names the reason, whatever the kind (ruling 2)."""

    VALID = "valid"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    INVALID = "invalid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"


NOBODY = frozenset({CredentialState.UNREADABLE, CredentialState.UNKNOWN, CredentialState.INVALID})
"""States in which nobody is recognised, so that only credential and readings are looked at."""


class ClockTrust(StrEnum):
    """Whether the station's clock may carry a verdict."""

    TRUSTED = "trusted"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Holder:
    """The person a credential stands for; `unit` as `grade-7/class-3`, None without one."""

    kind: PersonKind
    unit: str | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Presented:
    """The credential as it was presented."""

    kind: CredentialKind
    state: CredentialState
    pass_id: str | None = None


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """One person at one access point at one moment; `at` is an aware datetime.

    `holder` is None when nobody was recognised. `duty` holds the person's shifts, any of which
    may hold now. `readings` are in the order they were taken. `released` lists the units
    released by `at` and means something in the staged phase only.
    """

    at: datetime
    phase: Phase
    credential: Presented
    holder: Holder | None
    direction: Direction = Direction.IN
    access_point: str = "north"
    released: tuple[str, ...] = ()
    permit: Permit | None = None
    duty: tuple[Window, ...] = ()
    health: Health = field(default_factory=Health)
    readings: tuple[Reading, ...] = ()
    inside: bool = False
    clock: ClockTrust = ClockTrust.TRUSTED
