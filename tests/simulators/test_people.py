"""The model of people says what it promises, so that tests may lean on it."""

import math
import statistics
from collections.abc import Iterator
from itertools import pairwise

import pytest

from simulators.people import COLD_RIDE_C, HOT_CAR_C, MAX_WAITING, Kind, Person, Scene

AMBIENT_C, CORRECTION_C = 20.0, 2.7
STEP_S = 0.1


def shown(*values: float, **how: object) -> Person:
    return Person(Kind.SHOWN, values, **how)  # type: ignore[arg-type]  # any field of Person


def scene(seed: int = 1) -> Scene:
    return Scene(seed, AMBIENT_C, correction_c=CORRECTION_C)


def watch(place: Scene, begin: float, seconds: float) -> Iterator[tuple[float, float]]:
    """Yield time and the corrected temperature that the sensor sees, ten times a second."""
    for step in range(round(seconds / STEP_S)):
        now = begin + step * STEP_S
        place.step(now)
        yield now, place.raw_c(now) + CORRECTION_C


def test_an_empty_gate_shows_the_background() -> None:
    seen = [value for _, value in watch(scene(), 0, 10)]
    assert max(seen) <= AMBIENT_C + CORRECTION_C + 0.1
    assert min(seen) >= AMBIENT_C + CORRECTION_C - 0.1


def test_a_shown_person_is_within_a_tenth_of_a_degree_of_what_is_written() -> None:
    place = scene()
    place.approach(0, "Li", shown(37.4, stay_s=None))
    settled = [value for now, value in watch(place, 0, 20) if now > 1.3]
    assert all(abs(value - 37.4) <= 0.1 + 1e-9 for value in settled)
    assert len({round(value, 3) for value in settled}) > 50


@pytest.mark.parametrize("seed", range(20))
def test_a_face_fills_the_view_smoothly_within_the_stated_time(seed: int) -> None:
    place = scene(seed)
    place.approach(0, "Li", shown(36.5, stay_s=None))
    seen = list(watch(place, 0, 2))
    arrived = next(now for now, value in seen if abs(value - 36.5) <= 0.15)
    assert 0.5 <= arrived <= 1.3
    rising = [value for now, value in seen if now <= arrived]
    assert all(after > before - 0.2 for before, after in pairwise(rising))


def test_he_stays_as_long_as_told_and_then_the_background_is_seen() -> None:
    place = scene()
    place.approach(0, "Li", shown(36.5, stay_s=2.0))
    notices = [(notice.what, notice.at) for step in range(80) for notice in place.step(step / 10)]
    assert [what for what, _ in notices] == ["here", "left"]
    assert 2.3 <= notices[1][1] - notices[0][1] <= 2.6
    assert place.somebody() is None


def test_between_two_people_the_background_is_seen_for_half_a_second() -> None:
    place = scene()
    place.approach(0, "Li", shown(36.5))
    place.approach(0, "Wu", shown(38.0))
    seen = [value for _, value in watch(place, 0, 9)]
    faces = [at for at, value in enumerate(seen) if value > 30]
    gaps = [after - before for before, after in pairwise(faces) if after > before + 1]
    assert len(gaps) == 1
    empty = [
        value for value in seen[faces[0] : faces[-1]] if value < AMBIENT_C + CORRECTION_C + 0.2
    ]
    assert len(empty) >= 5


def test_who_comes_without_a_gap_hides_the_background() -> None:
    place = scene()
    place.approach(0, "Li", shown(36.5, stay_s=None))
    list(watch(place, 0, 2))
    place.approach(2, "Wu", shown(37.5, gap=False, stay_s=None))
    seen = [value for _, value in watch(place, 2, 2)]
    assert place.somebody() == "Wu"
    assert min(seen) >= 36.4 - 1e-9
    assert abs(seen[-1] - 37.5) <= 0.1 + 1e-9


def test_who_leaves_early_gives_fewer_than_five_settled_samples() -> None:
    for seed in range(30):
        place = scene(seed)
        place.approach(0, "Li", shown(36.5, early=True))
        settled = [value for _, value in watch(place, 0, 5) if abs(value - 36.5) <= 0.3]
        assert len(settled) < 5


def test_who_steps_back_shows_the_next_value_after_a_gap() -> None:
    place = scene()
    place.approach(0, "Li", shown(37.4, 36.9, stay_s=None))
    assert abs(list(watch(place, 0, 3))[-1][1] - 37.4) <= 0.1 + 1e-9
    place.step_back(3)
    seen = [value for _, value in watch(place, 3, 5)]
    assert min(seen) < 23
    assert abs(seen[-1] - 36.9) <= 0.1 + 1e-9
    assert place.somebody() == "Li"


def test_who_is_told_to_leave_is_gone_within_a_second() -> None:
    place = scene()
    place.approach(0, "Li", shown(36.5, stay_s=None))
    list(watch(place, 0, 3))
    place.leave(3)
    assert [notice.what for notice in place.step(4)] == ["left"]


def test_a_cold_ride_shows_30_c_and_warms_slowly() -> None:
    place = scene()
    place.bias_c = 0.0
    place.approach(0, "Li", Person(Kind.COLD_RIDE, own_c=36.6, stay_s=None))
    seen = dict(watch(place, 0, 1200))
    values = list(seen.values())
    assert abs(statistics.mean(values[15:60]) - COLD_RIDE_C) < 0.8
    assert abs(statistics.mean(values[-300:]) - 36.6) < 0.6


def test_out_of_a_hot_car_38_c_cool_down() -> None:
    place = scene()
    place.bias_c = 0.0
    place.approach(0, "Li", Person(Kind.HOT_CAR, own_c=36.6, stay_s=None))
    values = [value for _, value in watch(place, 0, 1200)]
    assert abs(statistics.mean(values[15:60]) - HOT_CAR_C) < 0.8
    assert abs(statistics.mean(values[-300:]) - 36.6) < 0.6


def test_healthy_people_are_as_warm_as_stated() -> None:
    place = scene(3)
    place.bias_c = 0.0
    means = []
    now = 0.0
    for number in range(400):
        place.approach(now, f"p{number}", Person(Kind.HEALTHY, stay_s=None))
        place.step(now)
        # Noise is uncorrelated after 20 s; the mean of three such looks leaves 0.17 C of it.
        looks = []
        for _ in range(3):
            now += 20
            place.step(now)
            looks.append(place.raw_c(now) + CORRECTION_C)
        means.append(statistics.mean(looks))
        place.leave(now)
        now += 5
        place.step(now)
    assert abs(statistics.mean(means) - 36.6) < 0.06
    assert abs(statistics.stdev(means) - math.hypot(0.25, 0.3 / math.sqrt(3))) < 0.05


def test_the_noise_has_its_size_and_its_correlation_time() -> None:
    place = scene(5)
    place.approach(0, "Li", Person(Kind.HEALTHY, own_c=36.6, stay_s=None))
    seen = [value for now, value in watch(place, 0, 3000) if now > 2]
    mean = statistics.mean(seen)
    assert abs(mean - 36.6 - place.bias_c) < 0.06
    assert abs(statistics.stdev(seen) - 0.3) < 0.03
    lag = round(2 / STEP_S)
    together = statistics.mean(
        (a - mean) * (b - mean) for a, b in zip(seen, seen[lag:], strict=False)
    )
    assert abs(together / statistics.variance(seen) - math.exp(-1)) < 0.12


def test_devices_differ_by_their_bias() -> None:
    biases = [scene(seed).bias_c for seed in range(500)]
    assert abs(statistics.mean(biases)) < 0.03
    assert abs(statistics.stdev(biases) - 0.2) < 0.03


def test_the_same_seed_gives_the_same_temperatures() -> None:
    def course(seed: int) -> list[tuple[float, float]]:
        place = scene(seed)
        place.approach(0, "Li", Person(Kind.HEALTHY))
        return list(watch(place, 0, 6))

    assert course(8) == course(8)
    assert course(8) != course(9)


def test_more_people_than_fit_the_queue_are_refused() -> None:
    place = scene()
    for number in range(MAX_WAITING):
        place.approach(0, f"p{number}", shown(36.5))
    with pytest.raises(ValueError, match="waiting"):
        place.approach(0, "one too many", shown(36.5))
