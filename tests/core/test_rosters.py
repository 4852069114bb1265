"""Late, absent, left early, not signed out: a day's passages against the arrival slots."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.occupancy import Count, Present, occupancy
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Reason
from kiosk.core.rosters import (
    Day,
    Excuse,
    Listed,
    Passage,
    Punctuality,
    Pupil,
    Slot,
    absent,
    arriving,
    late,
    leaving,
    left_early,
    not_released,
    not_signed_out,
)

DAY = date(2020, 3, 2)
CLASS = "grade-7/class-3"
SLOT = Slot("grade-7", time(7, 10), time(7, 40), time(16, 30))
PUPIL = Pupil("p1", CLASS)
BOARDER = Pupil("p2", CLASS, boards=True)


def clock(text: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(text))


def came(*times: str) -> tuple[Passage, ...]:
    """Make passages in and out by turns; `+` before a time makes the first one a way out."""
    ways = [Direction.IN, Direction.OUT] * len(times)
    if times and times[0].startswith("+"):
        ways = ways[1:]
    return tuple(Passage(clock(at.lstrip("+")), way) for at, way in zip(times, ways, strict=False))


def day(*times: str, pupil: Pupil = PUPIL, until: str = "18:00", **more: Any) -> Day:
    passages = {pupil.person_id: came(*times)} if times else {}
    values: dict[str, Any] = {"slots": {"grade-7": SLOT}, "passages": passages}
    return Day(DAY, clock(until), (pupil,), **(values | more))


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        ("07:09:59", Punctuality.EARLY),
        ("07:10", Punctuality.ON_TIME),
        ("07:39:59", Punctuality.ON_TIME),
        ("07:40", Punctuality.LATE),
    ],
)
def test_late_is_from_the_minute_on_that_the_slot_says(at: str, wanted: Punctuality) -> None:
    assert arriving(SLOT, time.fromisoformat(at)) is wanted


def test_leaving_is_early_until_the_slot_ends() -> None:
    assert leaving(SLOT, time(16, 29, 59)) is Punctuality.EARLY_LEAVE
    assert leaving(SLOT, time(16, 30)) is None


@pytest.mark.parametrize(
    ("judge", "times", "listed"),
    [
        (late, ("07:39",), False),
        (late, ("07:41",), True),
        (late, ("07:20", "09:00", "11:00"), False),
        (late, (), False),
        (absent, (), True),
        (absent, ("09:00",), False),
        (absent, ("+07:00",), True),
        (absent, ("+16:30",), False),
        (left_early, ("07:20", "11:00"), True),
        (left_early, ("07:20", "11:00", "13:00"), False),
        (left_early, ("07:20", "16:30"), False),
        (left_early, ("07:20",), False),
    ],
)
def test_a_pupil_is_on_the_list_that_his_passages_put_him_on(
    judge: Callable[[Day], tuple[Listed, ...]], times: tuple[str, ...], listed: bool
) -> None:
    assert [one.pupil for one in judge(day(*times))] == ([PUPIL] if listed else [])


def test_nobody_is_absent_before_he_could_be_late() -> None:
    assert absent(day(until="07:39")) == ()
    assert len(absent(day(until="07:40"))) == 1


def test_a_day_without_a_slot_has_no_lists() -> None:
    nothing = day("09:00", "10:00", slots={"grade-8": SLOT})
    assert late(nothing) == absent(nothing) == left_early(nothing) == ()


def test_a_boarder_who_was_inside_is_neither_late_nor_absent() -> None:
    there = frozenset({"p2"})
    assert absent(day(pupil=BOARDER, inside_before=there)) == ()
    assert late(day("+08:00", "12:30", pupil=BOARDER, inside_before=there)) == ()
    out_at_dawn = day("+06:00", "09:00", pupil=BOARDER, inside_before=there)
    assert [one.at for one in late(out_at_dawn)] == [clock("09:00")]


def test_who_is_kept_away_or_was_refused_is_absent_with_cause() -> None:
    (isolated,) = absent(day(excuses={"p1": Excuse.ISOLATED}, refused={"p1": Reason.ISOLATED}))
    assert (isolated.excuse, isolated.refused) == (Excuse.ISOLATED, Reason.ISOLATED)
    (refused,) = absent(day(refused={"p1": Reason.PASS_EXPIRED}))
    assert (refused.excuse, refused.refused) == (Excuse.REFUSED, Reason.PASS_EXPIRED)
    (on_paper,) = absent(day(refused={"p1": None}))
    assert on_paper.excuse is Excuse.REFUSED
    (without,) = absent(day())
    assert without.excuse is None


def test_a_slip_shows_that_leaving_early_was_allowed() -> None:
    (one,) = left_early(day("07:20", "11:00", slips=frozenset({"p1"})))
    assert one.allowed
    assert one.at == clock("11:00")


def test_the_list_of_missing_exits_names_who_was_marked_and_the_boarders_inside() -> None:
    marked = day("07:20", not_signed_out=frozenset({"p1"}))
    assert [(one.pupil.person_id, one.at) for one in not_signed_out(marked)] == [
        ("p1", clock("07:20"))
    ]
    assert [one.boards for one in not_signed_out(day("19:00", pupil=BOARDER))] == [True]
    stays = day(pupil=BOARDER, inside_before=frozenset({"p2"}))
    assert len(not_signed_out(stays)) == 1
    assert not_signed_out(day("07:20", "16:40", pupil=BOARDER)) == ()
    assert not_signed_out(day("07:20")) == ()


def test_the_phase_keeps_away_whoever_is_not_released() -> None:
    assert not_released(CLASS, Phase.CLOSED, (CLASS,))
    assert not_released(CLASS, Phase.STAGED, ("grade-70",))
    assert not_released(None, Phase.STAGED, ("grade-7",))
    assert not not_released(CLASS, Phase.STAGED, ("grade-7",))
    assert not not_released(None, Phase.OPEN, ())


minutes = st.integers(0, 24 * 60 - 1).map(lambda n: datetime(2020, 1, 1) + timedelta(minutes=n))


@given(st.lists(minutes, max_size=6, unique=True), st.booleans())
def test_nobody_is_on_two_lists_that_exclude_each_other(found: list[datetime], out: bool) -> None:
    times = [f"{one:%H:%M}" for one in sorted(found)]
    if times and out:
        times[0] = f"+{times[0]}"
    one = day(*times)
    names = [{listed.pupil.person_id for listed in judge(one)} for judge in (late, absent)]
    assert not names[0] & names[1]
    if not times:
        assert left_early(one) == ()


def test_an_area_counts_who_may_be_in_it_and_says_when_it_is_too_many() -> None:
    people = [
        Present("p1", PersonKind.PUPIL, CLASS),
        Present("t1", PersonKind.STAFF),
        Present("v1", PersonKind.VISITOR, areas=("office", "clinic")),
        Present("v2", PersonKind.VISITOR, areas=("office",)),
        Present("x1", None),
    ]
    found = occupancy(people, {"office": 1, "gym": 10})
    assert found.total == 5
    assert {one.code: one.count for one in found.kinds} == {
        "pupil": 1, "staff": 1, "visitor": 2, "unknown": 1,
    }  # fmt: skip
    assert found.units == (Count(CLASS, 1),)
    areas = {one.code: one for one in found.areas}
    assert {code: (one.count, one.limit, one.over) for code, one in areas.items()} == {
        "office": (2, 1, True),
        "gym": (0, 10, False),
        "clinic": (1, None, False),
        "campus": (3, None, False),
    }


def test_who_goes_home_after_midnight_has_not_left_the_lessons_of_that_day() -> None:
    night = day("+00:10")
    assert left_early(night) == ()
    assert [one.pupil for one in absent(night)] == [PUPIL]
    assert [one.at for one in left_early(day("+07:30"))] == [clock("07:30")]
