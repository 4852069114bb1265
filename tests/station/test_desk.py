"""What is done at the terminal acts once, by who may do it, and only once it is on disk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.core.events import AccessDecided, Actor, ActorKind, Event, IsolationBegun, PinRefused
from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.request import ClockTrust
from kiosk.link.messages import (
    Answer,
    CloseCase,
    ConfirmClock,
    EndTerminal,
    OpenDoor,
    SignIn,
    TypeReading,
)
from kiosk.station.clock import Clock
from tests.station.gate import GUARD_PIN, SUPERVISOR_PIN, card, make_state, person
from tests.station.office import Office
from tests.station.world import World, open_world


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    make_state(tmp_path, person(1) + person(2))
    made = Office(open_world(tmp_path), Clock(rate=1.5))
    yield made
    made.pins.close()
    made.world.log.close()


@contextmanager
def held(world: World) -> Iterator[None]:
    """Hold the log's write lock, as a hung process would; nobody waits for it for long."""
    world.log.wait_for_lock(20)
    connection = sqlite3.connect(world.log.path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_a_wrong_pin_stays_wrong_after_a_restart(office: Office) -> None:
    assert office.do(EndTerminal("999"), "leave") == Answer("leave", False, "pin_wrong")
    office.restart()
    assert office.do(EndTerminal("999"), "leave") == Answer("leave", False, "pin_wrong")
    facts = [one.event.fact for one in office.world.log.read(0, 1000)]
    assert sum(isinstance(fact, PinRefused) for fact in facts) == 1


def test_an_act_that_was_done_is_not_done_again_after_a_restart(office: Office) -> None:
    office.do(SignIn(GUARD_PIN), "in")
    assert office.do(OpenDoor("parcel"), "open").code == "ok"
    office.restart()
    office.do(SignIn(GUARD_PIN), "in again")
    assert office.do(OpenDoor("parcel"), "open").code == "done_before"
    assert len(office.world.door.asked) == 1


def test_a_confirmation_of_the_clock_counts_once_it_is_on_disk(office: Office) -> None:
    with held(office.world):
        act = ConfirmClock(SUPERVISOR_PIN, office.clock.wall())
        assert office.do(act, "first").code == "log_not_writable"
    assert office.clock.trust() is ClockTrust.UNSURE
    assert office.do(ConfirmClock(SUPERVISOR_PIN, office.clock.wall()), "then").code == "ok"
    assert office.clock.trust() is ClockTrust.TRUSTED


def test_a_value_typed_for_somebody_who_has_left_moves_no_door(office: Office) -> None:
    world = office.world
    world.lane.direction = Direction.OUT
    world.samples(38.0, 1.5)
    world.code(card(1))
    assert len(world.door.asked) == 1
    office.do(SignIn(GUARD_PIN), "in")
    assert office.do(TypeReading(36.5, Instrument.CONTACT, case_no=1), "typed").code == "ok"
    assert len(world.door.asked) == 1
    last = world.decided()[-1]
    assert isinstance(last, AccessDecided)
    assert (last.direction, last.case_no) == (Direction.OUT, 1)
    assert world.log.lookup.open_cases() == []


def test_a_value_typed_for_a_visit_that_is_over_is_nobodys(office: Office) -> None:
    world = office.world
    office.do(SignIn(GUARD_PIN), "in")
    world.lane.cold_mode = True
    world.code(card(1))
    first = world.lane.visit.visit_id
    world.samples(None, 31.0)
    world.code(card(2))
    late = TypeReading(36.5, Instrument.INFRARED, visit_id=first)
    assert office.do(late, "late").code == "visit_over"
    assert [one.readings for one in world.decided()] == [()]
    own = TypeReading(36.5, Instrument.INFRARED, visit_id=world.lane.visit.visit_id)
    assert office.do(own, "own").code == "ok"
    assert world.decided()[-1].person_id == "p-0002"


def test_no_guard_alone_ends_the_case_of_an_elevated_person(office: Office) -> None:
    world = office.world
    office.do(SignIn(GUARD_PIN), "in")
    for _ in range(4):
        world.samples(None, 3.0)
        world.code(card(1))
        world.samples(37.8, 1.5)
    assert world.decided()[-1].reason is Reason.TEMPERATURE_ELEVATED
    assert office.do(CloseCase(1, "left"), "c1").code == "elevated_stays"
    office.do(SignIn(SUPERVISOR_PIN), "in too")
    assert office.do(CloseCase(1, "left"), "c2").code == "ok"


def test_a_first_high_reading_is_not_closed_away_to_be_measured_anew(office: Office) -> None:
    world = office.world
    office.do(SignIn(GUARD_PIN), "in")
    world.samples(None, 3.0)
    world.code(card(1))
    world.samples(37.8, 1.5)
    assert office.do(CloseCase(1, "left"), "c1").code == "elevated_stays"
    world.samples(None, 3.0)
    world.code(card(1))
    world.samples(36.5, 1.5)
    assert world.decided()[-1].verdict is Verdict.REFER, "the number of readings was fixed before"


def test_a_guard_hands_over_whom_an_isolation_refuses_anyway(office: Office) -> None:
    world = office.world
    office.do(SignIn(GUARD_PIN), "in")
    isolation = IsolationBegun("p-0001", world.now.moment.wall, "observation")
    world.log.append(Event(world.now.moment, Actor(ActorKind.SYSTEM, "test"), isolation))
    world.samples(None, 3.0)
    world.code(card(1))
    world.samples(37.8, 1.5)
    assert world.decided()[-1].reason is Reason.ISOLATED
    assert office.do(CloseCase(1, "handed_over"), "c1").code == "ok"
