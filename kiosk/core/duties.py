"""Duties that are overdue, by who is responsible (clause N8): what, since when, about what."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Duty(StrEnum):
    """What somebody was to do."""

    CLASS_REPORT = "class_report"
    DAILY_REPORT = "daily_report"
    FOLLOW_UP = "follow_up"
    PERMIT_DECISION = "permit_decision"
    INCIDENT_REPORT = "incident_report"
    ROLL = "roll"


@dataclass(frozen=True, slots=True)
class Overdue:
    """One duty overdue: about what (a unit or an id), since when, and whose it is.

    `responsible` is a person id or an account, None where nobody is named: that is a finding of
    its own. `count` is how many it is about.
    """

    duty: Duty
    about: str
    due: datetime
    responsible: str | None
    count: int = 1


def by_responsible(found: tuple[Overdue, ...]) -> tuple[Overdue, ...]:
    """Order them: who has nobody first, then by person, the longest overdue first."""
    return tuple(sorted(found, key=lambda one: (one.responsible or "", one.due, one.about)))
