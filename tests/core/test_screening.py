"""Readings say normal only when they are known to be: rulings 10 to 13, and what is shown."""

import pytest
from hypothesis import given

from kiosk.core.readings import BodySite, Instrument, Reading
from kiosk.core.screening import ADMITTING, Outcome, is_valid, screen
from tests.core.strategies import POLICY, reading, readings

RULES = POLICY.screening


def infrared(*values_c: float | None) -> tuple[Reading, ...]:
    return tuple(reading(Instrument.INFRARED, value_c) for value_c in values_c)


def contact(value_c: float | None) -> Reading:
    return reading(Instrument.CONTACT, value_c)


@given(readings)
def test_nobody_is_admitted_without_a_valid_reading(given_: tuple[Reading, ...]) -> None:
    screening = screen(given_, RULES)
    if not any(is_valid(one, RULES) for one in given_):
        assert screening.outcome in (Outcome.AMBIENT_OUT_OF_RANGE, Outcome.NO_VALID_READING)
    assert (screening.outcome in ADMITTING) <= (screening.decisive is not None)


@given(readings)
def test_invalid_readings_change_nothing_beside_valid_ones(given_: tuple[Reading, ...]) -> None:
    valid = tuple(one for one in given_ if is_valid(one, RULES))
    if valid:
        assert screen(given_, RULES) == screen(valid, RULES)


@given(readings)
def test_only_readings_that_were_taken_count(given_: tuple[Reading, ...]) -> None:
    screening = screen(given_, RULES)
    assert set(map(id, screening.counted)) <= set(map(id, given_))


@pytest.mark.parametrize(("taken", "wanted"), [(1, 3), (2, 2), (3, 1), (4, 0)])
def test_a_recheck_says_how_many_further_readings_it_wants(taken: int, wanted: int) -> None:
    assert screen(infrared(*[37.4] * taken), RULES).wanted == wanted


def test_a_finished_recheck_shows_its_median() -> None:
    screening = screen(infrared(36.0, 39.0, 37.9, 36.9, 37.2, 40.0), RULES)
    assert screening.outcome is Outcome.ELEVATED
    assert screening.decisive is not None
    assert screening.decisive.corrected_c == 37.2
    assert [one.corrected_c for one in screening.counted] == [39.0, 37.9, 36.9, 37.2]


def test_a_confirmed_fever_shows_its_highest_contact_reading() -> None:
    screening = screen((*infrared(36.4), contact(37.9), contact(36.5)), RULES)
    assert screening.outcome is Outcome.CONFIRMED
    assert screening.decisive == contact(37.9)


def test_cleared_is_told_from_merely_normal_by_contact() -> None:
    elevated = infrared(37.6, 37.6, 37.6, 37.6)
    assert screen((*elevated, contact(36.6)), RULES).outcome is Outcome.CLEARED
    assert screen((*elevated[:3], contact(36.6)), RULES).outcome is Outcome.CONTACT_NORMAL


def test_a_sum_of_binary_fractions_reaches_its_threshold() -> None:
    raw_c, correction_c = 34.3, 2.7
    total_c = raw_c + correction_c
    off = Reading(
        Instrument.INFRARED, raw_c, correction_c, total_c - 1e-13, 20.0, "x", BodySite.WRIST
    )
    assert screen((off,), RULES).outcome is Outcome.UNFINISHED


def test_what_is_not_a_number_is_no_valid_reading() -> None:
    nan = float("nan")
    assert screen(infrared(nan), RULES).outcome is Outcome.NO_VALID_READING
    cold = (reading(Instrument.INFRARED, 36.4, nan),)
    assert screen(cold, RULES).outcome is Outcome.AMBIENT_OUT_OF_RANGE
