"""When the three reports of an incident are due, by either schedule (rules.md 3b, 3c); pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from kiosk.core.incidents import IncidentLevel, IncidentOutcome, ReportStage
from kiosk.core.policy import DeadlineSchedule


@dataclass(frozen=True, slots=True)
class Released:
    """A report that was released: which stage, and when."""

    stage: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Deadline:
    """A report and when it is due; `done_at` is when it was released, however late."""

    stage: ReportStage
    due: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What deadlines follow from: opening, level, end, and the reports released so far.

    `trigger_minutes` is the deadline of the cluster trigger that opened it, None without one.
    `outcome` is how it ended.
    """

    opened: datetime
    level: str
    closed: datetime | None = None
    released: tuple[Released, ...] = ()
    trigger_minutes: int | None = None
    outcome: str | None = None


def deadlines(course: Course, schedule: DeadlineSchedule, zone: tzinfo) -> tuple[Deadline, ...]:
    """List every deadline up to the next one, in order; `zone` is the school's.

    Of a false alarm nothing is due, unless something was reported that has to be put right.
    """
    if course.outcome == IncidentOutcome.FALSE_ALARM and not course.released:
        return ()
    found = [_first(course, schedule), *_progress(course, schedule, zone)]
    if course.closed is not None:
        due = course.closed + timedelta(days=schedule.closing_days)
        found.append(
            Deadline(ReportStage.CLOSING, due, _released(course, {ReportStage.CLOSING}, None))
        )
    return tuple(found)


def next_due(found: Sequence[Deadline]) -> Deadline | None:
    """Give the earliest deadline that is not met; None when nothing is left to report."""
    return min((one for one in found if one.done_at is None), key=lambda d: d.due, default=None)


def asks_for_progress(schedule: DeadlineSchedule, level: str) -> bool:
    """Tell whether a daily progress report is due; B asks for it of major incidents only."""
    return schedule.name != "B" or level == IncidentLevel.MAJOR


def _first(course: Course, schedule: DeadlineSchedule) -> Deadline:
    """Make the first deadline; a cluster has its trigger's own until it is set graver."""
    minutes = schedule.first_minutes.get(course.level, min(schedule.first_minutes.values()))
    if course.trigger_minutes is not None and course.level == IncidentLevel.GENERAL:
        minutes = course.trigger_minutes
    stages = set(ReportStage)
    due = course.opened + timedelta(minutes=minutes)
    return Deadline(ReportStage.FIRST, due, _released(course, stages, None))


def _progress(course: Course, schedule: DeadlineSchedule, zone: tzinfo) -> list[Deadline]:
    """List the daily deadlines from the day after the opening to the first that is not met.

    Days that were missed are made good by the next report, not by one for each of them.
    """
    if not asks_for_progress(schedule, course.level):
        return []
    found: list[Deadline] = []
    day = course.opened.astimezone(zone).date()
    while True:
        day += timedelta(days=1)
        due = datetime.combine(day, time(schedule.progress_hour), zone)
        if course.closed is not None and due > course.closed:
            return found
        begun = datetime.combine(day, time(), zone)
        done = _released(course, {ReportStage.PROGRESS, ReportStage.CLOSING}, begun)
        found.append(Deadline(ReportStage.PROGRESS, due, done))
        if done is None:
            return found
        day = max(day, done.astimezone(zone).date())


def _released(course: Course, stages: set[ReportStage], since: datetime | None) -> datetime | None:
    times = (
        one.at
        for one in course.released
        if one.stage in stages and (since is None or one.at >= since)
    )
    return min(times, default=None)
