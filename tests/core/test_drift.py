"""A thermometer drifts when its newest daily median leaves its own band, or other gates'."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.drift import (
    BAND_DAYS,
    FRESH_DAYS,
    LEAST_DAYS,
    OFF_CENTI,
    Against,
    DayMedian,
    drifts,
)

TODAY = date(2020, 5, 20)
NORTH = ("north", "forehead")


def days(*centi: int, gate: tuple[str, str] = NORTH, last: date = TODAY) -> list[DayMedian]:
    """Give one median for each day that ends with `last`."""
    first = last - timedelta(days=len(centi) - 1)
    return [
        DayMedian(*gate, first + timedelta(days=number), 100, one)
        for number, one in enumerate(centi)
    ]


def test_a_steady_thermometer_is_not_flagged() -> None:
    assert drifts(days(*[3640, 3645, 3638, 3641, 3644, 3640, 3658]), TODAY) == ()


@pytest.mark.parametrize("off", [30, -30])
def test_more_than_a_fifth_of_a_degree_off_its_band_is_flagged_with_how_much(off: int) -> None:
    (found,) = drifts(days(*[3640] * BAND_DAYS, 3640 + off), TODAY)
    assert (found.off_centi, found.against, found.day) == (off, Against.ITS_OWN, TODAY)


def test_exactly_a_fifth_is_not() -> None:
    assert drifts(days(*[3640] * BAND_DAYS, 3640 + OFF_CENTI), TODAY) == ()


def test_a_band_of_too_few_days_says_nothing() -> None:
    assert drifts(days(*[3640] * (LEAST_DAYS - 1), 3700), TODAY) == ()
    assert drifts(days(*[3640] * LEAST_DAYS, 3700), TODAY)


def test_days_before_the_band_do_not_count() -> None:
    old = days(*[3700] * 40, last=TODAY - timedelta(days=BAND_DAYS + 1))
    assert drifts([*old, *days(*[3640] * 6, 3641)], TODAY) == ()


def test_a_flag_ends_with_its_day() -> None:
    medians = days(*[3640] * BAND_DAYS, 3700)
    assert drifts(medians, TODAY + timedelta(days=FRESH_DAYS))
    assert drifts(medians, TODAY + timedelta(days=FRESH_DAYS + 1)) == ()


def test_two_gates_that_differ_on_one_day_are_both_flagged() -> None:
    south = days(3670, gate=("south", "forehead"))
    found = drifts([*days(3640), *south], TODAY)
    assert [(one.access_point, one.off_centi, one.against) for one in found] == [
        ("north", -30, Against.OTHERS),
        ("south", 30, Against.OTHERS),
    ]


def test_cold_weather_that_shifts_all_gates_alike_is_seen_against_their_own_days() -> None:
    north, south = (days(*[3640] * 6, 3610, gate=(one, "forehead")) for one in ("north", "south"))
    assert {one.against for one in drifts([*north, *south], TODAY)} == {Against.ITS_OWN}


def test_a_calibration_begins_a_new_band() -> None:
    medians = days(*[3640] * BAND_DAYS, 3700)
    assert drifts(medians, TODAY, {NORTH: TODAY}) == ()
    assert drifts(medians, TODAY, {NORTH: TODAY - timedelta(days=1)}) == ()
    assert drifts(medians, TODAY, {NORTH: TODAY - timedelta(days=LEAST_DAYS + 1)})


@given(st.lists(st.integers(3560, 3720), min_size=1, max_size=30), st.integers(-60, 60))
def test_the_same_shift_of_every_day_changes_no_flag(centi: list[int], shift: int) -> None:
    def flags(values: list[int]) -> list[tuple[int, Against]]:
        return [(one.off_centi, one.against) for one in drifts(days(*values), TODAY)]

    assert flags(centi) == flags([one + shift for one in centi])
