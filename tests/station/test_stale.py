"""What was true a while ago lets nobody in: readings, cases and cards are looked at anew."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.core.events import (
    AccessDecided,
    Actor,
    ActorKind,
    CardRevoked,
    CaseClosed,
    CaseOutcome,
    IsolationBegun,
    NotSignedOut,
    PassIssued,
    PassRevoked,
)
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import BodySite, Instrument, Reading
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.request import CredentialKind, CredentialState, Presented
from kiosk.core.windows import Window
from kiosk.station.attempt import Attempt
from kiosk.station.recorder import Ask, Ruling
from tests.station.gate import card, event, make_state, person
from tests.station.world import World, open_world

GUARD = Actor(ActorKind.GUARD, "guard-1")
SUPERVISOR = Actor(ActorKind.SUPERVISOR, "super-1")
DAY_S = 86_400.0


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    facts = [fact for number in range(1, 6) for fact in person(number)]
    make_state(tmp_path, list(facts))
    made = open_world(tmp_path)
    yield made
    made.log.close()


def ask(world: World, attempt: Attempt, *readings: Reading, case_no: int | None = None) -> Ask:
    return Ask(
        visit_id=f"visit-{world.log.head()}",
        attempt=attempt,
        direction=world.lane.direction,
        access_point="north",
        readings=readings,
        now=world.now,
        actor=GUARD,
        case_no=case_no,
    )


def reading(corrected_c: float, by: Instrument = Instrument.INFRARED) -> Reading:
    site = BodySite.FOREHEAD if by is Instrument.INFRARED else BodySite.ARMPIT
    return Reading(by, corrected_c, 0.0, corrected_c, None, "handheld", site, "guard-1")


def lift(world: World, refused: AccessDecided, *readings: Reading) -> Ruling | None:
    presented = Presented(refused.credential_kind, refused.credential_state, refused.pass_id)
    attempt = Attempt(presented, refused.person_id, refused.permit_id, refused.card_id)
    again = ask(world, attempt, *readings, case_no=refused.case_no)
    return world.recorder.override(again, refused.visit_id, "called in")


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


# --- Readings of a case ---


def test_the_reading_of_a_smudged_code_is_not_that_of_whoever_types_his_number(
    world: World,
) -> None:
    world.samples(36.5, 1.5)
    world.code("!!")
    world.samples(None, 2.0)
    world.lane.type_credential(card(2), GUARD, "i1", world.now)
    world.samples(None, 31.0)
    smudged, typed = world.decided()
    assert (len(smudged.readings), smudged.person_id) == (1, None)
    assert (typed.person_id, typed.reason) == ("p-0002", Reason.NO_VALID_READING)
    assert world.door.asked == []


def test_a_reading_of_yesterday_in_an_open_case_lets_nobody_in(world: World) -> None:
    for _ in range(2):
        world.samples(36.4, 1.5)
        world.code(card(1))
        world.samples(None, 12.0)
    assert [one.reason for one in world.decided()] == [Reason.ROSTER, Reason.ALREADY_INSIDE]
    world.log.append(event(NotSignedOut("p-0001")))
    world.at += DAY_S
    world.samples(None, 1.0)
    world.code(card(1))
    world.samples(None, 10.0)
    last = world.decided()[-1]
    assert (last.reason, last.case_no) == (Reason.NO_VALID_READING, 1)


def test_a_contact_reading_of_yesterday_does_not_outweigh_a_fever_of_today(world: World) -> None:
    for _ in range(2):
        world.samples(36.4, 1.5)
        world.code(card(1))
        world.samples(None, 12.0)
    attempt = Attempt(Presented(CredentialKind.SCHOOL_CARD, CredentialState.VALID), "p-0001")
    world.recorder.decide(ask(world, attempt, reading(36.5, Instrument.CONTACT), case_no=1))
    world.log.append(event(NotSignedOut("p-0001")))
    world.at += DAY_S
    world.samples(38.5, 1.5)
    world.code(card(1))
    assert world.decided()[-1].reason is Reason.RECHECK_TEMPERATURE


def test_a_high_reading_of_yesterday_still_holds_its_person_back(world: World) -> None:
    world.samples(37.6, 1.5)
    world.code(card(1))
    world.at += DAY_S
    world.samples(None, 1.0)
    world.samples(36.4, 1.5)
    world.code(card(1))
    assert [one.reason for one in world.decided()] == [Reason.RECHECK_TEMPERATURE] * 2


def test_a_supervisor_cannot_lift_a_case_on_a_reading_of_yesterday(world: World) -> None:
    for _ in range(2):
        world.samples(36.4, 1.5)
        world.code(card(1))
        world.samples(None, 12.0)
    refused = world.decided()[-1]
    world.at += DAY_S
    assert lift(world, refused) is None


def test_a_case_that_ended_while_its_person_was_measured_is_not_opened_again(world: World) -> None:
    world.samples(37.6, 1.5)
    world.code(card(1))
    world.samples(None, 3.0)
    world.code(card(1))
    world.log.append(event(CaseClosed(1, CaseOutcome.HANDED_OVER)))
    world.samples(36.4, 1.5)
    last = world.decided()[-1]
    assert (last.reason, last.case_no) == (Reason.ROSTER, None)
    assert world.log.lookup.open_cases() == []


# --- Overrides ---


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[World]:
    make_state(tmp_path, list(person(1, PersonKind.STAFF)), Phase.CLOSED)
    made = open_world(tmp_path)
    yield made
    made.log.close()


def test_a_refusal_is_not_lifted_once_a_fever_was_seen_after_it(closed: World) -> None:
    closed.samples(36.4, 1.5)
    closed.code(card(1))
    refused = closed.decided()[0]
    closed.samples(None, 3.0)
    closed.samples(38.0, 1.5)
    closed.code(card(1))
    assert [one.reason for one in closed.decided()] == [Reason.NOT_ON_DUTY] * 2
    assert lift(closed, refused, *refused.readings) is None


def test_a_refusal_is_lifted_once_and_opens_once(closed: World) -> None:
    closed.samples(36.4, 1.5)
    closed.code(card(1))
    refused = closed.decided()[0]
    assert lift(closed, refused, *refused.readings) is not None
    assert lift(closed, refused, *refused.readings) is None


def test_a_card_revoked_since_the_refusal_cannot_be_lifted(closed: World) -> None:
    closed.samples(36.4, 1.5)
    closed.code(card(1))
    refused = closed.decided()[0]
    closed.log.append(event(CardRevoked("c-0001", "lost")))
    assert lift(closed, refused, *refused.readings) is None


# --- Cards and passes ---


def test_a_card_revoked_while_its_holder_is_measured_opens_nothing(world: World) -> None:
    world.code(card(1))
    world.samples(None, 1.0)
    world.log.append(event(CardRevoked("c-0001", "lost")))
    world.samples(36.5, 1.5)
    assert [one.reason for one in world.decided()] == [Reason.PASS_REVOKED]
    assert world.door.asked == []


def seen_pass(person_id: str) -> Attempt:
    return Attempt(Presented(CredentialKind.PASS, CredentialState.VALID, "aa" * 8), person_id)


def test_a_pass_revoked_after_it_was_read_lets_nobody_in(world: World) -> None:
    issued = PassIssued("aa" * 8, "p-0001", 1, Window())
    world.log.append(event(issued), event(PassRevoked("aa" * 8)))
    ruling = world.recorder.decide(ask(world, seen_pass("p-0001"), reading(36.5)))
    assert ruling.decision.reason is Reason.PASS_REVOKED


def test_a_pass_for_one_entry_read_at_two_gates_admits_once(world: World) -> None:
    world.log.append(event(PassIssued("aa" * 8, "p-0001", 1, Window(), uses=1)))
    other = World(world.log)
    first = ask(world, seen_pass("p-0001"), reading(36.5))
    second = ask(other, seen_pass("p-0001"), reading(36.5))
    assert world.recorder.decide(first).decision.verdict is Verdict.GRANT
    refused = other.recorder.decide(second).decision
    assert (refused.verdict, refused.reason) == (Verdict.DENY, Reason.PASS_USED)


def test_an_id_number_that_nobody_has_is_not_shown(world: World) -> None:
    world.lane.type_credential("11010519491231002X", GUARD, "i1", world.now)
    assert world.lane.course is not None
    assert world.lane.course.attempt.presented.state is CredentialState.UNKNOWN
    assert world.lane.course.attempt.tail is None


# --- Ways out while the log fails ---


def test_ways_out_that_were_kept_open_a_case_for_each_fever(world: World) -> None:
    world.lane.direction = Direction.OUT
    with held(world):
        for number in (1, 2):
            world.samples(38.5, 1.5)
            world.code(card(number))
            world.samples(None, 2.0)
        assert len(world.door.asked) == 2
    world.recorder.write_late(9)
    assert [(one.person_id, one.case_no) for one in world.decided()] == [
        ("p-0001", 1),
        ("p-0002", 2),
    ]
    assert world.log.verify().ok


def test_a_fever_confirmed_on_a_way_out_that_was_kept_isolates(world: World) -> None:
    world.lane.direction = Direction.OUT
    attempt = Attempt(Presented(CredentialKind.SCHOOL_CARD, CredentialState.VALID), "p-0001")
    with held(world):
        world.recorder.decide(ask(world, attempt, reading(38.0, Instrument.CONTACT)))
    world.recorder.write_late(9)
    facts = [one.event.fact for one in world.log.read(0, 1000)]
    assert [one.person_id for one in facts if isinstance(one, IsolationBegun)] == ["p-0001"]


def test_who_left_while_the_log_failed_and_comes_again_is_inside(world: World) -> None:
    world.lane.direction = Direction.OUT
    with held(world):
        world.code(card(1))
    world.lane.direction = Direction.IN
    world.samples(None, 12.0)
    world.samples(36.5, 1.5)
    world.code(card(1))
    assert [one.direction for one in world.decided()] == [Direction.OUT, Direction.IN]
    assert [one.person_id for one in world.log.lookup.inside()] == ["p-0001"]
    assert not world.recorder.late


def test_a_feverish_person_is_let_out_though_the_log_cannot_be_read(world: World) -> None:
    damage = sqlite3.connect(world.log.path)
    damage.execute("DROP TABLE held_case")
    damage.close()
    world.lane.direction = Direction.OUT
    world.samples(38.5, 1.5)
    world.code(card(1))
    assert len(world.door.asked) == 1
    world.recorder.write_late(9)
    assert [(one.person_id, one.case_no) for one in world.decided()] == [("p-0001", None)]
    assert not world.recorder.late
