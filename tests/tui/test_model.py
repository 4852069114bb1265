"""What the terminal shows over time, and what it sounds."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.reasons import Verdict
from kiosk.link.aio import Reach
from kiosk.link.messages import State
from kiosk.tui.model import GRANT_SECONDS, Model
from kiosk.tui.shown import bells
from tests.tui.moments import numbered
from tests.tui.scenes import AT, COLD, DENY, GRANT, IDLE, NOT_ON_DUTY, RECHECK, SCENES, told


def reached() -> Model:
    model = Model()
    model.take_reach(Reach(True, 0.0), 0.0)
    model.take_state(numbered(IDLE, 1), 0.0)
    return model


def test_the_clock_goes_on_between_two_states() -> None:
    model = reached()
    now = model.shown(61.0).now
    assert now is not None
    assert f"{now:%H:%M:%S}" == "07:13:42"


def test_a_state_sent_again_does_not_turn_the_clock_back() -> None:
    model = reached()
    model.take_state(numbered(IDLE, 1), 30.0)
    assert model.shown(30.0).now == AT + timedelta(seconds=30)


def test_a_grant_is_shown_for_three_seconds() -> None:
    model = reached()
    model.take_state(numbered(GRANT, 2), 10.0)
    assert model.shown(10.0 + GRANT_SECONDS - 0.1).verdict is not None
    model.take_state(numbered(GRANT, 3), 12.0)
    assert model.shown(10.0 + GRANT_SECONDS + 0.1).verdict is None


def test_a_grant_ends_with_the_next_code() -> None:
    model = reached()
    model.take_state(numbered(GRANT, 2), 10.0)
    model.take_state(numbered(replace(GRANT, visit=SCENES["want_temperature"].visit), 3), 10.5)
    assert model.shown(10.5).verdict is None


@pytest.mark.parametrize("state", [DENY, told(RECHECK)], ids=["deny", "refer"])
def test_a_refusal_stays(state: State) -> None:
    model = reached()
    model.take_state(numbered(state, 2), 10.0)
    assert model.shown(300.0).verdict == state.verdict


def test_each_verdict_sounds_once() -> None:
    model = reached()
    assert model.take_state(numbered(GRANT, 2), 1.0) is Verdict.GRANT
    assert model.take_state(numbered(GRANT, 3), 2.0) is None
    assert model.take_state(numbered(IDLE, 4), 3.0) is None
    assert model.take_state(numbered(DENY, 5), 4.0) is Verdict.DENY
    assert DENY.verdict is not None
    again = told(replace(DENY.verdict, visit_id="v10"))
    assert model.take_state(numbered(again, 6), 5.0) is Verdict.DENY


def test_an_override_sounds_like_a_grant() -> None:
    model = reached()
    assert model.take_state(numbered(told(NOT_ON_DUTY), 2), 1.0) is Verdict.DENY
    lifted = told(replace(NOT_ON_DUTY, overridden=True))
    assert model.take_state(numbered(lifted, 3), 2.0) is Verdict.GRANT


def test_a_terminal_that_starts_late_does_not_sound_an_old_verdict() -> None:
    model = Model()
    assert model.take_state(numbered(DENY, 9), 0.0) is None


def test_the_three_sounds_differ() -> None:
    assert len({bells(verdict) for verdict in Verdict}) == len(Verdict)


def test_a_silent_station_is_told_after_six_seconds() -> None:
    model = reached()
    assert model.shown(5.9).silent_s is None
    assert model.shown(6.1).silent_s == pytest.approx(6.1)


def test_a_lost_station_is_told_with_its_time() -> None:
    model = reached()
    model.take_reach(Reach(False, 20.0), 20.0)
    gone = model.shown(32.0).gone
    assert gone is not None
    assert gone.seconds == pytest.approx(12)
    assert gone.since == AT + timedelta(seconds=20)


def test_typed_digits_never_pass_to_the_next_person() -> None:
    model = reached()
    model.take_state(numbered(COLD, 2), 1.0)
    model.entry = "36"
    model.take_state(numbered(COLD, 3), 2.0)
    assert model.shown(2.0).entry == "36"
    model.take_state(numbered(replace(GRANT, cold_mode=True), 4), 3.0)
    model.take_state(numbered(COLD, 5), 4.0)
    assert model.shown(4.0).entry == ""


def test_digits_go_when_another_visit_stands_there_at_the_next_look() -> None:
    model = reached()
    first, second = (
        replace(COLD, visit=replace(COLD.visit, visit_id=name)) for name in ("v1", "v2")
    )
    model.take_state(numbered(first, 2), 1.0)
    model.entry, model.entry_visit = "36", "v1"
    model.take_state(numbered(first, 3), 2.0)
    assert model.shown(2.0).entry == "36"
    model.take_state(numbered(second, 4), 3.0)
    assert model.shown(3.0).entry == ""
