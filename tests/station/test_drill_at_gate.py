"""A drill of the whole gate: everything works, everything is marked, nothing of it counts."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from kiosk.core.events import (
    AccessDecided,
    CaseClosed,
    CaseOutcome,
    DrillBegun,
    DrillEnded,
    IsolationBegun,
    NotSignedOut,
    PassageEnded,
    PhaseSet,
)
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason, Verdict
from kiosk.link.messages import (
    AllowEarlyLeave,
    ApprovePermit,
    BeginDrill,
    CloseCase,
    EndDrill,
    IntentAct,
    OpenDoor,
    Override,
    PresentPerson,
    RegisterVisitor,
    RejectPermit,
    SignCertificate,
    SignExit,
    TypeReading,
)
from kiosk.station.day_end import DayEnd
from kiosk.station.recorder import event, system
from kiosk.store import drills
from tests.cli.rosters import ID_NUMBERS
from tests.station.gate import DOCTOR_PIN, GUARD_PIN, SUPERVISOR_PIN, card, person
from tests.station.office import Office, open_office
from tests.station.world import START


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    facts = [*person(1), *person(2), *person(3), *person(4, PersonKind.VISITOR)]
    with open_office(tmp_path, facts) as made:
        made.sign_in()
        yield made


def begin(office: Office) -> None:
    assert office.do(BeginDrill(SUPERVISOR_PIN, "before reopening")).code == "ok"


def end(office: Office) -> None:
    assert office.do(EndDrill(SUPERVISOR_PIN)).code == "ok"


def comes(office: Office, number: int, skin_c: float = 36.5) -> AccessDecided:
    office.world.samples(None, 11.0)
    office.world.samples(skin_c, 1.5)
    office.world.code(card(number))
    return office.world.decided()[-1]


def marks(office: Office, after: int) -> dict[str, set[bool]]:
    found: dict[str, set[bool]] = {}
    for one in office.world.log.read(after, 100_000):
        found.setdefault(type(one.event.fact).__name__, set()).add(one.event.drill)
    return found


def test_every_record_of_a_drill_is_marked_from_its_beginning_to_its_end(office: Office) -> None:
    before = office.world.log.head()
    begin(office)
    assert office.state().drill is not None
    comes(office, 1)
    comes(office, 2, 38.0)
    office.do(OpenDoor("evacuation"))
    office.do(TypeReading(37.8, Instrument.CONTACT, case_no=1))
    office.world.lane.direction = Direction.OUT
    comes(office, 1)
    office.world.samples(None, 10.0)
    end(office)
    found = marks(office, before)
    assert {"DrillBegun", "AccessDecided", "PassageEnded", "IsolationBegun"} <= found.keys()
    assert {"DoorOpened", "IncidentOpened", "DrillEnded"} <= found.keys()
    assert set().union(*found.values()) == {True}
    assert office.state().drill is None
    after = office.world.log.head()
    comes(office, 1)
    assert set().union(*marks(office, after).values()) == {False}


def test_no_count_knows_a_drill_and_nobody_has_moved_after_it(office: Office) -> None:
    assert comes(office, 1).verdict is Verdict.GRANT
    lookup, real = office.world.log.lookup, office.state()
    begin(office)
    office.world.lane.direction = Direction.OUT
    comes(office, 1)
    office.world.lane.direction = Direction.IN
    assert comes(office, 2).verdict is Verdict.GRANT
    assert comes(office, 1).verdict is Verdict.GRANT, "in the drill he was outside"
    within = office.state()
    assert (within.inside, within.passed_today) == (real.inside, real.passed_today) == (1, 1)
    assert [one.person.person_id for one in within.recent if one.person] == [
        "p-0001", "p-0002", "p-0001",
    ]  # fmt: skip
    end(office)
    after = office.state()
    assert (after.inside, after.passed_today, after.recent) == (1, 1, real.recent)
    assert [row.person_id for row in lookup.inside()] == ["p-0001"]
    assert comes(office, 2).verdict is Verdict.GRANT, "he was never really inside"
    assert comes(office, 1).reason is Reason.ALREADY_INSIDE


def test_a_fever_of_a_drill_isolates_for_its_length_only(office: Office) -> None:
    begin(office)
    comes(office, 1, 38.0)
    office.do(TypeReading(37.8, Instrument.CONTACT, case_no=1))
    assert [one.person_id for one in office.facts() if isinstance(one, IsolationBegun)] == [
        "p-0001"
    ]
    assert comes(office, 1).reason is Reason.ISOLATED
    end(office)
    assert comes(office, 1).verdict is Verdict.GRANT
    assert office.state().incidents == ()


def test_a_held_case_of_a_drill_ends_with_it_by_an_event(office: Office) -> None:
    begin(office)
    comes(office, 2, 37.4)
    assert [one.case_no for one in office.state().cases] == [1]
    end(office)
    assert CaseClosed(1, CaseOutcome.DRILL_OVER) in office.facts()
    assert office.state().cases == ()
    assert office.do(CloseCase(1, "left")).code == "case_unknown"


def test_a_refusal_of_a_drill_lets_nobody_in_afterwards(office: Office) -> None:
    begin(office)
    refused = comes(office, 4)
    assert refused.verdict is Verdict.DENY
    end(office)
    assert office.state().verdict is None, "what is shown is of the other world"
    code = office.do(Override(SUPERVISOR_PIN, "known", visit_id=refused.visit_id)).code
    assert code == "nothing_to_override"


def test_only_a_supervisor_turns_the_gate_to_a_drill_and_says_why(office: Office) -> None:
    assert office.do(BeginDrill(GUARD_PIN, "x")).code == "pin_wrong"
    assert office.do(BeginDrill(SUPERVISOR_PIN, " ")).code == "why_missing"
    assert office.do(EndDrill(SUPERVISOR_PIN)).code == "no_drill"
    begin(office)
    assert office.do(BeginDrill(SUPERVISOR_PIN, "x")).code == "drill_on"
    end(office)
    (begun,) = [one.event for one in office.world.log.read(0, 1000)
                if isinstance(one.event.fact, DrillBegun)]  # fmt: skip
    assert (begun.actor.name, begun.why) == ("super-1", "before reopening")


def test_nobody_is_left_standing_between_a_drill_and_the_truth(office: Office) -> None:
    office.world.code(card(1))
    assert office.do(BeginDrill(SUPERVISOR_PIN, "x")).code == "lane_busy"
    office.world.samples(None, 10.0)
    assert office.do(BeginDrill(SUPERVISOR_PIN, "x")).code == "cases_open"
    office.do(CloseCase(1, "left"))
    begin(office)
    office.do(PresentPerson("p-0001"))
    assert office.do(EndDrill(SUPERVISOR_PIN)).code == "lane_busy"


def test_a_drill_that_a_command_has_begun_clears_the_screen(office: Office) -> None:
    office.look()
    comes(office, 1)
    assert office.state().verdict is not None
    world = office.world
    drills.begin(world.log, lambda fact: event(world.now, system("cli"), fact), "drill-1")
    office.look()
    assert (office.state().verdict, office.state().drill) == (None, "drill-1")


def test_a_drill_may_practise_a_phase_of_its_own(office: Office) -> None:
    world = office.world
    world.log.append(event(world.now, system("cli"), PhaseSet(Phase.CLOSED)))
    assert comes(office, 1).verdict is Verdict.DENY
    opened = [PhaseSet(Phase.OPEN)]
    drills.begin(world.log, lambda fact: event(world.now, system("cli"), fact), "d", opened)
    assert comes(office, 1).verdict is Verdict.GRANT
    assert office.state().phase is Phase.OPEN
    end(office)
    assert office.state().phase is Phase.CLOSED
    assert comes(office, 1).verdict is Verdict.DENY


def test_a_drill_ends_no_day(office: Office) -> None:
    comes(office, 1)
    world = office.world
    ends_at = world.recorder.policy.day_end
    day_end = DayEnd(world.recorder, ends_at, UTC, system("station"))
    begin(office)
    world.at += 17 * 3600
    assert not day_end.look(world.now)
    end(office)
    assert day_end.look(world.now)
    gone = [
        one.event for one in world.log.read(0, 1000) if isinstance(one.event.fact, NotSignedOut)
    ]
    assert [one.drill for one in gone] == [False]
    assert world.log.lookup.inside_count() == 0


def test_a_way_out_that_could_not_be_written_stays_of_the_drill_it_was_in(office: Office) -> None:
    world = office.world
    comes(office, 1)
    begin(office)
    comes(office, 2)
    world.lane.direction = Direction.OUT
    other = sqlite3.connect(world.log.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    world.log.wait_for_lock(20)
    comes(office, 1)
    other.execute("ROLLBACK")
    other.close()
    assert len(world.recorder.late) == 1
    end(office)
    world.recorder.write_late(10)
    late = [one.event for one in world.log.read(0, 1000) if one.event.late]
    assert [(one.drill, type(one.fact)) for one in late] == [(True, AccessDecided)]
    assert world.log.lookup.inside_count() == 1
    assert world.log.verify().ok


def test_the_end_is_marked_and_names_the_drill(office: Office) -> None:
    begin(office)
    drill = office.state().drill
    end(office)
    last = [one.event for one in office.world.log.read(0, 1000)
            if isinstance(one.event.fact, DrillEnded)][-1]  # fmt: skip
    assert last.fact == DrillEnded(drill or "")
    assert replace(last, drill=True) == last
    assert not [fact for fact in office.facts() if isinstance(fact, PassageEnded)]


NOT_KEPT: list[IntentAct] = [
    RegisterVisitor(
        "孙工", ID_NUMBERS[0], PersonKind.CONTRACTOR, "maintenance", ("office",), None,
        START + timedelta(hours=8),
    ),
    SignExit("p-0001", "gone"),
    AllowEarlyLeave("p-0001", None, "p-0002", "p-0003", "ill", "王妈妈"),
    ApprovePermit(SUPERVISOR_PIN, "q-1", "boiler"),
    RejectPermit(SUPERVISOR_PIN, "q-1", "no"),
    SignCertificate(DOCTOR_PIN, "p-0001", True, True, "seen"),
]  # fmt: skip


@pytest.mark.parametrize("act", NOT_KEPT, ids=lambda act: type(act).__name__)
def test_what_a_drill_would_not_keep_is_refused_and_nothing_is_written(
    office: Office, act: IntentAct
) -> None:
    begin(office)
    before = len(office.facts())
    assert office.do(act).code == "drill_not_kept"
    assert len(office.facts()) == before
    end(office)
    assert office.do(act).code != "drill_not_kept"
