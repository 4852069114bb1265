"""The written model of people against the sampling and the rules, which do not know it."""

from collections.abc import Iterator
from pathlib import Path

from config.policy_loader import load_policy
from kiosk.core.readings import BodySite, Instrument, Reading
from kiosk.core.sampling import RawReading, Sample, Sampling, SensorSpec, feed
from kiosk.core.screening import Outcome, screen
from simulators.people import Kind, Person, Scene

PERIOD_S = 0.1
CORRECTION_C = 2.7
POLICY = load_policy(Path("config/policies/notice-2020-02.toml")).screening


def approach(scene: Scene, start: float, person: Person) -> tuple[float, list[RawReading]]:
    """Let one person come, stand and go; give the time after and the readings taken."""
    state, readings, now = Sampling(), [], start
    scene.approach(now, "somebody", person)
    while True:
        now += PERIOD_S
        left = any(notice.what == "left" for notice in scene.step(now))
        sample = Sample(now, scene.raw_c(now), scene.ambient_c)
        state, reading = feed(state, sample, SensorSpec())
        if reading is not None:
            readings.append(reading)
        if left:
            return now + 5.0, readings


def judged(raw: RawReading) -> Reading:
    corrected = round(raw.raw_c + CORRECTION_C, 2)
    return Reading(
        Instrument.INFRARED, raw.raw_c, CORRECTION_C, corrected, 20.0, "t", BodySite.FOREHEAD
    )


def course(seed: int, person: Person) -> Iterator[Outcome]:
    """Give the outcome after each approach of a person, until nothing more is asked of him."""
    scene, now, readings = Scene(seed), 0.0, []
    for _ in range(6):
        now, taken = approach(scene, now, person)
        readings += [judged(one) for one in taken[:1]]
        outcome = screen(readings, POLICY).outcome
        yield outcome
        if outcome not in {Outcome.UNFINISHED, Outcome.NO_VALID_READING}:
            return


def last(seed: int, person: Person) -> Outcome:
    return list(course(seed, person))[-1]


def test_a_steady_person_gives_one_reading_in_his_stay() -> None:
    for seed in range(100):
        _, readings = approach(Scene(seed), 0.0, Person(Kind.HEALTHY, stay_s=2.5))
        assert len(readings) == 1


def test_healthy_people_are_seldom_called_elevated() -> None:
    outcomes = [last(seed, Person(Kind.HEALTHY, stay_s=2.5)) for seed in range(600)]
    assert outcomes.count(Outcome.ELEVATED) / 600 < 0.07
    assert outcomes.count(Outcome.NORMAL) / 600 > 0.93


def test_somebody_with_a_fever_of_38_is_seldom_missed() -> None:
    person = Person(Kind.ELEVATED, own_c=38.0, stay_s=2.5)
    outcomes = [last(seed, person) for seed in range(600)]
    assert outcomes.count(Outcome.NORMAL) / 600 < 0.03


def test_a_cold_ride_is_never_normal_while_the_face_is_cold() -> None:
    for seed in range(100):
        first = next(course(seed, Person(Kind.COLD_RIDE, stay_s=2.5)))
        assert first is Outcome.NO_VALID_READING


def test_who_leaves_early_gives_no_reading_or_his_own() -> None:
    person = Person(Kind.SHOWN, shown=(36.5,), early=True)
    for seed in range(100):
        _, readings = approach(Scene(seed), 0.0, person)
        assert all(abs(one.raw_c + CORRECTION_C - 36.5) < 1.0 for one in readings)


def test_what_a_scenario_shows_is_read_within_a_tenth_of_a_degree() -> None:
    for seed in range(100):
        person = Person(Kind.SHOWN, shown=(36.9,), stay_s=2.5)
        _, readings = approach(Scene(seed), 0.0, person)
        assert [round(abs(one.raw_c + CORRECTION_C - 36.9), 3) <= 0.1 for one in readings] == [True]
