"""Who has not signed out at the day end is no longer inside and is listed; nobody else is."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from kiosk.core.events import NotSignedOut, PermitRecorded, PersonRecorded, ShiftSet
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction
from kiosk.core.request import ClockTrust
from kiosk.core.windows import Window
from kiosk.station.day_end import AT_ONCE, DayEnd
from kiosk.station.recorder import system
from tests.station.gate import card, event, gate, make_state, person
from tests.station.world import START, World, open_world

PUPILS = AT_ONCE + 10
TEACHER, VISITOR = 901, 902
DAY_END = time(18, 30)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    facts = [fact for number in range(1, PUPILS + 1) for fact in person(number)]
    facts += person(TEACHER, PersonKind.STAFF) + person(VISITOR, PersonKind.VISITOR)
    permit = Permit(PermitState.APPROVED, "meeting", areas=("office",))
    facts += [PermitRecorded("m-1", f"p-{VISITOR:04}", permit)]
    make_state(tmp_path, facts)
    made = open_world(tmp_path)
    yield made
    made.log.close()


def enters(world: World, *numbers: int) -> None:
    for number in numbers:
        world.samples(None, 0.5)
        world.samples(36.5, 1.2)
        world.code(card(number))


def at(world: World, hour: int, minute: int = 0, days: int = 0) -> None:
    wanted = datetime.combine(START.date() + timedelta(days=days), time(hour, minute), UTC)
    world.at = (wanted - START).total_seconds()


def day_end(world: World) -> DayEnd:
    return DayEnd(world.recorder, DAY_END, UTC, system("station"))


def marked(world: World) -> list[str]:
    facts = [one.event.fact for one in world.log.read(0, 100_000)]
    return [fact.person_id for fact in facts if isinstance(fact, NotSignedOut)]


def inside(world: World) -> set[str]:
    return {row.person_id for row in world.log.lookup.inside()}


def test_a_pupil_and_a_teacher_are_marked_once_and_a_visitor_stays_inside(world: World) -> None:
    enters(world, 1, TEACHER, VISITOR)
    looking = day_end(world)
    at(world, 18, 29)
    assert not looking.look(world.now)
    at(world, 18, 30)
    assert looking.look(world.now)
    assert not looking.look(world.now)
    assert not day_end(world).look(world.now)
    assert marked(world) == ["p-0001", "p-0901"]
    assert inside(world) == {"p-0902"}


def test_who_has_signed_out_is_not_marked(world: World) -> None:
    enters(world, 1)
    world.lane.direction = Direction.OUT
    world.samples(None, 12.0)
    world.code(card(1))
    at(world, 19)
    assert not day_end(world).look(world.now)


def test_whoever_comes_in_the_evening_is_marked_the_next_day(world: World) -> None:
    looking = day_end(world)
    at(world, 19)
    enters(world, 1)
    assert not looking.look(world.now)
    at(world, 18, 31, days=1)
    assert looking.look(world.now)
    assert marked(world) == ["p-0001"]


def test_a_shift_is_waited_for(world: World) -> None:
    until = datetime.combine(START.date(), time(21), UTC)
    world.log.append(event(ShiftSet("s-1", f"p-{TEACHER:04}", Window(START, until))))
    enters(world, 1, TEACHER)
    looking = day_end(world)
    at(world, 18, 30)
    assert looking.look(world.now)
    at(world, 20, 59)
    assert not looking.look(world.now)
    at(world, 21, 1)
    assert looking.look(world.now)
    assert marked(world) == ["p-0001", "p-0901"]


def test_a_gate_that_was_off_at_the_day_end_makes_up_for_it_in_the_morning(world: World) -> None:
    enters(world, 1)
    at(world, 7, days=1)
    assert day_end(world).look(world.now)
    enters(world, 1)
    assert [one.reason for one in world.decided()] == ["roster", "roster"]


def test_an_unsure_clock_empties_no_list(world: World) -> None:
    enters(world, 1)
    at(world, 19)
    world.clock = ClockTrust.UNSURE
    assert not day_end(world).look(world.now)
    assert inside(world) == {"p-0001"}


def test_a_boarder_stays_inside_and_does_not_keep_the_day_from_ending(world: World) -> None:
    world.log.append(event(PersonRecorded("p-0002", PersonKind.PUPIL, "grade-7", boards=True)))
    enters(world, 1, 2)
    at(world, 18, 30)
    looking = day_end(world)
    assert looking.look(world.now)
    assert not looking.look(world.now)
    assert marked(world) == ["p-0001"]
    assert inside(world) == {"p-0002"}


def test_a_crowd_that_left_unscanned_is_let_in_again_the_next_morning(world: World) -> None:
    enters(world, *range(1, 6))
    at(world, 18, 30)
    day_end(world).look(world.now)
    at(world, 7, 10, days=1)
    enters(world, *range(1, 6))
    assert [one.verdict for one in world.decided()[5:]] == ["grant"] * 5


def test_many_are_marked_in_batches_and_nobody_twice(world: World) -> None:
    enters(world, *range(1, PUPILS + 1))
    at(world, 18, 30)
    looking = day_end(world)
    assert looking.look(world.now)
    assert len(marked(world)) == AT_ONCE
    assert looking.look(world.now)
    assert sorted(marked(world)) == [f"p-{number:04}" for number in range(1, PUPILS + 1)]
    assert inside(world) == set()


def test_the_station_ends_the_day_once_its_clock_is_trusted(tmp_path: Path) -> None:
    evening = datetime.now(UTC).replace(hour=12) + timedelta(days=1)
    make = tmp_path / "gate"
    make.mkdir()
    with gate(make, person(1), start=False, clock_start=evening) as gates:
        before = open_world(gates.state_dir)
        before.at = (datetime.now(UTC) - START).total_seconds()
        enters(before, 1)
        before.log.close()
        gates.start()
        gates.until(lambda state: state.inside == 1)
        assert gates.facts(NotSignedOut) == []
        gates.ready()
        gates.until(lambda state: state.inside == 0)
        assert gates.facts(NotSignedOut) == [NotSignedOut("p-0001")]
        gates.stop()
        gates.verified()


def test_the_cases_of_who_has_left_end_with_the_day_and_a_fever_goes_on(world: World) -> None:
    for skin_c, number in ((30.0, 1), (37.8, 2)):
        world.samples(None, 3.0)
        world.code(card(number))
        world.samples(skin_c, 1.5)
    assert [one.case_no for one in world.log.lookup.open_cases()] == [1, 2]
    at(world, 18, 30)
    assert day_end(world).look(world.now)
    assert [one.case_no for one in world.log.lookup.open_cases()] == [2]
    assert not day_end(world).look(world.now)
