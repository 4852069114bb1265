"""What was kept on paper is entered later: it opens no door, and who is inside comes out right."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.events import IsolationBegun, PaperEntered, PersonRecorded
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Verdict
from kiosk.link.messages import BeginDrill, EndDrill, EnterPaper
from kiosk.station.day_end import DayEnd
from kiosk.station.recorder import system
from tests.station.gate import SUPERVISOR_PIN, card, event, person
from tests.station.office import Office, open_office

IN, OUT = Direction.IN, Direction.OUT
HOUR_S = 3600.0


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, [*person(1), *person(2)]) as made:
        made.sign_in()
        made.world.at = 2 * HOUR_S
        yield made


def line(office: Office, ago_s: float, direction: Direction = IN, number: str = "p-0001",
         verdict: Verdict = Verdict.GRANT, value_c: float | None = 36.5,
         by: Instrument | None = Instrument.INFRARED) -> EnterPaper:  # fmt: skip
    at = office.world.now.moment.wall - timedelta(seconds=ago_s)
    return EnterPaper(number, at, direction, verdict, value_c, by, "W1")


def enter(office: Office, ago_s: float, direction: Direction = IN, **more: object) -> str:
    return office.do(line(office, ago_s, direction, **more)).code  # type: ignore[arg-type]  # as named above


def comes(office: Office, direction: Direction) -> None:
    office.world.lane.direction = direction
    office.world.samples(None, 11.0)
    office.world.samples(36.5, 1.5)
    office.world.code(card(1))


def inside(office: Office) -> list[str]:
    return [row.person_id for row in office.world.log.lookup.inside()]


def test_a_line_counts_as_a_visit_at_its_own_time_and_opens_nothing(office: Office) -> None:
    assert enter(office, HOUR_S) == "ok"
    assert office.world.door.asked == []
    state = office.state()
    assert (state.inside, state.passed_today) == (1, 1)
    assert state.recent == (), "the gate itself has decided nothing"
    (row,) = office.world.log.lookup.inside()
    assert row.since == office.world.now.moment.wall - timedelta(seconds=HOUR_S)
    stored = office.world.log.read(office.world.log.head() - 1, 1)[0].event
    assert (stored.paper, stored.late, stored.actor.name) == (True, True, "guard-1")
    assert isinstance(stored.fact, PaperEntered)
    (reading,) = stored.fact.readings
    assert (reading.device, reading.typed_by, reading.corrected_c) == ("handheld", "guard-1", 36.5)
    assert office.world.log.verify().ok


def test_a_card_number_finds_its_holder(office: Office) -> None:
    assert enter(office, HOUR_S, number=card(2)) == "ok"
    assert inside(office) == ["p-0002"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"number": "GPS20209999"}, "person_unknown"),
        ({"number": ""}, "person_unknown"),
        ({"ago_s": -300.0}, "time_to_come"),
        ({"ago_s": 40 * 24 * HOUR_S}, "time_too_old"),
        ({"by": None}, "instrument_missing"),
        ({"value_c": 365.0}, "out_of_instrument_range"),
    ],
)
def test_a_line_that_cannot_be_is_not_taken(
    office: Office, more: dict[str, object], code: str
) -> None:
    found = {"ago_s": HOUR_S, **more}
    assert enter(office, **found) == code  # type: ignore[arg-type]  # as named above
    assert not [fact for fact in office.facts() if isinstance(fact, PaperEntered)]


def test_the_same_line_twice_counts_once(office: Office) -> None:
    act = line(office, HOUR_S)
    assert office.do(act).code == "ok"
    assert office.do(act).code == "paper_known"
    assert office.state().passed_today == 1


def test_a_line_of_before_does_not_bring_back_who_has_left_since(office: Office) -> None:
    comes(office, IN)
    comes(office, OUT)
    assert inside(office) == []
    assert enter(office, HOUR_S) == "ok"
    assert inside(office) == [], "he went out after that"


def test_a_way_out_on_paper_between_two_visits_is_put_in_its_place(office: Office) -> None:
    comes(office, IN)
    office.world.at += HOUR_S
    assert inside(office) == ["p-0001"]
    assert enter(office, 0.5 * HOUR_S, OUT) == "ok"
    assert inside(office) == []
    comes(office, IN)
    assert inside(office) == ["p-0001"]


def test_a_refusal_on_paper_lets_nobody_be_inside(office: Office) -> None:
    assert enter(office, HOUR_S, verdict=Verdict.DENY) == "ok"
    assert (inside(office), office.state().passed_today) == ([], 0)


@settings(max_examples=25, deadline=None)
@given(st.permutations([(90.0, IN), (60.0, OUT), (30.0, IN)]), st.integers(0, 3))
def test_in_whatever_order_lines_are_entered_the_newest_by_time_counts(
    shared: Office, lines: list[tuple[float, Direction]], count: int
) -> None:
    number = f"p-{shared.world.at:.0f}"
    shared.world.log.append(event(PersonRecorded(number, PersonKind.PUPIL)))
    shared.world.at += 1.0
    for minutes, direction in lines[:count]:
        assert enter(shared, 60 * minutes, direction, number=number) == "ok"
    newest = min(lines[:count], default=None)
    assert (number in inside(shared)) == (newest is not None and newest[1] is IN)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("paper"), []) as made:
        made.sign_in()
        made.world.at = 2 * HOUR_S
        yield made


def test_a_confirmed_fever_on_paper_isolates_from_its_entering_on(office: Office) -> None:
    answer = office.do(
        line(office, HOUR_S, verdict=Verdict.DENY, value_c=38.2, by=Instrument.CONTACT)
    )
    assert (answer.code, answer.data) == ("ok", {"note": "paper_isolated"})
    assert [one.person_id for one in office.facts() if isinstance(one, IsolationBegun)] == [
        "p-0001"
    ]
    comes(office, IN)
    assert inside(office) == []


def test_a_sheet_of_a_day_that_ended_leaves_nobody_inside_for_ever(office: Office) -> None:
    world = office.world
    day_end = DayEnd(world.recorder, world.recorder.policy.day_end, UTC, system("station"))
    while day_end.look(world.now):
        pass
    world.at += 24 * HOUR_S
    while day_end.look(world.now):
        pass
    yesterday = datetime(2020, 5, 11, 8, 0, tzinfo=UTC)
    act = EnterPaper("p-0001", yesterday, IN, Verdict.GRANT)
    assert office.do(act).code == "ok"
    assert inside(office) == ["p-0001"]
    assert day_end.look(world.now)
    assert inside(office) == []
    assert enter(office, HOUR_S) == "ok", "and today's sheet comes after it"
    assert inside(office) == ["p-0001"]
    assert not day_end.look(world.now)


def test_paper_can_be_practised_in_a_drill(office: Office) -> None:
    office.do(BeginDrill(SUPERVISOR_PIN, "x"))
    assert enter(office, HOUR_S) == "ok"
    assert office.world.log.lookup.person_facts(
        "p-0001", None, office.world.now.moment.wall, 0
    ).inside
    office.do(EndDrill(SUPERVISOR_PIN))
    assert inside(office) == []
    assert office.state().passed_today == 0
