"""Deadlines of the three reports, by both schedules of rules.md 3c."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.policy_procedures import SCHEDULES
from kiosk.core.incident_deadlines import Course, Released, deadlines, next_due
from kiosk.core.incidents import IncidentLevel, ReportStage
from kiosk.core.policy import DeadlineSchedule

ZONE = timezone(timedelta(hours=8))
OPENED = datetime(2020, 5, 11, 7, 30, tzinfo=ZONE)
A, B = SCHEDULES["A"], SCHEDULES["B"]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 5, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("name", "level", "minutes"),
    [
        ("A", "general", 30), ("A", "large", 10), ("A", "major", 0),
        ("B", "general", 120), ("B", "large", 120), ("B", "major", 120),
    ],
)  # fmt: skip
def test_the_first_report_is_due_by_level(name: str, level: str, minutes: int) -> None:
    (first, *_) = deadlines(Course(OPENED, level), SCHEDULES[name], ZONE)
    assert first.stage is ReportStage.FIRST
    assert first.due == OPENED + timedelta(minutes=minutes)


def test_a_progress_report_is_due_daily_by_five_from_the_next_day_on() -> None:
    sent: tuple[Released, ...] = (Released("first", at(11, 7, 50)),)
    found = deadlines(Course(OPENED, "general", released=sent), A, ZONE)
    assert [(one.stage, one.due, one.done_at) for one in found] == [
        ("first", at(11, 8), at(11, 7, 50)),
        ("progress", at(12, 17), None),
    ]
    sent += (Released("progress", at(12, 16)),)
    found = deadlines(Course(OPENED, "general", released=sent), A, ZONE)
    assert found[-1].due == at(13, 17)
    assert found[1].done_at == at(12, 16)


def test_days_that_were_missed_are_made_good_by_the_next_report() -> None:
    sent = (Released("first", at(11, 8)), Released("progress", at(14, 9)))
    found = deadlines(Course(OPENED, "general", released=sent), A, ZONE)
    assert [(one.due, one.done_at) for one in found[1:]] == [
        (at(12, 17), at(14, 9)),
        (at(15, 17), None),
    ]


def test_schedule_b_asks_for_daily_progress_of_major_incidents_only() -> None:
    assert len(deadlines(Course(OPENED, "large"), B, ZONE)) == 1
    assert [one.stage for one in deadlines(Course(OPENED, "major"), B, ZONE)][1:] == ["progress"]


@pytest.mark.parametrize(("name", "days"), [("A", 3), ("B", 7)])
def test_the_closing_report_is_due_within_days_of_the_end(name: str, days: int) -> None:
    closed = at(11, 12)
    course = Course(OPENED, "general", closed, (Released("first", at(11, 8)),))
    due = next_due(deadlines(course, SCHEDULES[name], ZONE))
    assert due is not None
    assert (due.stage, due.due) == (ReportStage.CLOSING, closed + timedelta(days=days))
    done = Course(OPENED, "general", closed, (*course.released, Released("closing", at(12, 9))))
    assert next_due(deadlines(done, SCHEDULES[name], ZONE)) is None


def test_a_closing_report_makes_good_every_progress_report_that_was_missed() -> None:
    course = Course(OPENED, "general", at(15, 18), (Released("closing", at(16, 9)),))
    assert next_due(deadlines(course, A, ZONE)) is None


def test_the_deadline_of_a_cluster_is_its_triggers_until_it_is_set_graver() -> None:
    day = 24 * 60
    general = deadlines(Course(OPENED, "general", trigger_minutes=day), A, ZONE)[0]
    large = deadlines(Course(OPENED, "large", trigger_minutes=day), A, ZONE)[0]
    assert general.due - OPENED == timedelta(days=1)
    assert large.due - OPENED == timedelta(minutes=10)


def test_the_days_are_those_of_the_school() -> None:
    # Half past seven in the evening in Greenwich is the next morning at the school.
    opened = datetime(2020, 5, 11, 19, 30, tzinfo=UTC)
    assert deadlines(Course(opened, "general"), A, ZONE)[1].due == at(13, 17)


@given(
    level=st.sampled_from(list(IncidentLevel)),
    schedule=st.sampled_from([A, B]),
    sent=st.lists(
        st.tuples(st.sampled_from(list(ReportStage)), st.integers(0, 60 * 24 * 30)), max_size=12
    ),
    lasted=st.none() | st.integers(0, 60 * 24 * 40),
)
def test_at_most_one_deadline_of_each_stage_waits_and_all_are_in_order(
    level: IncidentLevel,
    schedule: DeadlineSchedule,
    sent: list[tuple[ReportStage, int]],
    lasted: int | None,
) -> None:
    released = tuple(
        Released(stage, OPENED + timedelta(minutes=minute))
        for stage, minute in sorted(sent, key=lambda one: one[1])
    )
    closed = None if lasted is None else OPENED + timedelta(minutes=lasted)
    found = deadlines(Course(OPENED, level, closed, released), schedule, ZONE)
    for stage in ReportStage:
        of_stage = [one for one in found if one.stage is stage]
        assert sum(one.done_at is None for one in of_stage) <= 1
        assert [one.due for one in of_stage] == sorted(one.due for one in of_stage)
    assert len(found) <= len(sent) + 3
    assert any(one.stage is ReportStage.CLOSING for one in found) == (closed is not None)
