"""Clusters: so many people of one class or school in so many days (rules.md 3b); pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.core.people import PersonKind
from kiosk.core.policy import ClusterTrigger

SCHOOL = "school"
"""Stands for the unit of a cluster that is counted over the whole school."""

_COUNTED = {
    "class": frozenset({PersonKind.PUPIL}),
    SCHOOL: frozenset({PersonKind.PUPIL, PersonKind.STAFF}),
}
"""A visitor with a fever is an incident of his own, and no sign of an outbreak in the school."""


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody with a fever, or sick, on a day of the school; `what` is `fever` or `sick`."""

    person_id: str
    kind: PersonKind
    unit: str | None
    day: date
    what: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """A trigger that is reached in a unit: by whom, in the order they fell ill."""

    trigger: ClusterTrigger
    unit: str
    people: tuple[str, ...]
    newest: date


def reached(
    triggers: Sequence[ClusterTrigger], cases: Iterable[Case], today: date
) -> tuple[Cluster, ...]:
    """Give each trigger that is reached, once for each unit; a person counts once in its days."""
    known = sorted(cases, key=lambda case: (case.day, case.person_id))
    return tuple(one for trigger in triggers for one in _reached(trigger, known, today))


def longest(triggers: Iterable[ClusterTrigger]) -> int:
    """Give how many days back the triggers look, the day itself counted."""
    return max((one.days for one in triggers), default=0)


def _reached(trigger: ClusterTrigger, cases: Sequence[Case], today: date) -> list[Cluster]:
    since = today - timedelta(days=trigger.days - 1)
    by_unit: dict[str, dict[str, date]] = {}
    for case in cases:
        unit = SCHOOL if trigger.scope == SCHOOL else case.unit
        counted = case.what == trigger.what and case.kind in _COUNTED[trigger.scope]
        if counted and unit is not None and since <= case.day <= today:
            by_unit.setdefault(unit, {})[case.person_id] = case.day
    return [
        Cluster(trigger, unit, tuple(people), max(people.values()))
        for unit, people in sorted(by_unit.items())
        if len(people) >= trigger.count
    ]
