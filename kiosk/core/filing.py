"""Codes of what is filed: how a plan was reviewed, and how somebody was reached (N3, N4)."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

REVIEW_DAYS_BEFORE = 7
"""Days before reopening by which the plan is reviewed (clause N3: a week)."""


class PlanResult(StrEnum):
    """What the authority said of the reopening plan."""

    PASSED = "passed"
    CONDITIONS = "conditions"
    REFUSED = "refused"


class Channel(StrEnum):
    """How somebody was reached (clause N4); a letter also reaches families without internet."""

    PAGE = "page"
    LETTER = "letter"
    PHONE = "phone"
    VISIT = "visit"
    CLASS_GROUP = "class_group"


def counts_as_reached(channels: Iterable[str], slip: bool) -> bool:
    """Tell whether somebody counts as reached.

    A letter alone counts only when its slip is back; any other channel counts at once (local
    practice).
    """
    return slip or any(channel != Channel.LETTER for channel in channels)


def reviewed_in_time(reviews: Iterable[tuple[date, str, str | None]], reopening: date) -> bool:
    """Tell whether the last review (day, result, reviewer) has passed a week before reopening.

    Passed with conditions is not passed: the conditions are met first, and reviewed again.
    """
    last = max(reviews, key=lambda one: one[0], default=None)
    return (
        last is not None
        and last[1] == PlanResult.PASSED
        and (reopening - last[0]).days >= REVIEW_DAYS_BEFORE
    )
