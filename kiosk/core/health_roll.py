"""The daily roll (clause N5): who has which record of a day, who has none, counted by unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.core.health_file import OF_HOUSEHOLD, HealthFlag
from kiosk.core.people import PersonKind

ON_THE_ROLL = frozenset({PersonKind.PUPIL, PersonKind.GUARDIAN, PersonKind.STAFF})
"""Every pupil, parent and member of staff has a daily state (rules.md 2a, file.health)."""


class RecordKind(StrEnum):
    """What can tell the state of a person on a day."""

    GATE = "gate"
    HOME = "home"
    SYMPTOMS = "symptoms"
    ABSENCE = "absence"
    PLACEMENT = "placement"


class Presence(StrEnum):
    """Where a pupil or member of staff was on a day."""

    PRESENT = "present"
    ABSENT_SICK = "absent_sick"
    ABSENT_OTHER = "absent_other"
    PLACEMENT = "placement"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RollRow:
    """One person on the roll of a day.

    `unit` is the person's own, for a guardian that of a child. `presence` is None for a guardian,
    who is not expected at the school.
    """

    person_id: str
    kind: PersonKind
    unit: str | None
    presence: Presence | None
    records: frozenset[RecordKind]
    flags: frozenset[HealthFlag]


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """The roll of one unit in numbers; `unit` None is for people without one.

    `enrolled` (pupils and staff) is the sum of `present`, `absent_sick`, `absent_other`,
    `placement` and `unknown`; `isolated`, `watched`, `flagged` (by the household) and `no_record`
    are out of `enrolled` as well. Guardians are counted apart.
    """

    unit: str | None
    enrolled: int
    present: int
    absent_sick: int
    absent_other: int
    placement: int
    unknown: int
    isolated: int
    watched: int
    flagged: int
    no_record: int
    guardians: int
    guardians_no_record: int


def counted(rows: Iterable[RollRow]) -> list[UnitCounts]:
    """Count the roll by unit, in the order of units, people without one last."""
    by_unit: dict[str | None, list[RollRow]] = {}
    for row in rows:
        by_unit.setdefault(row.unit, []).append(row)
    ordered = sorted(by_unit, key=lambda unit: (unit is None, unit or ""))
    return [count_of(unit, by_unit[unit]) for unit in ordered]


def count_of(unit: str | None, rows: Iterable[RollRow]) -> UnitCounts:
    """Count rows of the roll as one unit."""
    guardians: list[RollRow] = []
    enrolled: list[RollRow] = []
    for row in rows:
        (guardians if row.kind is PersonKind.GUARDIAN else enrolled).append(row)

    def at(presence: Presence) -> int:
        return sum(row.presence is presence for row in enrolled)

    def flagged(*flags: HealthFlag) -> int:
        return sum(not row.flags.isdisjoint(flags) for row in enrolled)

    return UnitCounts(
        unit=unit,
        enrolled=len(enrolled),
        present=at(Presence.PRESENT),
        absent_sick=at(Presence.ABSENT_SICK),
        absent_other=at(Presence.ABSENT_OTHER),
        placement=at(Presence.PLACEMENT),
        unknown=at(Presence.UNKNOWN),
        isolated=flagged(HealthFlag.ISOLATED),
        watched=flagged(HealthFlag.WATCHED),
        flagged=flagged(
            HealthFlag.HOUSEHOLD_ISOLATED,
            HealthFlag.HOUSEHOLD_WATCHED,
            HealthFlag.HOUSEHOLD_ELEVATED,
        ),
        no_record=sum(not row.records for row in enrolled),
        guardians=len(guardians),
        guardians_no_record=sum(not row.records for row in guardians),
    )


def relatives(households: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Give for everybody of a household who else is in it, from the guardians of each pupil.

    Of a pupil these are the guardians and their other children, of a guardian the children and
    their other guardians.
    """
    children: dict[str, set[str]] = {}
    for pupil, guardians in households.items():
        for guardian in guardians:
            children.setdefault(guardian, set()).add(pupil)
    made: dict[str, frozenset[str]] = {}
    for pupil, guardians in households.items():
        near = {one for guardian in guardians for one in (guardian, *children[guardian])}
        made[pupil] = frozenset(near - {pupil})
    for guardian, pupils in children.items():
        near = {one for pupil in pupils for one in (pupil, *households[pupil])}
        made[guardian] = made.get(guardian, frozenset()) | (near - {guardian})
    return made


def flags_of(
    person_id: str,
    own: Mapping[str, frozenset[HealthFlag]],
    near: Mapping[str, frozenset[str]],
) -> frozenset[HealthFlag]:
    """Give a person's own flags, and what those of the household make of them."""
    theirs = {flag for one in near.get(person_id, ()) for flag in own.get(one, ())}
    of_household = {OF_HOUSEHOLD[flag] for flag in theirs if flag in OF_HOUSEHOLD}
    return own.get(person_id, frozenset()) | of_household
