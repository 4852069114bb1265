"""A phase that was scheduled comes when it is due: once, by a clock that is sure, and is shown."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.core.events import (
    DrillBegun,
    DrillEnded,
    Event,
    Fact,
    PhaseScheduleCancelled,
    PhaseScheduled,
    PhaseSet,
)
from kiosk.core.phases import Phase
from kiosk.core.request import ClockTrust
from kiosk.link.messages import BeginDrill, EndDrill
from kiosk.station.recorder import event, system
from kiosk.store.duty_book import DutyBook
from tests.station.gate import SUPERVISOR_PIN, person
from tests.station.office import Office, open_office
from tests.station.world import START, open_world

DUE = START + timedelta(seconds=1000)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, person(1), Phase.CLOSED) as made:
        made.sign_in()
        yield made


def write(office: Office, fact: Fact) -> None:
    office.world.log.append(event(office.world.now, system("head"), fact))


def schedule(
    office: Office, name: str = "s-1", phase: Phase = Phase.STAGED, after: float = 0
) -> None:
    released = ("grade-9",) if phase is Phase.STAGED else ()
    write(office, PhaseScheduled(name, phase, DUE + timedelta(seconds=after), released))


def applied(office: Office) -> list[Event]:
    found = [one.event for one in office.world.log.read(0, 1000)]
    return [one for one in found if isinstance(one.fact, PhaseSet) and one.fact.schedule_id]


def test_it_is_shown_before_and_set_when_it_is_due(office: Office) -> None:
    schedule(office)
    coming = office.state().phase_next
    assert coming is not None
    assert (coming.phase, coming.at, coming.released) == (Phase.STAGED, DUE, ("grade-9",))
    office.world.at = 999.0
    office.look()
    assert applied(office) == []
    office.world.at = 1000.0
    assert office.look()
    state = office.state()
    assert (state.phase, state.phase_next) == (Phase.STAGED, None)
    (set_by,) = applied(office)
    assert set_by.fact == PhaseSet(Phase.STAGED, ("grade-9",), "s-1")
    assert (set_by.actor.kind, set_by.actor.name) == ("system", "phase-schedule")
    assert not office.look()


def test_two_stations_on_one_log_set_it_once(office: Office, tmp_path: Path) -> None:
    schedule(office)
    other = Office(open_world(tmp_path))
    try:
        office.world.at = other.world.at = 1001.0
        raced: list[bool] = []
        real = office.world.log.append_if

        def slow(*given: object, **named: object) -> object:
            if not raced:
                raced.append(other.look())
            return real(*given, **named)  # type: ignore[arg-type]  # passed on as it came

        office.world.log.append_if = slow  # type: ignore[method-assign, assignment]  # between look and append
        office.look()
        assert raced == [True]
        assert len(applied(office)) == 1
    finally:
        other.pins.close()
        other.world.log.close()


def test_a_cancelled_one_never_comes(office: Office) -> None:
    schedule(office)
    write(office, PhaseScheduleCancelled("s-1"))
    assert office.state().phase_next is None
    office.world.at = 2000.0
    office.look()
    assert applied(office) == []


def test_a_clock_that_is_unsure_sets_nothing(office: Office) -> None:
    schedule(office)
    office.world.at = 2000.0
    office.world.clock = ClockTrust.UNSURE
    office.look()
    assert applied(office) == []
    office.world.clock = ClockTrust.TRUSTED
    office.look()
    assert len(applied(office)) == 1


def test_after_a_power_cut_all_that_was_due_comes_in_its_order(office: Office) -> None:
    schedule(office, "s-2", Phase.OPEN, after=60)
    schedule(office, "s-1", Phase.STAGED)
    office.world.at = 5000.0
    office.look()
    assert [one.fact.schedule_id for one in applied(office) if isinstance(one.fact, PhaseSet)] == [
        "s-1", "s-2",
    ]  # fmt: skip
    assert office.state().phase is Phase.OPEN


def test_a_later_decision_by_hand_is_not_overtaken_by_an_old_schedule(office: Office) -> None:
    schedule(office, phase=Phase.OPEN)
    office.world.at = 1500.0
    write(office, PhaseSet(Phase.CLOSED))
    office.world.at = 2000.0
    office.look()
    assert office.state().phase is Phase.CLOSED
    assert applied(office) == []
    assert PhaseScheduleCancelled("s-1") in office.facts()


def test_a_schedule_made_after_the_phase_was_set_by_hand_comes(office: Office) -> None:
    write(office, PhaseSet(Phase.CLOSED))
    schedule(office)
    office.world.at = 1001.0
    office.look()
    assert office.state().phase is Phase.STAGED


def test_what_is_due_within_a_drill_waits_for_its_end(office: Office) -> None:
    schedule(office)
    assert office.do(BeginDrill(SUPERVISOR_PIN, "x")).code == "ok"
    office.world.at = 1001.0
    office.look()
    assert (applied(office), office.state().phase) == ([], Phase.CLOSED)
    assert office.do(EndDrill(SUPERVISOR_PIN)).code == "ok"
    office.look()
    (one,) = applied(office)
    assert not one.drill


def test_a_schedule_of_the_same_name_replaces_the_earlier(office: Office) -> None:
    schedule(office)
    schedule(office, phase=Phase.OPEN, after=10)
    (one,) = office.world.log.of(DutyBook).schedules()
    assert (one.phase, one.at) == (Phase.OPEN, DUE + timedelta(seconds=10))
    facts = [fact for fact in office.facts() if isinstance(fact, DrillBegun | DrillEnded)]
    assert facts == []
