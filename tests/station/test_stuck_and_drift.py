"""A stuck thermometer is lost and comes back; a day gives a median, and a drift is shown."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import cast

import pytest

from config.policy_loader import load_policy
from config.site import DevicesConfig, SiteConfig
from kiosk.core.events import (
    Actor,
    ActorKind,
    DeviceBack,
    DeviceCalibrated,
    DeviceLost,
    InstrumentDay,
)
from kiosk.core.facts.instruments import LEAST_COUNT
from kiosk.core.readiness import Missing
from kiosk.core.request import ClockTrust
from kiosk.core.sampling import Sample
from kiosk.link.messages import DeviceState, DriftShown
from kiosk.station.bench import Bench
from kiosk.station.clock import Clock
from kiosk.station.devices import Devices, Listener
from kiosk.station.lane import Lane
from kiosk.station.recorder import Recorder
from kiosk.station.senses import Senses
from kiosk.station.topics import drift
from kiosk.store.instrument_book import InstrumentBook
from kiosk.store.readiness_book import ReadinessBook, School
from tests.station.gate import Gate, card, event, gate, make_state, person
from tests.station.world import LANE, SENSOR, START, World, open_world

PUPILS = LEAST_COUNT + 5


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    make_state(tmp_path, [fact for number in range(1, PUPILS + 1) for fact in person(number)])
    made = open_world(tmp_path)
    yield made
    made.log.close()


def bench(world: World) -> Bench:
    """Give what the topic needs of a station; nothing else of it is asked."""
    instrument = {"name": "handheld", "site": "forehead"}
    site = SiteConfig.model_validate(
        {
            "node": "test-1",
            "school_zh": "示范学校",
            "school_en": "Model School",
            "lane": LANE.model_dump(),
            "handheld": instrument,
            "contact": {**instrument, "name": "contact", "site": "armpit"},
        }
    )
    clock = Clock()
    return Bench(
        site,
        load_policy(),
        world.log,
        world.lane,
        world.recorder,
        clock,
        UTC,
        lambda: "id",
        lambda _: None,
    )


def enter(world: World, *numbers: int, skin_c: float = 36.5) -> None:
    for number in numbers:
        world.samples(None, 0.5)
        world.samples(skin_c, 1.2)
        world.code(card(number))


def at(world: World, hour: int, minute: int = 0, days: int = 0) -> None:
    wanted = datetime.combine(START.date() + timedelta(days=days), time(hour, minute), UTC)
    world.at = (wanted - START).total_seconds()


def written(world: World) -> list[InstrumentDay]:
    facts = [one.event.fact for one in world.log.read(0, 100_000)]
    return [fact for fact in facts if isinstance(fact, InstrumentDay)]


def look(world: World, on: Bench) -> bool:
    assert drift.TOPIC.look is not None
    return drift.TOPIC.look(on, world.now)


def test_the_day_end_writes_the_median_of_who_was_let_in_once(world: World) -> None:
    enter(world, *range(1, 16), skin_c=36.4)
    enter(world, *range(16, PUPILS + 1), skin_c=36.6)
    on = bench(world)
    at(world, 18, 29)
    assert not look(world, on)
    at(world, 18, 31)
    assert look(world, on)
    assert not look(world, on)
    assert not look(world, bench(world))
    (fact,) = written(world)
    assert fact == InstrumentDay("forehead", START.date(), PUPILS, 3640)


def test_a_day_of_few_people_gives_none_as_it_would_be_near_one_person_s(world: World) -> None:
    enter(world, *range(1, LEAST_COUNT))
    at(world, 19)
    assert not look(world, bench(world))
    assert written(world) == []


def test_who_is_measured_again_is_not_among_them(world: World) -> None:
    enter(world, *range(1, LEAST_COUNT + 1), skin_c=36.4)
    for skin_c in (37.1, 36.5, 36.5, 36.5):
        enter(world, PUPILS, skin_c=skin_c)
    at(world, 19)
    look(world, bench(world))
    assert [fact.count for fact in written(world)] == [LEAST_COUNT]


def test_a_clock_that_is_unsure_ends_no_day(world: World) -> None:
    enter(world, *range(1, PUPILS + 1))
    at(world, 19)
    world.clock = ClockTrust.UNSURE
    assert not look(world, bench(world))


def test_a_drift_is_shown_with_how_much_and_the_book_agrees(world: World) -> None:
    today = START.date()
    medians = [
        InstrumentDay(
            "forehead", today - timedelta(days=number), 200, 3610 if number == 0 else 3640
        )
        for number in range(10)
    ]
    for fact in medians:
        made = event(fact)
        world.recorder.append(world.now, made.actor, fact, access_point="north")
    assert drift.TOPIC.panel is not None
    shown = drift.TOPIC.panel(bench(world), world.now)["drifts"]
    assert shown == (DriftShown("forehead", -30, "its_own"),)
    (found,) = world.log.of(InstrumentBook).drifts(today, UTC)
    assert found.off_centi == -30


def decided_one_more(running: Gate, number: int) -> None:
    """Let somebody show his code, and wait until there is a verdict."""
    before = running.client.state().visits
    running.house.order("scan", text=card(number), tail="cr")
    running.until(lambda state: state.visits > before)


def test_a_stuck_thermometer_is_lost_and_says_why_and_is_back_when_it_moves(
    tmp_path: Path,
) -> None:
    facts = [fact for number in (1, 2, 3, 4) for fact in person(number)]
    with gate(tmp_path, facts) as running:
        running.ready()
        running.house.order("approach", id="p1", person={"shown": [36.5], "stay_s": None})
        running.until(lambda state: state.visit.corrected_c is not None)
        running.house.order("fault", device="thermometer", name="stuck")
        for number in (1, 2, 3):
            decided_one_more(running, number)
        lost = running.until(lambda state: state.devices[0].state is DeviceState.LOST)
        assert lost.devices[0].cause == "stuck"
        running.house.order("clear", device="thermometer")
        running.until(lambda state: state.devices[0].state is DeviceState.OK)
        running.leave("p1")
        running.stop()
        causes = [one.cause for one in running.facts(DeviceLost) if isinstance(one, DeviceLost)]
        assert "stuck" in causes
        assert any(one.device == "forehead" for one in running.facts(DeviceBack))  # type: ignore[attr-defined]  # all are of the kind asked for


def test_who_does_not_step_up_leaves_an_empty_gate_that_is_not_stuck(world: World) -> None:
    guard = Actor(ActorKind.GUARD, "guard-1")
    world.sample(None)
    for number in (1, 2, 3):
        world.lane.type_credential(card(number), guard, f"i{number}", world.now)
        world.samples(None, 40)
    world.lane.cold_mode = True
    for number in (4, 5, 6):
        world.code(card(number))
        world.samples(None, 40)
    assert len(world.decided()) == 6
    assert not world.lane.sight.stuck


def test_a_stuck_thermometer_is_found_too_where_every_number_is_typed(world: World) -> None:
    guard = Actor(ActorKind.GUARD, "guard-1")
    world.samples(36.5, 10)
    assert not world.lane.sight.stuck
    for number in (1, 2, 3):
        world.lane.type_credential(card(number), guard, f"i{number}", world.now)
        world.samples(36.5, 40)
    assert world.lane.sight.stuck


def test_a_stuck_thermometer_that_was_plugged_in_again_begins_anew(world: World) -> None:
    world.sample(None)
    for number in (1, 2, 3):
        world.code(card(number))
        world.samples(None, 10)
    assert world.lane.sight.stuck
    world.lane.on_thermometer(ok=False)
    world.lane.on_thermometer(ok=True)
    world.samples(None, 5)
    assert not world.lane.sight.stuck


@pytest.mark.parametrize("centi", [1001, -1001, 2**60, -(2**63)])
def test_a_correction_that_no_calibration_makes_is_not_used(world: World, centi: int) -> None:
    for point, correction in (("north", 250), ("south", 300), ("north", centi)):
        fact = DeviceCalibrated("forehead", correction, 3400, 3700, 60)
        world.recorder.append(world.now, event(fact).actor, fact, access_point=point)
        found = world.log.of(InstrumentBook)
        own = {"forehead": 2.5} if correction != centi else {}
        assert found.corrections("north") == own
    assert found.corrections("south") == {"forehead": 3.0}


def test_readiness_names_the_thermometer_that_drifts(world: World) -> None:
    today = START.date()
    for number in range(10):
        centi = 3640 if number else 3670
        fact = InstrumentDay("forehead", today - timedelta(days=number), 200, centi)
        world.recorder.append(world.now, event(fact).actor, fact, access_point="north")
    lacks = world.log.of(ReadinessBook).lacks(School(world.now.moment.wall, 14))
    assert [one.about for one in lacks if one.what is Missing.DRIFT] == ["forehead"]


def test_the_strip_says_that_a_thermometer_warms_up_and_when_it_has() -> None:
    sensor = SENSOR.model_copy(update={"warm_up_s": 3.0})
    devices = Devices(DevicesConfig(thermometer=sensor), Clock(), cast("Listener", None))
    lane = Lane(LANE, sensor, cast("Recorder", None), None, {}, lambda: "id", lambda: 0.0)
    told: list[str | None] = []
    senses = Senses(devices, lane, lambda _name, cause, _now: told.append(cause))
    now = Clock().now()
    devices.note("forehead", None, now.moment.wall)
    lane.on_thermometer(ok=True)
    shown = []
    for number in range(50):
        lane.sight.feed(Sample(number / 10, 20.0 + number % 2 / 10, 20.0))
        if senses.look(now):
            shown.append([one.code for one in devices.board.rows["forehead"].warnings])
        assert lane.sensor_in_use == (not lane.sight.warming)
    assert shown == [["warming_up"], []]
    assert told == []
