"""What holds of the written scenarios and of the order in which their people come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.people import PersonKind
from kiosk.core.reasons import FACTS, Reason, Verdict
from simulators.crowd import crowd
from simulators.scenario import Scenario, load, names

SCENARIOS = {name: load(name) for name in names()}
MOST_WRITTEN = 40


def test_there_are_an_open_a_closed_and_a_cold_scenario() -> None:
    assert set(SCENARIOS) == {"open", "closed", "cold"}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_a_written_verdict_is_one_that_its_reason_can_carry(scenario: Scenario) -> None:
    for person in (*scenario.person, *scenario.ordinary):
        for approach in person.approach:
            expect = approach.expect
            assert Verdict(expect.verdict) is FACTS[Reason(expect.reason)].verdict, person.id
            for act in approach.then:
                lifted = act.do == "override" and act.expect is not None
                if act.expect is not None and not lifted:
                    assert act.expect.verdict == FACTS[Reason(act.expect.reason)].verdict
                if lifted and act.expect is not None:
                    assert act.expect.verdict == "grant"


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_shown_temperatures_keep_the_noise_away_from_every_threshold(scenario: Scenario) -> None:
    # A first reading is judged by 34.0 and 37.0, the further three by 37.2.
    for person in (*scenario.person, *scenario.ordinary):
        for approach in person.approach:
            further = approach.expect.case in {"joins", "ends"}
            thresholds = (34.0, 37.2 if further else 37.0)
            if approach.typed_c is None:
                assert all(abs(approach.shown - one) > 0.1 for one in thresholds), person.id


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_from_forty_people_up_everybody_who_is_written_comes(scenario: Scenario) -> None:
    written = {one.id for one in scenario.person}
    assert len(written) <= MOST_WRITTEN
    for people in (MOST_WRITTEN, 60, 150):
        assert written <= {one.id for one in crowd(scenario, people, 7).people}


def test_every_kind_of_person_comes_to_the_open_campus() -> None:
    kinds = {one.kind for one in crowd(SCENARIOS["open"], MOST_WRITTEN, 7).people}
    assert kinds == {kind.value for kind in PersonKind}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_a_school_of_sixty_pupils_and_a_dozen_staff_is_on_file(scenario: Scenario) -> None:
    school = crowd(scenario, 5, 7).school
    assert sum(one.kind == "pupil" for one in school) >= 60
    assert sum(one.kind == "staff" for one in school) >= 12


@given(
    name=st.sampled_from(sorted(SCENARIOS)),
    people=st.integers(3, 120),
    seed=st.integers(0, 2**32),
)
def test_any_seed_only_changes_the_order(name: str, people: int, seed: int) -> None:
    scenario = SCENARIOS[name]
    order = crowd(scenario, people, seed).order
    same = crowd(scenario, people, 0)
    assert sorted((one.person.id, one.number) for one in order) == sorted(
        (one.person.id, one.number) for one in same.order
    )
    assert len(same.people) == people
    assert crowd(scenario, people, seed).order == order
    for person in same.people:
        numbers = [one.number for one in order if one.person.id == person.id]
        assert numbers == list(range(len(person.approach))), "nobody comes before he has come"


@given(seed=st.integers(0, 2**32))
def test_nobody_follows_too_close_but_behind_somebody_the_thermometer_has_seen(seed: int) -> None:
    order = crowd(SCENARIOS["open"], 60, seed).order
    (at,) = (at for at, one in enumerate(order) if one.approach.behind)
    before = order[at - 1]
    assert at > 0
    assert before.person.id != order[at].person.id
    assert before.approach.direction == "in"
