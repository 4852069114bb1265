"""Whose reading it is, with people who press on, leave early and show codes at any time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.reasons import Reason, Verdict
from tests.bench.screening import PERIODS_S, STANDING, changing_places, in_a_queue, standing
from tests.bench.turnstile import Turnstile, Visitor
from tests.station.gate import card, make_state, person
from tests.station.world import World, open_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    make_state(tmp_path, [fact for number in (1, 2) for fact in person(number)])
    made = open_world(tmp_path)
    yield made
    made.log.close()


@pytest.mark.parametrize("period_s", PERIODS_S)
def test_no_reading_is_somebody_else_s_and_nobody_unparted_is_judged(period_s: float) -> None:
    found = in_a_queue(7, 20, period_s) + in_a_queue(8, 20, period_s)
    assert found["people"] == 40
    assert found["stay granted"] > 20
    assert found["unparted"] > 0
    assert (found["wrong"], found["guessed"]) == (0, 0)


def test_the_harness_sees_a_reading_that_went_to_the_wrong_person() -> None:
    found = changing_places(20)
    assert found["another_face_for_the_first_code"]


def test_a_code_shown_while_walking_off_does_not_get_the_next_face(world: World) -> None:
    world.samples(36.5, 0.4)
    world.sample(None)
    world.code(card(1))
    world.samples(None, 0.5)
    world.samples(36.9, 1.5)
    (said,) = world.decided()
    assert (said.person_id, said.readings) == ("p-0001", ())
    assert said.verdict is Verdict.REFER


def test_a_code_shown_while_the_one_before_walks_off_gets_its_own_face(world: World) -> None:
    world.code(card(1))
    world.samples(36.5, 1.2)
    world.sample(None)
    world.code(card(2))
    world.samples(None, 0.5)
    world.samples(36.9, 1.5)
    assert [(one.person_id, one.readings[0].corrected_c) for one in world.decided()] == [
        ("p-0001", 36.5),
        ("p-0002", 36.9),
    ]


def test_a_code_shown_again_while_walking_off_does_not_get_the_next_face(world: World) -> None:
    world.code(card(1))
    world.samples(38.0, 1.2)
    world.sample(None)
    world.lane.on_code(card(1), world.at, None, world.now, watching=False)
    world.samples(None, 0.5)
    world.samples(36.5, 1.5)
    assert {one.person_id for one in world.decided()} == {"p-0001"}
    assert [reading.corrected_c for one in world.decided() for reading in one.readings] == [38.0]


def test_a_slow_thermometer_lets_a_healthy_person_in_within_the_lane_s_patience() -> None:
    turnstile = Turnstile(3, period_s=0.5, driver="gy_mcu90615")
    turnstile.scene.bias_c = 0.0
    people = [Visitor(f"GPS{number}0000", STANDING["at_30_cm"]) for number in range(10)]
    said = [one.said for one in turnstile.receive(people)]
    assert all(one[-1].verdict is Verdict.GRANT for one in said)
    assert sum(one.reason is Reason.NO_VALID_READING for all_ in said for one in all_) <= 2


@pytest.mark.parametrize("name", ["cold_ride", "hat", "early_leaver"])
def test_who_is_not_measured_as_he_is_is_never_let_in_at_first(name: str) -> None:
    first = standing(name, 20)["first_%"]
    assert isinstance(first, dict)
    assert "roster" not in first
