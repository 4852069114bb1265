"""A resident ID card on the reader says who comes, as the number that a guard types does."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.core.events import (
    AccessDecided,
    Actor,
    ActorKind,
    Event,
    Fact,
    PermitApproved,
    PermitRequested,
    PersonRecorded,
)
from kiosk.core.id_cards import IdCard, same_name, state_on
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.request import CredentialKind, CredentialState
from kiosk.core.windows import Window
from tests.station.gate import make_state
from tests.station.office import Office
from tests.station.world import START, World, open_world

PUPIL, PLUMBER, NAMELESS = "11010519491231002X", "810000199001010019", "PAK310080010103"
FROM, TO = date(2015, 1, 1), date(2035, 1, 1)
WELL = 36.5
TYPIST = Actor(ActorKind.GUARD, "guard-1")
PEOPLE: list[Fact] = [
    PersonRecorded("p-1", PersonKind.PUPIL, "grade-7/class-3", name="王小明", id_number=PUPIL),
    PersonRecorded("p-2", PersonKind.CONTRACTOR, name="陈 大文", id_number=PLUMBER),
    PersonRecorded("p-3", PersonKind.PUPIL, "grade-7/class-3", id_number=NAMELESS),
]


def opened(folder: Path) -> World:
    window = Window(START, START + timedelta(hours=8))
    permit = Permit(PermitState.SUBMITTED, "maintenance", ("office",), window=window)
    folder.mkdir(exist_ok=True)
    make_state(folder, [*PEOPLE, PermitRequested("q-1", "p-2", permit, 1)])
    made = open_world(folder)
    approval = PermitApproved("q-1", 1)
    head = Actor(ActorKind.ACCOUNT, "head-1")
    made.log.append(Event(made.now.moment, head, approval, why="boiler"))
    return made


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = opened(tmp_path)
    yield made
    made.log.close()


def card(
    number: str = PUPIL, name: str = "王小明", begin: date = FROM, end: date | None = TO
) -> IdCard:
    return IdCard(number, name, begin, end)


def lays(world: World, laid: IdCard | None, direction: Direction | None = None) -> AccessDecided:
    """Let somebody well be measured and lay a card; gives the newest decision."""
    world.samples(None, 3.0)
    world.samples(WELL, 1.5)
    world.lane.on_card(laid, world.at, direction, world.now)
    world.samples(WELL, 1.0)
    world.samples(None, 3.0)
    return world.decided()[-1]


def types(world: World, number: str) -> AccessDecided:
    world.samples(None, 3.0)
    world.samples(WELL, 1.5)
    world.lane.type_credential(number, TYPIST, "i-1", world.now)
    world.samples(WELL, 1.0)
    return world.decided()[-1]


def outcome(fact: AccessDecided) -> tuple[object, ...]:
    return fact.person_id, fact.verdict, fact.reason, fact.clause, fact.credential_state


@pytest.mark.parametrize(("number", "name"), [(PUPIL, "王小明"), (PLUMBER, "陈大文")])
def test_a_card_lets_in_as_the_typed_number_does(
    world: World, tmp_path: Path, number: str, name: str
) -> None:
    other = opened(tmp_path / "other")
    typed = types(other, number)
    other.log.close()
    laid = lays(world, card(number, name))
    assert typed.verdict is Verdict.GRANT
    assert outcome(laid) == outcome(typed)
    assert laid.credential_kind is CredentialKind.ID_CARD
    assert typed.credential_kind is CredentialKind.TYPED
    assert world.door.asked == [laid.visit_id]
    world.at += 60
    out = lays(world, card(number, name), Direction.OUT)
    assert (out.verdict, out.reason) == (Verdict.GRANT, Reason.EXIT)


def test_the_order_is_free_card_first(world: World) -> None:
    world.lane.on_card(card(), world.at, None, world.now)
    assert world.decided() == []
    world.samples(WELL, 1.5)
    assert [one.verdict for one in world.decided()] == [Verdict.GRANT]


def test_another_name_than_the_one_on_record_lets_nobody_in(world: World) -> None:
    found = lays(world, card(name="李小明"))
    assert outcome(found)[:3] == (None, Verdict.DENY, Reason.CREDENTIAL_UNKNOWN)
    assert world.door.asked == []


def test_without_a_name_on_record_the_number_speaks(world: World) -> None:
    found = lays(world, card(NAMELESS, "ZHENGJIAN, YANGBEN"))
    assert (found.person_id, found.verdict) == ("p-3", Verdict.GRANT)


def test_the_card_of_a_stranger_is_nobodys(world: World) -> None:
    found = lays(world, card("931586198001010028", "ZHENGJIAN, YANGBEN"))
    assert outcome(found)[:3] == (None, Verdict.DENY, Reason.CREDENTIAL_UNKNOWN)


@pytest.mark.parametrize(
    ("laid", "reason"),
    [
        (card(end=date(2020, 5, 10)), Reason.PASS_EXPIRED),
        (card(begin=date(2020, 5, 12)), Reason.PASS_NOT_YET),
    ],
)
def test_a_card_past_its_end_or_before_its_start_lets_nobody_in(
    world: World, laid: IdCard, reason: Reason
) -> None:
    found = lays(world, laid)
    assert (found.person_id, found.verdict, found.reason) == ("p-1", Verdict.DENY, reason)
    assert world.door.asked == []


def test_the_first_and_the_last_day_count_and_the_long_term_has_no_end() -> None:
    day = date(2020, 5, 11)
    assert state_on(card(begin=day, end=day), day) is CredentialState.VALID
    assert state_on(card(end=None), date(2150, 1, 1)) is CredentialState.VALID


@pytest.mark.parametrize("laid", [None, card("110105194912310021")])
def test_a_card_that_cannot_be_read_is_referred_and_its_number_typed(
    world: World, laid: IdCard | None
) -> None:
    found = lays(world, laid)
    assert (found.verdict, found.reason) == (Verdict.REFER, Reason.CREDENTIAL_UNREADABLE)
    assert found.credential_kind is CredentialKind.ID_CARD
    case_no = found.case_no
    assert case_no is not None
    typed = types(world, PUPIL)
    assert (typed.verdict, typed.case_no) == (Verdict.GRANT, case_no)


def test_the_next_in_line_may_not_take_the_reading_of_who_is_before_him(world: World) -> None:
    world.lane.on_card(card(), world.at, None, world.now)
    world.lane.on_card(card(PLUMBER, "陈大文"), world.at, None, world.now)
    world.samples(WELL, 1.5)
    assert [one.reason for one in world.decided()] == [Reason.STEP_BACK]
    assert world.door.asked == []


def test_the_screen_shows_the_end_of_the_number_and_a_masked_name(world: World) -> None:
    office = Office(world)
    world.samples(WELL, 1.5)
    world.lane.on_card(card(), world.at, None, world.now)
    shown = office.state()
    assert shown.visit.credential_kind is CredentialKind.ID_CARD
    assert shown.visit.credential_tail == PUPIL[-4:]
    assert PUPIL not in repr(shown)
    assert "王小明" not in repr(shown)


def test_nothing_of_a_card_is_in_a_decision_or_in_the_clear(world: World, tmp_path: Path) -> None:
    lays(world, card("931586198001010028", "ZHENGJIAN, YANGBEN"))
    lays(world, card())
    assert "931586198001010028" not in repr(world.log.read(0, 1000))
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for text in ("931586198001010028", "YANGBEN", PUPIL, "王小明"):
        assert text.encode() not in kept


@pytest.mark.parametrize(
    ("on_card", "on_file", "same"),
    [
        ("王小明", "王小明", True),
        ("王小明", "王　小明 ", True),
        ("阿卜杜·热合曼", "阿卜杜•热合曼", True),
        ("ZHENGJIAN, YANGBEN", "Zhengjian Yangben", True),
        ("证件样本", "Zhengjian Yangben", True),
        ("\ue863", "王小明", True),
        ("王小明", "王小朋", False),
        ("ZHENGJIAN, YANGBEN", "ZHENGJIAN", False),
    ],
)
def test_names_are_compared_as_people_write_them(on_card: str, on_file: str, same: bool) -> None:
    assert same_name(on_card, on_file) is same


def test_a_closed_campus_stays_closed_to_a_pupil_with_a_card(tmp_path: Path) -> None:
    make_state(tmp_path, PEOPLE, Phase.CLOSED)
    closed = open_world(tmp_path)
    assert lays(closed, card()).verdict is not Verdict.GRANT
    closed.log.close()
