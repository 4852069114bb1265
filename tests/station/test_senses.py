"""What the lane makes of a device without air to measure, of a cold one, and of a stuck one."""

import pytest

from config.site import LaneConfig, ThermometerConfig
from drivers import registry
from drivers.events import TemperatureSample
from kiosk.core.sampling import RawReading, Sample
from kiosk.station.sight import Sight, sensor_spec

LANE = LaneConfig(access_point="north", name_zh="北门", name_en="North gate")
CHIP_C = 37.0
FACE, WALL = 33.9, 20.5


def config(driver: str = "gy_mcu90615", **how: object) -> ThermometerConfig:
    found = {"name": "forehead", "driver": driver, "port": "none", "correction_c": 2.7, **how}
    return ThermometerConfig.model_validate(found)


def look(
    sight: Sight, object_c: float, seconds: float, ambient_c: float | None
) -> list[RawReading]:
    """Let the device see the same for a while, with the little noise that a live one has."""
    start, found = sight.sampling.last_at or 0.0, []
    for number in range(1, round(seconds / sight.spec.period_s) + 1):
        at = start + number * sight.spec.period_s
        raw = sight.feed(Sample(at, object_c + number % 2 / 100, ambient_c))
        found += [raw] if raw is not None else []
    return found


@pytest.mark.parametrize(
    ("driver", "ambient_c"),
    [("gy_mcu90640", CHIP_C), ("chuwo_m23", CHIP_C), ("heimann_hm", None), ("dm21056", None)],
)
def test_a_device_without_air_sees_people_come_and_go(driver: str, ambient_c: float | None) -> None:
    sight = Sight(LANE, config(driver))
    assert look(sight, WALL, 3, ambient_c) == []
    assert sight.sampling.presence is None
    (first,) = look(sight, FACE, 4, ambient_c)
    gaps = sight.sampling.gaps
    look(sight, WALL, 3, ambient_c)
    assert sight.sampling.gaps == gaps + 1
    (second,) = look(sight, FACE, 4, ambient_c)
    assert second.presence != first.presence


@pytest.mark.parametrize("air_c", [5.0, 12.2, 18.0, 20.0, 21.1])
def test_the_least_that_a_device_can_say_is_nobody_in_a_cool_room(air_c: float) -> None:
    sight = Sight(LANE, config("rqvk002"))
    # RQVK002: object 36.0 C less 12.8 at the most, so an empty gate of 5 or 20 C reads 23.2 C.
    seen = registry.decoder("rqvk002").receive(bytes.fromhex("5A 00 80 80 00 A5"))[0]
    assert isinstance(seen, TemperatureSample)
    for tick in range(30):
        sight.feed(Sample(tick / 10, seen.object_c, air_c))
    assert sight.sampling.presence is None
    (first,) = look(sight, FACE, 2, air_c)
    parted = sight.sampling.last_at or 0.0
    for tick in range(1, 11):
        sight.feed(Sample(parted + tick / 10, seen.object_c, air_c))
    (second,) = look(sight, FACE, 2, air_c)
    assert second.presence != first.presence


@pytest.mark.parametrize("driver", ["gy_mcu90640", "chuwo_m23"])
def test_the_warmth_of_a_chip_is_never_written_down_as_the_air(driver: str) -> None:
    sight = Sight(LANE, config(driver))
    (raw,) = look(sight, FACE, 4, CHIP_C)
    assert sight.reading(raw).ambient_c is None
    assert sight.sampling.ambient_c is None


def test_a_device_that_measures_the_air_goes_on_saying_so() -> None:
    sight = Sight(LANE, config())
    (raw,) = look(sight, FACE, 2, 21.0)
    assert sight.reading(raw).ambient_c == 21.0


def test_a_hot_hall_sets_from_where_somebody_stands_there() -> None:
    assert sensor_spec(config("dm21056")).target_c == registry.SKIN_FROM_C
    assert sensor_spec(config("dm21056", target_c=30.5)).target_c == 30.5
    assert sensor_spec(config()).target_c is None
    hot = Sight(LANE, config("dm21056", target_c=30.5))
    look(hot, 29.0, 3, None)
    assert hot.sampling.presence is None


def test_a_slow_device_is_parted_by_two_of_its_periods_and_settles_in_time() -> None:
    slow = Sight(LANE, config("mlx90614_ascii"))
    assert slow.spec.period_s == 0.5
    assert slow.spec.gap_s == 1.0
    (raw,) = look(slow, FACE, 3.5, 21.0)
    assert raw.at <= 3.0 + 1e-6 < LANE.patience_s


def test_nothing_is_read_before_it_is_warm_and_whoever_stands_there_is_read_then() -> None:
    sight = Sight(LANE, config(warm_up_s=10))
    assert (look(sight, FACE, 9, 21.0), sight.warming) == ([], True)
    readings = look(sight, FACE, 3, 21.0)
    assert (len(readings), sight.warming) == (1, False)


def test_a_device_that_was_lost_warms_up_again() -> None:
    sight = Sight(LANE, config(warm_up_s=5))
    look(sight, FACE, 8, 21.0)
    sight.lose()
    assert look(sight, FACE, 4, 21.0) == []


def test_a_stuck_device_gives_no_reading_until_it_moves_again() -> None:
    sight = Sight(LANE, config())
    for number in range(40):
        sight.feed(Sample(number / 10, FACE, 21.0))
    for _ in range(3):
        sight.expect()
    read = [sight.feed(Sample(4 + number / 10, FACE, 21.0)) for number in range(300)]
    assert (any(read), sight.stuck) == (False, True)
    look(sight, WALL, 1, 21.0)
    assert (bool(look(sight, FACE, 2, 21.0)), sight.stuck) == (True, False)
