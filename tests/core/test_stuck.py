"""A thermometer is stuck when nothing at all changes while people come; and only then."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.stuck import LEAST_SAMPLES, LEAST_VISITS, Stuck, begun, seen


def run(visits: int, samples: int, object_c: float | None = 33.9) -> Stuck:
    """Let visits begin after the first sample, and the same value come again and again."""
    state = seen(Stuck(), object_c, 21.0)
    for _ in range(visits):
        state = begun(state)
    for _ in range(samples - 1):
        state = seen(state, object_c, 21.0)
    return state


def test_ten_equal_samples_over_three_people_are_stuck() -> None:
    assert run(3, 10).stuck


def test_less_of_either_is_not() -> None:
    assert not run(2, 500).stuck
    assert not run(3, 9).stuck


def test_another_value_frees_it_at_once_and_the_count_begins_anew() -> None:
    freed = seen(run(5, 50), 33.91, 21.0)
    assert not freed.stuck
    assert not seen(freed, 33.91, 21.0).stuck


def test_a_change_of_the_ambient_value_is_a_sign_of_life() -> None:
    assert not seen(run(5, 50), 33.9, 21.1).stuck


def test_a_device_that_says_nobody_is_there_is_not_stuck() -> None:
    assert not run(5, 50, None).stuck


@given(st.lists(st.one_of(st.none(), st.sampled_from([20.0, 33.9])), max_size=80))
def test_it_is_stuck_exactly_after_an_unbroken_run(values: list[float | None]) -> None:
    """None stands for a visit that begins."""
    state, tail, visits = Stuck(), 0, 0
    last: float | None = None
    for value in values:
        if value is None:
            state, visits = begun(state), visits + 1
            continue
        state = seen(state, value, 20.0)
        if value != last:
            tail, visits, last = 0, 0, value
        tail += 1
    expected = tail >= LEAST_SAMPLES and visits >= LEAST_VISITS
    assert state.stuck == expected
