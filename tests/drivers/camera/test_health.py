"""A camera that works and sees nothing is noticed within five seconds, and a person is not."""

import numpy as np
import pytest

from drivers.camera.health import Health
from tests.drivers.camera.draw import Picture, frame


class Time:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def flat(value: int, number: int) -> Picture:
    noise = np.random.default_rng(number).normal(value, 3, (480, 640))
    return np.clip(noise, 0, 255).astype(np.uint8)


def seconds_until_blind(health: Health, time: Time, value: int) -> float | None:
    began = time.now
    for number in range(100):
        if health.blind(flat(value, number % 3)) is not None:
            return time.now - began
        time.now += 0.1
    return None


@pytest.mark.parametrize("value", [2, 70, 250])
def test_a_dark_or_covered_lens_is_noticed_within_five_seconds(value: int) -> None:
    time = Time()
    health = Health(time)
    assert health.blind(frame()) is None or value == 70
    waited = seconds_until_blind(health, time, value)
    assert waited is not None
    assert 1 < waited < 5


def test_seeing_again_is_noticed_within_a_second() -> None:
    time = Time()
    health = Health(time)
    assert seconds_until_blind(health, time, 2) is not None
    wall = np.tile(np.linspace(60, 180, 640).astype(np.uint8), (480, 1))
    time.now += 0.6
    assert health.blind(wall) is None


def test_only_the_very_same_picture_over_and_over_is_frozen() -> None:
    time = Time()
    health = Health(time)
    assert not health.is_repeat(b"one")
    for _ in range(45):
        time.now += 0.1
        assert health.is_repeat(b"one")
    assert health.is_frozen()
    assert not health.is_repeat(b"two")
    assert not health.is_frozen()
    assert not health.is_repeat(flat(100, 1))
    assert health.is_repeat(flat(100, 1))
    assert not health.is_repeat(flat(100, 2))
