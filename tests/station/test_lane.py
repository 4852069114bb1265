"""Whose reading it is, when two people come one after the other; a lane in virtual time."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.core.events import Actor, ActorKind, CaseOutcome
from kiosk.core.phases import Direction
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.request import CredentialKind
from tests.station.gate import card, make_state, person
from tests.station.world import PERIOD_S, World, open_world

MANY = 40


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    facts = [fact for number in range(1, MANY) for fact in person(number)]
    make_state(tmp_path, list(facts))
    made = open_world(tmp_path)
    yield made
    made.log.close()


def test_the_order_is_free_temperature_first(world: World) -> None:
    world.samples(36.5, 1.5)
    world.code(card(1))
    assert [one.verdict for one in world.decided()] == [Verdict.GRANT]


def test_the_order_is_free_code_first(world: World) -> None:
    world.code(card(1))
    world.samples(None, 1.0)
    assert world.decided() == []
    world.samples(36.5, 1.5)
    assert [one.reason for one in world.decided()] == [Reason.ROSTER]
    assert len(world.door.asked) == 1


def test_a_reading_of_somebody_who_left_is_never_the_next_ones(world: World) -> None:
    world.samples(36.1, 1.5)
    world.samples(None, 0.5)
    world.code(card(1))
    assert world.decided() == []
    world.samples(36.8, 1.5)
    assert [one.readings[0].corrected_c for one in world.decided()] == [36.8]


def test_nobody_at_the_sensor_is_no_valid_reading(world: World) -> None:
    world.code(card(1))
    world.samples(None, 10.0)
    assert [one.reason for one in world.decided()] == [Reason.NO_VALID_READING]
    assert world.door.asked == []


def test_a_cold_ride_is_measured_again_and_never_normal(world: World) -> None:
    world.samples(30.0, 1.5)
    world.code(card(1))
    first = world.decided()[0]
    assert (first.reason, first.case_no) == (Reason.NO_VALID_READING, 1)
    assert first.readings[0].corrected_c == 30.0
    world.samples(None, 3.0)
    world.code(card(1))
    world.samples(36.4, 1.5)
    second = world.decided()[1]
    assert (second.verdict, second.case_no) == (Verdict.GRANT, 1)
    assert second.case_outcome is CaseOutcome.ADMITTED


def test_a_recheck_of_high_then_normal_readings_admits(world: World) -> None:
    for skin_c in (37.1, 36.9, 36.8, 37.0):
        world.code(card(1))
        world.samples(skin_c, 1.5)
        world.samples(None, 3.0)
    reasons = [one.reason for one in world.decided()]
    assert reasons == [Reason.RECHECK_TEMPERATURE] * 3 + [Reason.ROSTER]
    assert all(one.case_no == 1 for one in world.decided())
    assert len(world.log.lookup.case_readings(1)) == 4


def test_someone_inside_is_referred_and_a_code_in_view_is_not_read_twice(world: World) -> None:
    world.samples(36.5, 1.5)
    world.code(card(1))
    for _ in range(30):
        world.sample(None)
        world.code(card(1))
    assert len(world.decided()) == 1
    world.samples(None, 11.0)
    world.samples(36.5, 1.5)
    world.code(card(1))
    assert world.decided()[1].reason is Reason.ALREADY_INSIDE


def test_two_people_in_a_row_the_second_too_close(world: World) -> None:
    world.samples(36.1, 1.5)
    world.code(card(1))
    world.samples(36.9, 1.0)
    world.code(card(2))
    second = world.decided()[1]
    assert (second.reason, second.readings, second.case_no) == (Reason.STEP_BACK, (), None)


def test_somebody_elses_code_while_the_visit_waits_is_never_a_guess(world: World) -> None:
    world.code(card(1))
    world.samples(36.1, 0.4)
    world.code(card(2))
    world.samples(36.9, 1.5)
    assert [(one.reason, one.readings) for one in world.decided()] == [(Reason.STEP_BACK, ())]


def test_who_leaves_before_he_was_read_gets_nobody_elses_reading(world: World) -> None:
    world.code(card(1))
    world.samples(36.1, 0.4)
    world.samples(None, 0.3)
    world.samples(36.9, 1.5)
    world.code(card(2))
    first, second = world.decided()
    assert (first.person_id, first.reason, first.readings) == (
        "p-0001",
        Reason.NO_VALID_READING,
        (),
    )
    assert [one.corrected_c for one in second.readings] == [36.9]
    assert second.person_id == "p-0002"


GAPS = [0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 1.5]
Passer = tuple[float, bool, float]
PASSERS = st.lists(
    st.tuples(st.sampled_from(GAPS), st.booleans(), st.floats(0.0, 1.0)), min_size=2, max_size=12
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(passers=PASSERS)
def test_no_reading_is_ever_given_to_the_wrong_person(
    tmp_path_factory: pytest.TempPathFactory, passers: list[Passer]
) -> None:
    state = tmp_path_factory.mktemp("lane")
    facts = [fact for number in range(1, MANY) for fact in person(number)]
    make_state(state, list(facts))
    world = open_world(state)
    own = {f"p-{number:04}": 35.0 + number * 0.15 for number in range(1, len(passers) + 1)}
    for number, (gap_s, hurried, code_at) in enumerate(passers, 1):
        world.samples(None, gap_s)
        # Who hurries is gone before he is read; where the next one follows without a gap as well,
        # the sensor sees one person, and nothing else can tell.
        gap_after = passers[number][0] if number < len(passers) else 1.0
        stay_s = 0.5 if hurried and gap_after >= 0.3 else 1.2
        steps = max(1, round(stay_s / PERIOD_S))
        for step in range(steps):
            if step == int(code_at * (steps - 1)):
                world.code(card(number))
            world.sample(own[f"p-{number:04}"])
    world.samples(None, 12.0)
    for one in world.decided():
        for reading in one.readings:
            assert one.person_id is not None
            assert reading.corrected_c == pytest.approx(own[one.person_id], abs=0.02)
    world.log.close()


def test_a_log_that_cannot_be_read_holds_nobody_inside_and_lets_nobody_in(world: World) -> None:
    damage = sqlite3.connect(world.log.path)
    damage.execute("DROP TABLE card_record")
    damage.execute("DROP TABLE phase")
    damage.close()
    world.samples(36.5, 1.5)
    world.code(card(1))
    assert world.door.asked == []
    world.lane.direction = Direction.OUT
    world.code(card(2))
    assert len(world.door.asked) == 1
    assert len(world.recorder.late) == 1
    assert world.lane.shut == "log_not_writable"


def test_without_a_policy_the_way_in_is_shut_and_the_way_out_free(world: World) -> None:
    world.lane.policy_missing = True
    world.samples(36.5, 1.5)
    world.code(card(1))
    assert (world.decided(), world.lane.shut) == ([], "policy_missing")
    world.lane.direction = Direction.OUT
    world.code(card(2))
    assert [one.reason for one in world.decided()] == [Reason.EXIT]
    assert world.lane.shut == "policy_missing"


def test_a_smudged_code_is_typed_instead_and_its_case_ends(world: World) -> None:
    world.code("!!")
    assert [one.case_no for one in world.decided()] == [1]
    guard = Actor(ActorKind.GUARD, "guard-1")
    world.samples(None, 1.0)
    world.lane.type_credential(card(1), guard, "i1", world.now)
    world.samples(36.5, 1.5)
    last = world.decided()[-1]
    assert (last.verdict, last.case_no) == (Verdict.GRANT, 1)
    assert last.credential_kind is CredentialKind.TYPED
    assert world.log.lookup.open_cases() == []


def test_a_feverish_person_on_the_way_out_is_let_out_and_held_as_a_case(world: World) -> None:
    world.lane.direction = Direction.OUT
    world.samples(38.0, 1.5)
    world.code(card(1))
    only = world.decided()[0]
    assert (only.verdict, only.reason, only.case_no) == (Verdict.GRANT, Reason.EXIT, 1)
    assert len(world.log.lookup.open_cases()) == 1


def test_nobody_waits_inside_for_somebody_on_the_way_in(world: World) -> None:
    world.code(card(1))
    for _ in range(5):
        world.lane.on_code(card(2), world.at, Direction.OUT, world.now)
        world.samples(None, 0.1)
    world.lane.on_code(card(1), world.at, Direction.OUT, world.now)
    assert [(one.person_id, one.reason) for one in world.decided()] == [("p-0002", Reason.EXIT)]
    assert len(world.door.asked) == 1
    world.samples(None, 8.0)
    assert [one.person_id for one in world.decided()] == ["p-0002", "p-0001"]
    assert len(world.door.asked) == 1


def test_a_code_of_the_way_out_is_let_out_beside_though_the_log_fails(world: World) -> None:
    world.code(card(1))
    world.log.wait_for_lock(20)
    hold = sqlite3.connect(world.log.path, isolation_level=None)
    hold.execute("BEGIN IMMEDIATE")
    world.lane.on_code(card(2), world.at, Direction.OUT, world.now)
    hold.execute("ROLLBACK")
    hold.close()
    assert len(world.door.asked) == 1
    assert (world.lane.shut, len(world.recorder.late)) == ("log_not_writable", 1)


def test_somebody_whose_number_was_typed_has_the_time_of_typing(world: World) -> None:
    world.lane.type_credential(card(1), Actor(ActorKind.GUARD, "guard-1"), "i1", world.now)
    world.samples(None, 20.0)
    assert world.decided() == []
    world.samples(None, 11.0)
    assert [one.reason for one in world.decided()] == [Reason.NO_VALID_READING]


@pytest.mark.parametrize(("rate", "still_shown"), [(1.0, False), (20.0, True)])
def test_a_grant_is_shown_for_three_seconds_of_those_who_look(
    world: World, rate: float, still_shown: bool
) -> None:
    fast = World(world.log, rate=rate)
    fast.samples(36.5, 1.5)
    fast.code(card(1))
    fast.samples(None, 4.0)
    assert (fast.lane.told is not None) is still_shown
    fast.samples(None, 60.0)
    assert fast.lane.told is None
