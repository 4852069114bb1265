"""Facts of the campus: policy, phase, clock."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.facts.base import personal
from kiosk.core.phases import Phase


@dataclass(frozen=True, slots=True)
class PolicyLoaded:
    """The policy from now on."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class PhaseSet:
    """The campus phase from now on, with the units released in it.

    `schedule_id` names the scheduled decision that came due.
    """

    phase: Phase
    released: tuple[str, ...] = ()
    schedule_id: str | None = None


@dataclass(frozen=True, slots=True)
class ClockConfirmed:
    """A supervisor compared the clock with another; holds for this boot until a jump."""

    boot_id: str


@dataclass(frozen=True, slots=True)
class ClockJumped:
    """Wall time moved against boot time by more than 2 s; ends a confirmation."""

    boot_id: str
    seconds: float


@dataclass(frozen=True, slots=True)
class PhaseScheduled:
    """A phase change decided for a moment to come; replaces one of the same id."""

    schedule_id: str
    phase: Phase
    at: datetime
    released: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseScheduleCancelled:
    """A scheduled phase change will not happen."""

    schedule_id: str


@dataclass(frozen=True, slots=True)
class DrillBegun:
    """A drill of the whole gate begins: every event until its end is marked (clause N3)."""

    drill_id: str


@dataclass(frozen=True, slots=True)
class DrillEnded:
    """That drill is over; what it has set no longer counts at the gate."""

    drill_id: str


@dataclass(frozen=True, slots=True)
class DrillReported:
    """What the drill showed, written by whoever led it."""

    drill_id: str
    report: str | None = personal()


CampusFact = (
    PolicyLoaded
    | PhaseSet
    | ClockConfirmed
    | ClockJumped
    | PhaseScheduled
    | PhaseScheduleCancelled
    | DrillBegun
    | DrillEnded
    | DrillReported
)
