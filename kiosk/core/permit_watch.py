"""When a visitor should have gone, and what it is when he has not: an overstay, or never out.

An alert ends with an exit in the log or with one signed by name; nobody is signed out by a clock.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from kiosk.core.windows import Window

_DAY = timedelta(days=1)


class Overdue(StrEnum):
    """What somebody is who should have gone."""

    OVERSTAY = "overstay"
    NEVER_OUT = "never_out"


@dataclass(frozen=True, slots=True)
class OverdueSince:
    """What it is, and since when he should have been gone."""

    what: Overdue
    since: datetime


def due_out(entered: datetime, window: Window, ends_at: time) -> datetime:
    """Say when somebody who entered should be gone; `entered` carries the school's zone.

    The end of the permit, and of one that holds for days the end of the school day: it lets in
    daily and lodges nobody. Without a permit it is the end of the day as well.
    """
    end = window.until
    if end is not None and window.since is not None and end - window.since <= _DAY:
        return end
    day_end = datetime.combine(entered.date(), ends_at, entered.tzinfo)
    if day_end <= entered:
        day_end += _DAY
    return day_end if end is None else min(end, day_end)


def overdue(
    entered: datetime, window: Window, at: datetime, ends_at: time, patience: timedelta
) -> OverdueSince | None:
    """Say whether somebody who is inside has overstayed by `at`, both in the school's zone.

    From `patience` after he was due it is an overstay; once the day has ended since, never out.
    """
    due = due_out(entered, window, ends_at).astimezone(at.tzinfo)
    if at < due + patience:
        return None
    day_end = datetime.combine(due.date(), ends_at, due.tzinfo)
    ended = due < day_end <= at or at.date() > due.date()
    return OverdueSince(Overdue.NEVER_OUT if ended else Overdue.OVERSTAY, due)
