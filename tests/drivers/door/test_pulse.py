"""How long a door is unlocked when requests overlap."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.door.pulse import TOTAL_LIMITS, Pulse

requests = st.lists(st.tuples(st.floats(0, 6), st.floats(0.001, 20)), min_size=1, max_size=30)


def test_one_request_unlocks_for_its_time() -> None:
    pulse = Pulse(limit_s=5.0)
    assert pulse.extend(10.0, 0.7, "Li") == 0.7 + 10.0 - 10.0
    assert not pulse.over(10.6)
    assert pulse.over(10.7)
    assert pulse.end() == ["Li"]
    assert not pulse.over(99.0)


def test_a_second_request_never_cuts_the_first_short() -> None:
    pulse = Pulse(limit_s=5.0)
    pulse.extend(0.0, 3.0, "Li")
    pulse.extend(1.0, 0.7, "Wu")
    assert not pulse.over(2.9)
    assert pulse.over(3.0)
    assert pulse.end() == ["Li", "Wu"]


def test_a_request_is_held_to_the_limit() -> None:
    pulse = Pulse(limit_s=5.0)
    assert pulse.extend(0.0, 60.0, "Li") == 5.0


@given(requests)
def test_no_door_is_unlocked_longer_than_the_limits_allow(
    asked: list[tuple[float, float]],
) -> None:
    pulse = Pulse(limit_s=5.0)
    now, began, last, promised = 0.0, None, 0.0, 0.0
    for pause, seconds in asked:
        now += pause
        if pulse.over(now):
            pulse.end()
            began, promised = None, 0.0
        began = now if began is None else began
        last = now
        pulse.extend(now, seconds, "x")
        promised = max(promised, now + min(seconds, 5.0))
        assert pulse.until <= last + 5.0
        assert pulse.until <= began + TOTAL_LIMITS * 5.0
        assert pulse.until == min(promised, began + TOTAL_LIMITS * 5.0)
