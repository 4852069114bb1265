"""The course of a visit, held cases, pairing and repeats, stated in the words of the mission."""

import pytest

from kiosk.core import cases, pairing, repeats, visit
from kiosk.core.cases import CaseAct
from kiosk.core.decide import AccessDecision
from kiosk.core.events import CaseOutcome
from kiosk.core.phases import Phase
from kiosk.core.readings import BodySite, Instrument, Reading
from kiosk.core.reasons import FACTS, Reason, Verdict
from kiosk.core.repeats import After, Repeats
from kiosk.core.sampling import Sampling
from kiosk.core.screening import Outcome
from kiosk.core.visit import Stage, Visit

READING = Reading(Instrument.INFRARED, 33.9, 2.7, 36.6, 20.0, "forehead", BodySite.FOREHEAD)


def presented(**changed: object) -> visit.Presented:
    fields: dict[str, object] = {
        "visit_id": "v1",
        "readings": (),
        "measure": True,
        "patience_s": 8.0,
    }
    return visit.Presented(**{**fields, **changed})  # type: ignore[arg-type]  # a test's fields


def begun() -> Visit:
    state, commands = visit.step(Visit(), presented(), 100.0)
    assert commands == ()
    return state


def test_only_idle_and_deciding_have_no_time_out() -> None:
    without = {stage for stage, moves in visit.TABLE.items() if visit.TimedOut not in moves}
    assert without == {Stage.IDLE, Stage.DECIDING}


def test_a_code_waits_for_the_temperature() -> None:
    state = begun()
    assert state.stage is Stage.WANT_TEMPERATURE
    assert not visit.due(state, 107.9)
    assert visit.due(state, 108.0)


def test_the_temperature_after_the_code_is_decided_on() -> None:
    state, commands = visit.step(begun(), visit.Measured(READING), 101.0)
    assert commands == (visit.Decide("v1", (READING,)),)
    assert state.stage is Stage.DECIDING


def test_a_temperature_taken_first_is_decided_on_at_the_code() -> None:
    _, commands = visit.step(Visit(), presented(readings=(READING,)), 100.0)
    assert commands == (visit.Decide("v1", (READING,)),)


def test_nobody_recognised_is_decided_on_at_once() -> None:
    _, commands = visit.step(Visit(), presented(measure=False), 100.0)
    assert commands == (visit.Decide("v1", ()),)


def test_someone_not_parted_from_the_last_is_told_to_step_back() -> None:
    _, at_once = visit.step(Visit(), presented(step_back=True), 100.0)
    _, later = visit.step(begun(), visit.NotParted(), 101.0)
    assert at_once == later == (visit.Decide("v1", (), step_back=True),)


def test_no_temperature_in_time_is_decided_on_without_one() -> None:
    _, commands = visit.step(begun(), visit.TimedOut(), 109.0)
    assert commands == (visit.Decide("v1", ()),)


def test_a_decision_that_could_not_be_written_moves_nothing() -> None:
    deciding, _ = visit.step(begun(), visit.Measured(READING), 101.0)
    assert visit.step(deciding, visit.NotRecorded(), 101.1) == (Visit(), ())


def test_a_grant_passes_until_the_door_is_shut() -> None:
    deciding, _ = visit.step(begun(), visit.Measured(READING), 101.0)
    passing, _ = visit.step(deciding, visit.Decided(unlocked=True, passage_s=3.0), 101.1)
    assert passing.stage is Stage.PASSING
    assert visit.step(passing, visit.DoorShut(), 101.8) == (Visit(), (visit.EndPassage("v1"),))
    assert visit.due(passing, 104.1)


def test_the_next_person_may_come_while_the_door_is_open() -> None:
    deciding, _ = visit.step(begun(), visit.Measured(READING), 101.0)
    passing, _ = visit.step(deciding, visit.Decided(unlocked=True, passage_s=3.0), 101.1)
    state, commands = visit.step(passing, presented(visit_id="v2"), 101.5)
    assert commands == (visit.EndPassage("v1"),)
    assert (state.visit_id, state.stage, state.readings) == ("v2", Stage.WANT_TEMPERATURE, ())


def test_a_referral_or_refusal_frees_the_lane() -> None:
    deciding, _ = visit.step(begun(), visit.Measured(READING), 101.0)
    after, _ = visit.step(deciding, visit.Decided(unlocked=False, passage_s=3.0), 101.1)
    assert after == Visit()


@pytest.mark.parametrize("stage", list(Stage))
def test_an_event_without_a_row_changes_nothing_and_is_reported(stage: Stage) -> None:
    state = Visit(stage, "v1")
    for event in (visit.Decided(unlocked=True, passage_s=1.0), visit.Measured(READING)):
        if type(event) in visit.TABLE[stage]:
            continue
        after, commands = visit.step(state, event, 0.0)
        assert after == state
        assert commands == (visit.Unexpected(stage, type(event).__name__),)


# --- Pairing ---


def test_a_reading_waits_for_its_code_only_while_its_presence_lasts() -> None:
    held = pairing.hold(pairing.Pairing(), READING, presence=4)
    assert pairing.belonging(held, Sampling(presence=4, last_presence=4)) == (READING,)
    assert pairing.belonging(held, Sampling(presence=None, last_presence=4)) == ()
    assert pairing.belonging(held, Sampling(presence=5, last_presence=5)) == ()


def test_nothing_is_carried_from_one_person_to_the_next() -> None:
    there = Sampling(presence=4, last_presence=4, gaps=3)
    held = pairing.hold(pairing.Pairing(), READING, presence=4)
    closed = pairing.close(held, there, measured=True)
    assert pairing.belonging(closed, there) == ()
    assert pairing.must_step_back(closed, there)
    assert not pairing.must_step_back(closed, Sampling(presence=5, last_presence=5, gaps=4))


def test_a_target_still_there_after_a_visit_without_readings_needs_a_gap_too() -> None:
    there = Sampling(presence=4, last_presence=4, gaps=3)
    assert pairing.must_step_back(pairing.close(pairing.Pairing(), there, measured=False), there)
    gone = Sampling(presence=None, last_presence=4, gaps=3)
    left = pairing.close(pairing.Pairing(), gone, measured=False)
    assert not pairing.must_step_back(left, gone)


# --- Held cases ---


def decision(reason: Reason) -> AccessDecision:
    facts = FACTS[reason]
    return AccessDecision(
        facts.verdict, reason, facts.clause, (), facts.next_step, (), Phase.OPEN, "p", "d"
    )


def test_every_referral_but_step_back_opens_a_case() -> None:
    for reason in Reason:
        if FACTS[reason].verdict is not Verdict.REFER:
            continue
        act = cases.effect(decision(reason), Outcome.NORMAL, joined=False).act
        assert act is (CaseAct.NONE if reason is Reason.STEP_BACK else CaseAct.HOLD), reason


@pytest.mark.parametrize("reason", [Reason.PASS_REVOKED, Reason.EXIT, Reason.NO_PERMIT])
@pytest.mark.parametrize("outcome", [Outcome.UNFINISHED, Outcome.ELEVATED])
def test_supervising_a_fever_never_depends_on_the_rest(reason: Reason, outcome: Outcome) -> None:
    assert cases.effect(decision(reason), outcome, joined=False).act is CaseAct.HOLD


def test_a_confirmed_fever_ends_the_case_and_isolates() -> None:
    effect = cases.effect(decision(Reason.ELEVATED_CONFIRMED), Outcome.CONFIRMED, joined=True)
    assert effect == cases.CaseEffect(CaseAct.END, CaseOutcome.CONFIRMED)
    assert [one for one in Outcome if cases.confirms_fever(one)] == [Outcome.CONFIRMED]


def test_a_joined_case_ends_with_the_next_grant_or_refusal() -> None:
    granted = cases.effect(decision(Reason.CLEARED), Outcome.CLEARED, joined=True)
    refused = cases.effect(decision(Reason.NO_PERMIT), Outcome.NORMAL, joined=True)
    assert granted.outcome is CaseOutcome.ADMITTED
    assert refused.outcome is CaseOutcome.REFUSED


# --- Repeated sightings ---


def seen(known: Repeats, at: float, gaps: int = 0) -> tuple[Repeats, bool]:
    return repeats.see(known, "digest", at, gaps, repeat_s=2.0, granted_s=10.0)


def test_the_same_code_in_view_is_one_presentation() -> None:
    known, fresh = seen(Repeats(), 0.0)
    assert fresh
    for tick in range(1, 100):
        known, fresh = seen(known, tick * 0.1)
        assert not fresh


def test_out_of_sight_for_a_while_it_counts_again() -> None:
    known, _ = seen(Repeats(), 0.0)
    assert not seen(known, 1.9)[1]
    assert seen(known, 2.0)[1]


def test_who_was_let_in_is_not_read_again_for_longer() -> None:
    known, _ = seen(Repeats(), 0.0)
    known = repeats.settle(known, "digest", After.GRANTED, gaps=0)
    assert not seen(known, 9.0, gaps=5)[1]
    assert seen(known, 10.0)[1]


def test_who_is_to_come_again_need_not_hide_the_code() -> None:
    known, _ = seen(Repeats(), 0.0)
    known = repeats.settle(known, "digest", After.COME_AGAIN, gaps=3)
    known, fresh = seen(known, 0.5, gaps=3)
    assert not fresh
    assert seen(known, 0.6, gaps=4)[1]
