"""Who of a class came late, is absent, left early or was not signed out on a day (clauses N3, M2).

Pure: the passages of a day against the arrival slots of the units. Times are local. Nobody is
called absent before he could be late, and whoever the school itself keeps away is absent with
cause.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from kiosk.core import units
from kiosk.core.people import unit_covers
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Reason


class Punctuality(StrEnum):
    """How a passage stands to the timetable."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    EARLY_LEAVE = "early_leave"


class Excuse(StrEnum):
    """Why a pupil who is absent is not absent without cause, as far as the log knows."""

    ISOLATED = "isolated"
    WATCH_LISTED = "watch_listed"
    NOT_RELEASED = "not_released"
    REPORTED = "reported"
    PLACEMENT = "placement"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Slot:
    """When a unit arrives and leaves on a weekday, local times; `unit` is where it was set."""

    unit: str
    arrive_from: time
    late_from: time
    leave_from: time


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil of the roll; who boards may be inside for days."""

    person_id: str
    unit: str | None
    boards: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A pupil passed the gate, local time."""

    at: datetime
    direction: Direction


@dataclass(frozen=True, slots=True)
class Day:
    """What the log knows of the pupils on one day, up to `until` (local).

    `slots` are those of the day by the unit they are set at, None where nobody is expected; `root`
    is the unit that is the school. `inside_before` had not left when the day began; of those only
    who boards is taken to be there. `refused` is the last reason for which a pupil was not let in
    (None where a paper sheet gives none), `slips` names who was allowed to leave early,
    `not_signed_out` who was no longer counted inside at the end of the day without an exit.
    """

    day: date
    until: datetime
    pupils: tuple[Pupil, ...]
    slots: Mapping[str, Slot | None]
    root: str | None = None
    passages: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    inside_before: frozenset[str] = frozenset()
    excuses: Mapping[str, Excuse] = field(default_factory=dict)
    refused: Mapping[str, Reason | None] = field(default_factory=dict)
    slips: frozenset[str] = frozenset()
    not_signed_out: frozenset[str] = frozenset()

    def slot(self, pupil: Pupil) -> Slot | None:
        """Give the slot that binds a pupil; None on a day without one."""
        return units.nearest(pupil.unit, self.slots, self.root)


@dataclass(frozen=True, slots=True)
class Listed:
    """A pupil on a list.

    `at` is when he came or left, `slot` what he was held to, `excuse` and `refused` say why he is
    absent; `allowed` that a slip let him leave, `boards` that he is expected to be inside.
    """

    pupil: Pupil
    slot: Slot | None = None
    at: datetime | None = None
    excuse: Excuse | None = None
    refused: Reason | None = None
    allowed: bool = False

    @property
    def boards(self) -> bool:
        """Tell whether he lives at the school."""
        return self.pupil.boards


def arriving(slot: Slot, at: time) -> Punctuality:
    """Say how an arrival stands to the slot: late is from `late_from` on, included."""
    if at < slot.arrive_from:
        return Punctuality.EARLY
    return Punctuality.LATE if at >= slot.late_from else Punctuality.ON_TIME


def leaving(slot: Slot, at: time) -> Punctuality | None:
    """Say whether an exit is early: before `leave_from`; None for one in time."""
    return Punctuality.EARLY_LEAVE if at < slot.leave_from else None


def not_released(unit: str | None, phase: Phase, released: tuple[str, ...]) -> bool:
    """Tell whether the campus phase keeps a pupil away (clause N1b)."""
    if phase is Phase.CLOSED:
        return True
    return phase is Phase.STAGED and not any(unit_covers(one, unit) for one in released)


def late(day: Day) -> tuple[Listed, ...]:
    """List who came late: the first entry of the day, of who was not there when it began."""
    found = []
    for pupil, slot in _bound(day):
        passed = _passed(day, pupil)
        first = next((one for one in passed if one.direction is Direction.IN), None)
        if first is None:
            continue
        # A boarder is late when he was out as lessons began, not when he goes out during them.
        if _there(day, pupil) and (passed[0] is first or passed[0].at.time() >= slot.late_from):
            continue
        if arriving(slot, first.at.time()) is Punctuality.LATE:
            found.append(Listed(pupil, slot, first.at))
    return tuple(found)


def absent(day: Day) -> tuple[Listed, ...]:
    """List who has not come although he could be late by now, with the cause if there is one."""
    found = []
    for pupil, slot in _bound(day):
        due = datetime.combine(day.day, slot.late_from, day.until.tzinfo)
        # Whoever leaves during lessons has been there, however he came in.
        there = _there(day, pupil) or any(
            one.direction is Direction.IN or one.at >= due for one in _passed(day, pupil)
        )
        if there or day.until < due:
            continue
        came = pupil.person_id in day.refused
        excuse = day.excuses.get(pupil.person_id) or (Excuse.REFUSED if came else None)
        refused = day.refused.get(pupil.person_id)
        found.append(Listed(pupil, slot, excuse=excuse, refused=refused))
    return tuple(found)


def left_early(day: Day) -> tuple[Listed, ...]:
    """List who left before his time and has not come back that day."""
    found = []
    for pupil, slot in _bound(day):
        passed = _passed(day, pupil)
        if not passed or passed[-1].direction is Direction.IN:
            continue
        last = passed[-1].at
        # Whoever only goes home in the night before has not left this day's lessons.
        came = any(one.direction is Direction.IN for one in passed)
        came = came or last.time() >= slot.arrive_from
        if came and leaving(slot, last.time()) is not None:
            allowed = pupil.person_id in day.slips
            found.append(Listed(pupil, slot, last, allowed=allowed))
    return tuple(found)


def not_signed_out(day: Day) -> tuple[Listed, ...]:
    """List whose exit is missing; a boarder without one stays inside and is listed as such."""
    found = []
    for pupil in day.pupils:
        passed = _passed(day, pupil)
        entered = next((one.at for one in reversed(passed) if one.direction is Direction.IN), None)
        stays = passed[-1].direction is Direction.IN if passed else _there(day, pupil)
        if pupil.person_id in day.not_signed_out or (pupil.boards and stays):
            found.append(Listed(pupil, day.slot(pupil), entered))
    return tuple(found)


def _there(day: Day, pupil: Pupil) -> bool:
    """Tell whether a pupil was at the school when the day began.

    Of one who does not board only the exit is missing: he slept at home, and who does not come
    back is absent, whether or not the end of his day was marked before the morning.
    """
    return pupil.boards and pupil.person_id in day.inside_before


def _passed(day: Day, pupil: Pupil) -> tuple[Passage, ...]:
    return day.passages.get(pupil.person_id, ())


def _bound(day: Day) -> list[tuple[Pupil, Slot]]:
    """Give the pupils who are held to a slot on that day."""
    found = ((pupil, day.slot(pupil)) for pupil in day.pupils)
    return [(pupil, slot) for pupil, slot in found if slot is not None]
