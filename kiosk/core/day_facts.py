"""What a school day has shown, as plain values from which every report is made.

Counts name nobody. A drill and a visit taken back as a wrong person are no part of a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kiosk.core.people import OUTSIDERS, PersonKind

ISOLATION_ROOM = "isolation_room"
KINDS_OF_ISOLATION = ("home_observation", "quarantine", "suspect", "confirmed")
"""Causes of an isolation that have a column of their own; any other is the isolation room."""


NO_UNIT = "-"
"""How a pupil without a unit is counted."""


@dataclass(frozen=True, slots=True)
class DayPerson:
    """One person of the roll on one day.

    `isolation` is the cause under which the person is isolated at the end of the day, `sick` and
    `absent` come from the absence on file, `symptoms` from the checks of the day. `left_at` and
    `first_in` are the last way out and the first way in.
    """

    person_id: str
    kind: PersonKind
    unit: str | None
    present: bool = False
    inside: bool = False
    fever: bool = False
    confirmed: bool = False
    isolation: str | None = None
    watched: bool = False
    absent: bool = False
    sick: bool = False
    symptoms: frozenset[str] = frozenset()
    first_in: datetime | None = None
    left_at: datetime | None = None
    not_signed_out: bool = False

    @property
    def unexplained(self) -> bool:
        """Tell whether nobody knows why the person is not here."""
        return not (self.present or self.absent or self.isolation or self.watched)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """Everything of one day.

    `no_reading` and `overrides` count decisions, of pupils by class (`NO_UNIT` without one), of
    others by their kind, of nobody recognised under None.

    `reported` gives, by class, when its check of the day was handed in; `symptoms_before` the
    symptoms of the two days before, by person, for the counts over three days.
    """

    day: date
    people: tuple[DayPerson, ...]
    no_reading: Mapping[str | None, int] = field(default_factory=dict)
    overrides: Mapping[str | None, int] = field(default_factory=dict)
    reported: Mapping[str, datetime] = field(default_factory=dict)
    symptoms_before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    classes: tuple[str, ...] = ()

    def of_kind(self, *kinds: PersonKind) -> tuple[DayPerson, ...]:
        """Give the people of some kinds."""
        return tuple(one for one in self.people if one.kind in kinds)

    @property
    def outsiders(self) -> tuple[DayPerson, ...]:
        """Give the people who are neither pupils nor staff."""
        return tuple(
            one for one in self.people if one.kind in OUTSIDERS or one.kind is PersonKind.COURIER
        )


def days_before(day: date, count: int) -> tuple[date, ...]:
    """Give the `count` days before a day, newest first."""
    return tuple(day - timedelta(days=n) for n in range(1, count + 1))
