"""Samples to readings: presence, gap, settling, and readings that are never the next person's."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.sampling import RawReading, Sample, Sampling, SensorSpec, feed, lost

SPEC = SensorSpec()
AMBIENT = 20.0


def run(
    objects: Sequence[float | None], state: Sampling | None = None, start: float = 0.0
) -> tuple[Sampling, list[RawReading]]:
    state = state or Sampling()
    readings = []
    for index, object_c in enumerate(objects):
        sample = Sample(start + index * SPEC.period_s, object_c, AMBIENT)
        state, reading = feed(state, sample, SPEC)
        if reading:
            readings.append(reading)
    return state, readings


def test_a_steady_person_gives_one_reading_of_the_median() -> None:
    _, readings = run([33.9, 33.8, 34.0, 33.9, 33.9, 33.8, 33.9, 34.0, 33.9])
    assert [r.raw_c for r in readings] == [33.9]


def test_nobody_gives_no_reading() -> None:
    state, readings = run([20.5] * 50)
    assert readings == []
    assert state.presence is None


def test_one_sample_never_decides() -> None:
    _, readings = run([20.5, 20.5, 36.7, 20.5, 20.5, 20.5])
    assert readings == []


def test_an_approaching_person_is_not_read_before_he_stands_still() -> None:
    approach = [22.0 + i for i in range(12)]
    _, readings = run([*approach, *[33.9] * 9])
    assert [r.raw_c for r in readings] == [33.9]


def test_three_numbers_within_a_second_are_one_reading() -> None:
    _, readings = run([33.9] * 40)
    assert len(readings) == 1


def test_the_same_presence_is_read_again_after_five_seconds() -> None:
    _, readings = run([33.9] * 70)
    assert len(readings) == 2
    assert readings[0].presence == readings[1].presence
    assert readings[1].at - readings[0].at >= 5.0


def test_a_gap_of_300_ms_begins_a_new_presence() -> None:
    state, readings = run([33.9] * 10 + [20.0] * 4 + [33.5] * 10)
    assert [r.presence for r in readings] == [1, 2]
    assert state.gaps == 1


def test_a_blink_of_one_sample_parts_nobody() -> None:
    state, readings = run([33.9] * 10 + [20.0] + [35.5] * 10)
    assert len(readings) == 1
    assert (state.presence, state.gaps) == (1, 0)


@pytest.mark.parametrize("absent", [2, 3])
def test_an_absence_that_may_have_been_a_gap_ends_the_presence_but_proves_none(
    absent: int,
) -> None:
    state, readings = run([33.9] * 10 + [20.0] * absent + [35.5] * 10)
    assert [one.presence for one in readings] == [1, 2]
    assert state.gaps == 0


def test_silence_parts_presences_but_proves_no_gap() -> None:
    state, _ = run([33.9] * 10)
    later, readings = run([33.5] * 10, state, start=20.0)
    assert later.gaps == 0
    assert readings[0].presence == 2


def test_a_lost_sensor_forgets_the_presence() -> None:
    state, _ = run([33.9] * 7)
    assert lost(state).presence is None
    _, readings = run([33.9] * 8, lost(state), start=0.7)
    assert readings == []


def test_a_slow_sensor_needs_two_periods_of_absence() -> None:
    assert SensorSpec(period_s=0.5).gap_s == 1.0
    assert SensorSpec(period_s=0.1).gap_s == 0.3


@given(st.lists(st.one_of(st.none(), st.floats(10, 45)), max_size=120))
def test_a_reading_lies_within_the_samples_of_its_own_presence(
    objects: list[float | None],
) -> None:
    state = Sampling()
    seen: dict[int, list[float]] = {}
    for index, object_c in enumerate(objects):
        sample = Sample(index * 0.1, object_c, AMBIENT)
        state, reading = feed(state, sample, SPEC)
        if object_c is not None and state.presence is not None:
            seen.setdefault(state.presence, []).append(object_c)
        if reading is not None:
            mine = seen[reading.presence]
            assert len(mine) >= SPEC.settled_wanted
            assert min(mine) - 0.01 <= reading.raw_c <= max(mine) + 0.01
            assert reading.raw_c - AMBIENT >= SPEC.contrast_c - 0.01
