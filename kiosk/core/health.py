"""What the log knows of a person's health that bears on an entry."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.windows import Window


@dataclass(frozen=True, slots=True)
class HomeRecords:
    """Home temperatures of the consecutive days that end yesterday.

    `days` is how many days the series spans, `missing` how many of them have no record (at any
    distance), `max_c` the highest value in degrees C, None when no value is known.
    """

    days: int
    missing: int
    max_c: float | None


@dataclass(frozen=True, slots=True)
class WatchEntry:
    """A listing of a person with contact to a key region (clause N6); `until` None: no end set."""

    reason: str
    window: Window


@dataclass(frozen=True, slots=True)
class Isolation:
    """Isolation or observation from `since` on, until the school doctor ends it (clause N5).

    `since` None is no bound (ruling 1): it holds at every time.
    """

    since: datetime | None
    cause: str

    def holds(self, at: datetime) -> bool:
        """Tell whether the isolation holds at `at`."""
        return self.since is None or at >= self.since


@dataclass(frozen=True, slots=True)
class ReturnCertificate:
    """The two proofs needed after an illness: hospital's paper and school doctor's check."""

    hospital: bool
    school_doctor: bool


@dataclass(frozen=True, slots=True)
class Health:
    """Everything of the health file that the rules judge.

    `home_records` None means that none are on file. `first_return` is False once the log holds
    an entry of this pupil in the current return; the home-record rules bind only the first.
    """

    home_records: HomeRecords | None = None
    first_return: bool = True
    watch: WatchEntry | None = None
    isolation: Isolation | None = None
    certificate: ReturnCertificate | None = None
