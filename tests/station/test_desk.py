"""What is done at the terminal acts once, by who may do it, and only once it is on disk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

import pytest

from config.site import SiteConfig, TypedInstrument
from kiosk.core.events import AccessDecided, PinRefused
from kiosk.core.phases import Direction
from kiosk.core.readings import BodySite, Instrument
from kiosk.core.reasons import Reason
from kiosk.core.request import ClockTrust
from kiosk.link.messages import (
    Answer,
    CloseCase,
    ConfirmClock,
    EndTerminal,
    Intent,
    IntentAct,
    OpenDoor,
    SignIn,
    TypeReading,
)
from kiosk.station.clock import Clock
from kiosk.station.desk import Desk
from kiosk.station.pins import PinDesk
from tests.station.gate import GUARD_PIN, SUPERVISOR_PIN, card, make_state, person
from tests.station.world import LANE, World, open_world

SITE = SiteConfig(
    node="test-1",
    school_zh="示范学校",
    school_en="Model School",
    lane=LANE,
    handheld=TypedInstrument(name="handheld", site=BodySite.FOREHEAD),
    contact=TypedInstrument(name="contact", site=BodySite.ARMPIT),
)


@dataclass
class Office:
    """A desk over a world's lane; `clock` is one that only a supervisor can vouch for."""

    world: World
    clock: Clock = field(default_factory=lambda: Clock(rate=1.5))
    calls: Queue[object] = field(default_factory=Queue)

    def __post_init__(self) -> None:
        self.pins = PinDesk(lambda: self.world.at)
        self.restart()

    def restart(self) -> None:
        """Forget everything that is not in the log."""
        world = self.world
        self.desk = Desk(SITE, world.lane, world.recorder, self.clock, self.pins, self.calls.put)

    def do(self, act: IntentAct, intent_id: str) -> Answer:
        """Do an act and wait for its answer."""
        answers: list[Answer] = []
        self.desk.take(Intent(intent_id, act), answers.append)
        if not answers:
            call = self.calls.get(timeout=10)
            assert callable(call)
            call()
        return answers[0]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    make_state(tmp_path, person(1) + person(2))
    made = Office(open_world(tmp_path))
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
