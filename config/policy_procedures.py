"""The tables of a policy that a file may leave out: permits, fever, clusters, incidents, roll.

Each default is named here once, with the place it comes from in docs/policy.md.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import time

from config import forms
from config.toml_table import Form, Table
from kiosk.core.people import PersonKind
from kiosk.core.policy import (
    ClusterTrigger,
    DeadlineSchedule,
    FeverPolicy,
    PermitPolicy,
    RollPolicy,
)
from kiosk.core.words_policy import GUARD_CHECKS

PERMITS = PermitPolicy(
    default_levels=2,
    levels={"delivery": 1, "pupil-pickup": 1, "early-return": 2},
    longest_hours=31 * 24,
    overstay_minutes=15,
)
"""Two levels as a school's rule asks of visitors; the bounds are local practice."""

FEVER = FeverPolicy(queue_minutes=10, most_invalid=3)
"""No source gives either number: local practice."""

_DAY_MINUTES = 24 * 60

CLUSTERS = (
    ClusterTrigger("class_fever_day", "class", "fever", 3, 1, _DAY_MINUTES),
    ClusterTrigger("class_fever_three_days", "class", "fever", 5, 3, _DAY_MINUTES),
    ClusterTrigger("class_sick_day", "class", "sick", 3, 1, _DAY_MINUTES),
    ClusterTrigger("class_sick_three_days", "class", "sick", 5, 3, _DAY_MINUTES),
    ClusterTrigger("school_fever_week", "school", "fever", 10, 7, _DAY_MINUTES),
)
"""Three in a day or five in three days in a class, ten in a week in a school (rules.md 3b)."""

SCHEDULES = {
    "A": DeadlineSchedule("A", {"general": 30, "large": 10, "major": 0}, 17, 3),
    "B": DeadlineSchedule("B", {"general": 120, "large": 120, "major": 120}, 17, 7),
}
"""Both schedules of rules.md 3c; B gives no hour of the progress report: local practice."""

ROLL = RollPolicy(class_due=time(8), report_due=time(14), follow_up_hours=24)
"""Class form by 08:00, school by 14:00 (rules.md 3a), a listed person is asked daily."""


def permits(table: Table | None, purposes: frozenset[str]) -> PermitPolicy:
    """Read `[permits]`; a default level of a purpose that this policy has not is left away."""
    levels = {one: level for one, level in PERMITS.levels.items() if one in purposes}
    if table is None:
        return replace(PERMITS, levels=levels)
    named = table.table_or_none("levels")
    found = PermitPolicy(
        default_levels=table.take_or("default_levels", _LEVEL, PERMITS.default_levels),
        levels=levels if named is None else _counts(named, purposes, forms.optional(_LEVEL)),
        longest_hours=table.take_or("longest_hours", _LONGEST, PERMITS.longest_hours),
        overstay_minutes=table.take_or("overstay_minutes", _OVERSTAY, PERMITS.overstay_minutes),
    )
    table.refuse_unknown()
    return found


def fever(table: Table | None) -> FeverPolicy:
    """Read `[fever]`."""
    if table is None:
        return FEVER
    found = FeverPolicy(
        queue_minutes=table.take_or("queue_minutes", forms.whole(0, 240, "minutes"), 10),
        most_invalid=table.take_or("most_invalid", forms.whole(1, 20, "readings"), 3),
    )
    table.refuse_unknown()
    return found


def clusters(tables: Sequence[Table] | None) -> tuple[ClusterTrigger, ...]:
    """Read the list `[[clusters]]`; a list that is there replaces the whole default."""
    if tables is None:
        return CLUSTERS
    found: list[ClusterTrigger] = []
    for table in tables:
        one = _cluster(table)
        if one.name in [other.name for other in found]:
            table.report("name", f"{one.name!r} names two triggers; give each a name of its own")
        found.append(one)
    return tuple(found)


def _cluster(table: Table) -> ClusterTrigger:
    found = ClusterTrigger(
        name=table.take("name", forms.code()),
        scope=table.take("scope", forms.word(("class", "school"))),
        what=table.take("what", forms.word(("fever", "sick"))),
        count=table.take("count", forms.whole(1, 1000, "people")),
        days=table.take("days", forms.whole(1, 60, "days")),
        deadline_minutes=table.take_or("deadline_minutes", _MINUTES, _DAY_MINUTES),
    )
    table.refuse_unknown()
    return found


def deadlines(table: Table | None) -> DeadlineSchedule:
    """Read `[incidents]`: a schedule by name, and single deadlines that differ from it."""
    if table is None:
        return SCHEDULES["A"]
    name = table.take_or("schedule", forms.word(SCHEDULES), "A")
    base = SCHEDULES.get(name, SCHEDULES["A"])
    first = table.table_or_none("first_minutes")
    changed = {} if first is None else _counts(first, base.first_minutes, forms.optional(_MINUTES))
    found = DeadlineSchedule(
        name=base.name,
        first_minutes=dict(base.first_minutes) | changed,
        progress_hour=table.take_or(
            "progress_hour", forms.whole(0, 23, "o'clock"), base.progress_hour
        ),
        closing_days=table.take_or("closing_days", forms.whole(0, 90, "days"), base.closing_days),
    )
    table.refuse_unknown()
    return found


def roll(table: Table | None) -> RollPolicy:
    """Read `[roll]`."""
    if table is None:
        return ROLL
    before = len(table.problems)
    found = RollPolicy(
        class_due=table.take_or("class_due", forms.day_time(), ROLL.class_due),
        report_due=table.take_or("report_due", forms.day_time(), ROLL.report_due),
        follow_up_hours=table.take_or(
            "follow_up_hours", forms.whole(1, 24 * 14, "hours"), ROLL.follow_up_hours
        ),
    )
    table.refuse_unknown()
    if len(table.problems) == before and found.class_due > found.report_due:
        table.report("report_due", "must not be before class_due; the school adds up its classes")
    return found


def area_limits(table: Table | None, areas: frozenset[str]) -> dict[str, int]:
    """Read `[area_limits]`: how many people on permits an area may hold."""
    return {} if table is None else _counts(table, areas, forms.optional(_PEOPLE))


def guard_checks(table: Table | None) -> dict[PersonKind, tuple[str, ...]]:
    """Read `[guard_checks]`: kind of person -> what the guard looks at."""
    if table is None:
        return {}
    form = forms.each(forms.word(GUARD_CHECKS))
    found = {kind: table.take_or(kind.value, form, ()) for kind in PersonKind}
    table.refuse_unknown()
    return {kind: checks for kind, checks in found.items() if checks}


def _counts(table: Table, known: Collection[str], form: Form[int | None]) -> dict[str, int]:
    """Read a table of whole numbers by word, each word one of those known."""
    found = {one: table.take_or(one, form, None) for one in sorted(known)}
    table.refuse_unknown()
    return {one: count for one, count in found.items() if count is not None}


_LEVEL = forms.whole(1, 2, "levels of approval")
_LONGEST = forms.whole(1, 366 * 24, "hours")
_OVERSTAY = forms.whole(0, 24 * 60, "minutes")
_MINUTES = forms.whole(0, 60 * 24 * 7, "minutes")
_PEOPLE = forms.whole(0, 10_000, "people")
