"""What a lane keeps of the visit under way and of the last verdict, and what it needs of a door."""

import hashlib
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.core.events import Actor
from kiosk.core.phases import Direction
from kiosk.station.attempt import Attempt
from kiosk.station.recorder import Ruling

LOG_NOT_WRITABLE, POLICY_MISSING = "log_not_writable", "policy_missing"
"""Why the way in is shut; the way out is free."""


class Door(Protocol):
    """What a lane needs of a door."""

    def unlock(self, pulse_ms: int, visit_id: str) -> None:
        """Open for a pulse; returns at once."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One sighting of a code, or of a card on a reader, at `at` seconds of the station.

    `direction` is the reader's own, None for that of the lane; a camera is `watching`.
    """

    text: str = field(repr=False)
    direction: Direction | None
    at: float
    watching: bool = False

    @property
    def digest(self) -> str:
        """Give what stands for the text wherever it has to be known again."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Told:
    """The last verdict of the lane, while it is shown."""

    visit_id: str
    ruling: Ruling
    at: float
    gaps: int
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds from the code, or from the last sample of the reading, to the verdict."""

    from_code: float | None
    from_sample: float | None


@dataclass(slots=True)
class Course:
    """What belongs to the visit under way and nobody else."""

    attempt: Attempt
    direction: Direction
    actor: Actor
    case_no: int | None = None
    intent: str | None = None
    digest: str | None = None
    code_at: float | None = None
    sample_at: float | None = None
    presence: int | None = None
    """The first presence that was seen at or after the code."""
    crowded: bool = False
    """Somebody else's code was seen while this visit waited: it may be his face by now."""
