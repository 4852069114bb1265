"""A drill leaves nothing behind: every view and every answer in earnest is as if it never was."""

import dataclasses
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.events import (
    CaseClosed,
    CaseOutcome,
    DrillBegun,
    DrillEnded,
    Event,
    Fact,
    IncidentClosed,
    IncidentOpened,
    IsolationBegun,
    NotSignedOut,
    PersonRecorded,
    PhaseSet,
    VisitCorrected,
)
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Reason, Verdict
from kiosk.store import drills, schema, views
from kiosk.store.drills import DrillBook, DrillRefusedError
from kiosk.store.incident_book import IncidentBook
from kiosk.store.log import Log
from tests.store.conftest import Place
from tests.store.making import AT, GUARD, MOMENT, decided, event, infrared
from tests.store.strategies import events

OF_THE_MACHINE = {
    "subject", "drill", "drill_run", "policy", "clock", "account", "device", "direction",
    "cold_mode", "token", "pull", "erased",
}  # fmt: skip
"""What is true of the machine, and what happens to it, is so within a drill as well."""

OF_A_DRILL = 1000
"""Incident numbers are given once; here those from this one on are a drill's."""


def folded(stretch: Sequence[tuple[int, Event]]) -> dict[str, list[Any]]:
    """Fold events at their positions; give every row in earnest by its columns."""
    of_a_drill = {pos for pos, one in stretch if one.drill}

    def in_earnest(table: str, row: dict[str, Any]) -> bool:
        if table == "case_decision":
            return row["pos"] not in of_a_drill
        return not row.get("drill") and row.get("incident_no", 0) < OF_A_DRILL

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        schema.build_views(db)
        for pos, one in stretch:
            views.fold(db, pos, one)
        db.row_factory = sqlite3.Row
        return {
            name: [
                dict(row)
                for row in db.execute(f"SELECT * FROM {name} ORDER BY 1, 2")  # noqa: S608 - table names of the schema
                if in_earnest(name, dict(row))
            ]
            for name in schema.VIEWS
            if name not in OF_THE_MACHINE
        }


def as_of(one: Event, *, drill: bool) -> Event:
    """Mark an event; numbers of incidents are not shared."""
    number = getattr(one.fact, "incident_no", None)
    if number is None:
        return dataclasses.replace(one, drill=drill)
    within = number % OF_A_DRILL + (OF_A_DRILL if drill else 0)
    fact: Fact = dataclasses.replace(one.fact, incident_no=within)
    return dataclasses.replace(one, fact=fact, drill=drill)


OF_PEOPLE = (
    "access_decided", "passage_ended", "case_closed", "not_signed_out", "visit_corrected",
    "paper_entered", "isolation_begun", "isolation_ended", "exit_signed", "phase_set",
    "permit_recorded", "pass_issued", "watch_listed", "certificate_recorded", "person_recorded",
)  # fmt: skip
ANYTHING = st.one_of([events(), *(events(one) for one in OF_PEOPLE)])
"""What moves people often, and everything else now and then."""


@settings(max_examples=50)
@given(st.lists(st.tuples(ANYTHING, st.booleans()), max_size=20), st.integers(0, 20))
def test_the_views_in_earnest_are_the_same_with_a_drill_and_without(
    made: list[tuple[Event, bool]], begins: int
) -> None:
    outside = [
        (one, marked) for one, marked in made if not isinstance(one.fact, DrillBegun | DrillEnded)
    ]
    marked = [
        as_of(one, drill=drill and number >= begins) for number, (one, drill) in enumerate(outside)
    ]
    marked.insert(min(begins, len(marked)), event(DrillBegun("d1"), drill=True))
    marked.append(event(DrillEnded("d1"), drill=True))
    stretch = list(enumerate(marked, 1))
    assert folded(stretch) == folded([(pos, one) for pos, one in stretch if not one.drill])


PEOPLE = ("p1", "p2")


def answers(log: Log) -> dict[str, object]:
    """Ask everything that a gate asks, and what it shows."""
    lookup = log.lookup
    return {
        "inside": lookup.inside(),
        "count": lookup.inside_count(),
        "passed": lookup.passed_since(datetime(2019, 1, 1, tzinfo=UTC)),
        "recent": lookup.recent(100),
        "cases": lookup.open_cases(),
        "case": [lookup.case(number) for number in range(4)],
        "phase": lookup.phase(),
        "drill": lookup.drill(),
        "people": [lookup.person_facts(one, None, AT, 14) for one in PEOPLE],
        "newest": [lookup.newest_visit_of(one) for one in PEOPLE],
        "case of": [lookup.open_case_of(one) for one in PEOPLE],
        "entry": [lookup.entry_permit(one) for one in PEOPLE],
        "pass": [lookup.pass_row(one) for one in ("s1", "s2")],
        "visit": [lookup.visit(one) for one in ("v1", "v2", "v3")],
    }


def test_the_gate_answers_after_a_drill_what_it_answered_before(place: Place) -> None:
    before = st.lists(st.one_of([events(one) for one in OF_PEOPLE]), max_size=12)
    with place.open() as log:

        @settings(max_examples=40)
        @given(before, before)
        def drilled(real: list[Event], drill: list[Event]) -> None:
            log.append(*(as_of(one, drill=False) for one in real), event(PersonRecorded(
                "p1", PersonKind.PUPIL
            )))  # fmt: skip
            known = answers(log)
            log.append(
                event(DrillBegun("d1"), drill=True),
                *(as_of(one, drill=True) for one in drill),
                event(DrillEnded("d1"), drill=True),
            )
            assert answers(log) == known

        drilled()
        assert log.verify().ok


def make(fact: Fact) -> Event:
    return Event(MOMENT, GUARD, fact, "north", why="training")


def test_a_drill_has_its_own_phase_its_own_cases_and_its_own_places(log: Log) -> None:
    log.append(
        event(PersonRecorded("p1", PersonKind.PUPIL, "grade-7")), event(PhaseSet(Phase.CLOSED))
    )
    log.append(event(decided("v1")), event(IsolationBegun("p2", AT, "elevated_confirmed")))
    drills.begin(log, make, "d1", [PhaseSet(Phase.STAGED, ("grade-7",))])
    phase = log.lookup.phase()
    assert phase is not None
    assert phase.phase is Phase.STAGED
    held = decided("v2", "p2", verdict=Verdict.REFER, reason=Reason.TEMPERATURE_ELEVATED, case_no=1)
    log.append(event(held, drill=True), event(IsolationBegun("p1", AT, "drill"), drill=True))
    out = decided("v3", direction=Direction.OUT, reason=Reason.EXIT)
    log.append(event(out, drill=True))
    facts = log.lookup.person_facts("p1", None, AT, 14)
    assert (facts.inside, facts.health.isolation is not None) == (False, True)
    assert [one.case_no for one in log.lookup.open_cases()] == [1]
    assert log.lookup.inside_count() == 1, "who is really inside is on the list of an evacuation"
    drills.end(log, make)
    facts = log.lookup.person_facts("p1", None, AT, 14)
    assert (facts.inside, facts.health.isolation) == (True, None)
    assert log.lookup.person_facts("p2", None, AT, 14).health.isolation is not None
    phase = log.lookup.phase()
    assert phase is not None
    assert phase.phase is Phase.CLOSED


def test_what_a_drill_held_is_closed_by_events_at_its_end(log: Log) -> None:
    drills.begin(log, make, "d1")
    held = decided("v2", "p2", verdict=Verdict.REFER, reason=Reason.TEMPERATURE_ELEVATED, case_no=1)
    log.append(
        event(held, drill=True),
        event(IncidentOpened(1, "traffic", "key", "general"), drill=True),
    )
    assert drills.end(log, make) == "d1"
    ended = [one.event for one in log.read(log.head() - 3, 3)]
    assert [one.fact for one in ended] == [
        CaseClosed(1, CaseOutcome.DRILL_OVER),
        IncidentClosed(1, "drill_over"),
        DrillEnded("d1"),
    ]
    assert all(one.drill for one in ended)
    incident = log.of(IncidentBook).incident(1)
    assert incident is not None
    assert (incident.is_open, incident.outcome) == (False, "drill_over")
    assert log.verify().ok


def test_two_drills_do_not_run_at_once_and_none_hides_who_is_held(log: Log) -> None:
    with pytest.raises(DrillRefusedError, match="no_drill"):
        drills.end(log, make)
    held = decided("v1", verdict=Verdict.REFER, reason=Reason.TEMPERATURE_ELEVATED, case_no=1)
    log.append(event(held))
    with pytest.raises(DrillRefusedError, match="cases_open"):
        drills.begin(log, make, "d1")
    log.append(event(CaseClosed(1, CaseOutcome.LEFT)))
    drills.begin(log, make, "d1")
    with pytest.raises(DrillRefusedError, match="drill_on"):
        drills.begin(log, make, "d2")


def test_a_drill_is_listed_with_its_decisions(log: Log) -> None:
    drills.begin(log, make, "d1")
    log.append(event(decided("v1"), drill=True), event(decided("v2", "p2"), drill=True))
    log.append(event(decided("v3", "p2", verdict=Verdict.DENY), drill=True))
    drills.end(log, make)
    log.append(event(decided("v4")))
    drills.begin(log, make, "d2")
    second, first = log.of(DrillBook).runs()
    assert (first.drill_id, first.visits, first.why) == ("d1", {"deny": 1, "grant": 2}, "training")
    assert first.ended is not None
    assert (second.drill_id, second.visits, second.ended) == ("d2", {}, None)


def test_a_way_out_of_a_drill_that_is_written_after_it_moves_nobody(log: Log) -> None:
    log.append(event(PersonRecorded("p1", PersonKind.PUPIL)), event(decided("v1")))
    drills.begin(log, make, "d1")
    drills.end(log, make)
    out = decided("v2", direction=Direction.OUT, reason=Reason.EXIT, readings=(infrared(36.5),))
    log.append(event(out, drill=True, late=True))
    assert log.lookup.person_facts("p1", None, AT, 14).inside
    log.append(event(NotSignedOut("p1"), wall=AT + timedelta(hours=14)))
    assert not log.lookup.person_facts("p1", None, AT, 14).inside


def test_the_next_drill_knows_nothing_of_the_last(log: Log) -> None:
    log.append(event(PersonRecorded("p1", PersonKind.PUPIL)))
    drills.begin(log, make, "d1")
    log.append(event(decided("v1"), drill=True))
    drills.end(log, make)
    held = decided("v2", verdict=Verdict.REFER, reason=Reason.TEMPERATURE_ELEVATED, case_no=1)
    log.append(event(held, drill=True, late=True))
    drills.begin(log, make, "d2")
    assert log.lookup.open_cases() == [], "written too late for its own drill, not held in this one"
    log.append(event(decided("v3"), drill=True))
    assert log.lookup.person_facts("p1", None, AT, 14).inside
    log.append(event(VisitCorrected("v3", "p1"), drill=True))
    assert not log.lookup.person_facts("p1", None, AT, 14).inside
    assert log.verify().ok
