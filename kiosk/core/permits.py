"""A permit: the right of a holder to pass access points in a window, for a purpose, to areas."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.core.windows import Window


class PermitState(StrEnum):
    """Where a permit stands in its life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Permit:
    """What the rules need of a permit.

    `purpose` and `areas` are words of the policy; `access_points` None means all of them;
    `used` counts the entries made before this one.
    """

    state: PermitState
    purpose: str
    areas: tuple[str, ...] = ("office",)
    access_points: tuple[str, ...] | None = None
    window: Window = field(default_factory=Window)
    entries: int = 1
    used: int = 0
    permit_id: str | None = None
