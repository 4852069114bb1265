"""What is still missing before the school reopens, and who should act (clause N3).

Pure: what the log and the configuration hold comes in as counts and names of what lacks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

REVIEW_DAYS = 7
"""Days before the reopening by which the plan is reviewed and everything is ready (clause N3)."""


class Missing(StrEnum):
    """What can be missing; the order is that of the list."""

    REOPENING_DAY = "reopening_day"
    PLAN_FILED = "plan_filed"
    PLAN_REVIEWED = "plan_reviewed"
    DRILL = "drill"
    TRAINING = "training"
    PHASE = "phase"
    UNITS = "units"
    RESPONSIBLE = "responsible"
    DEPUTY = "deputy"
    SLOT = "slot"
    CREDENTIAL = "credential"
    GUARDIAN = "guardian"
    HOME_RECORDS = "home_records"
    DUTY_ROSTER = "duty_roster"
    DIRECTORY = "directory"
    CALIBRATION = "calibration"
    DRIFT = "drift"
    NOTICE = "notice"
    REGISTRATION = "registration"


ORDER = {missing: place for place, missing in enumerate(Missing)}

_LATER = frozenset({Missing.HOME_RECORDS, Missing.DUTY_ROSTER})
"""What cannot be whole a week ahead: it is due by the day itself."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, for `who` to see to; `about` is a unit, line, device or code.

    `people` are those it is missing for, `due` the day by which it has to be there.
    """

    what: Missing
    about: str | None = None
    people: tuple[str, ...] = ()
    who: str | None = None
    due: date | None = None

    @property
    def count(self) -> int:
        """Count the people, or 1 for the thing itself."""
        return len(self.people) or 1


def due(what: Missing, reopening: date | None) -> date | None:
    """Say by which day something has to be there: a week ahead, or by the day itself."""
    if reopening is None:
        return None
    return reopening if what in _LATER else reopening - timedelta(days=REVIEW_DAYS)


def in_order(lacks: Iterable[Lack]) -> tuple[Lack, ...]:
    """Put what is missing in the order of the list, then by what it is about."""
    return tuple(sorted(lacks, key=lambda one: (ORDER[one.what], one.about or "")))
