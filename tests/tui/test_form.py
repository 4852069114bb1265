"""Dialogues as values: what keys do, without a terminal."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason
from kiosk.core.request import ClockTrust
from kiosk.link.messages import (
    CloseCase,
    ConfirmClock,
    EndIsolation,
    EndTerminal,
    IntentAct,
    OpenDoor,
    Override,
    SetColdMode,
    SetDirection,
    SignIn,
    SignOut,
    TypeCredential,
    TypeReading,
)
from kiosk.tui.form import paste, press, temperature
from kiosk.tui.screens.cases import cases
from kiosk.tui.screens.cold_mode import cold_mode
from kiosk.tui.screens.direction import direction
from kiosk.tui.screens.help import help_keys
from kiosk.tui.screens.number import number
from kiosk.tui.screens.open_door import open_door
from kiosk.tui.screens.sign_in import sign_in, sign_out
from kiosk.tui.screens.supervisor import supervisor
from kiosk.tui.screens.temperature import temperature as typed_temperature
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Form, Kind, Outcome, Typed, stage_of
from tests.tui.moments import moment
from tests.tui.scenes import COLD, IDLE, NOT_ON_DUTY, SCENES, made, told


def keys(flow: Flow, *pressed: str) -> Form | Outcome:
    """Press keys one after the other; a text of several letters is typed letter by letter."""
    at: Form | Outcome = Form(flow)
    named = {"enter", "escape", "backspace", "up", "down"}
    single = [one for key in pressed for one in ([key] if key in named else list(key))]
    for key in single:
        assert isinstance(at, Form), f"the dialogue ended before {key!r}"
        at = press(at, key, None if key in named else key)
    return at


def supervisor_of(shown: Shown) -> Flow:
    """Return the supervisor's flow with the clock of that moment."""
    return supervisor(shown, lambda: shown.now)


IDLE_NOW = moment(IDLE)


@pytest.mark.parametrize(
    ("flow", "pressed", "act"),
    [
        (sign_in(IDLE_NOW), ("4711", "enter"), SignIn("4711")),
        (sign_out(IDLE_NOW), ("2",), SignOut()),
        (sign_out(IDLE_NOW), ("1",), None),
        (number(IDLE_NOW), ("20170417", "enter"), TypeCredential("20170417")),
        (open_door(IDLE_NOW), ("2", "2"), OpenDoor("紧急疏散")),
        (open_door(IDLE_NOW), ("2", "1"), None),
        (open_door(IDLE_NOW), ("5", "abc", "enter", "2"), OpenDoor("abc")),
        (direction(IDLE_NOW), ("2",), SetDirection(Direction.OUT)),
        (direction(moment(SCENES["idle_out"])), ("2",), SetDirection(Direction.IN)),
        (cold_mode(IDLE_NOW), ("2",), SetColdMode(True)),
        (cold_mode(moment(COLD)), ("2",), SetColdMode(False)),
        (cases(IDLE_NOW), ("1", "3"), CloseCase(17, "left")),
        (cases(IDLE_NOW), ("2", "4"), CloseCase(18, "handed_over")),
        (cases(IDLE_NOW), ("1", "1"), None),
        (
            cases(IDLE_NOW),
            ("1", "2", "1", "368", "enter"),
            TypeReading(36.8, Instrument.CONTACT, 17),
        ),
        (
            typed_temperature(moment(SCENES["want_temperature"])),
            ("1", "2", "365", "enter"),
            TypeReading(36.5, Instrument.INFRARED, None),
        ),
        (
            typed_temperature(moment(SCENES["want_temperature"])),
            ("3", "enter", "37.2", "enter"),
            TypeReading(37.2, Instrument.INFRARED, 18),
        ),
        (
            typed_temperature(IDLE_NOW),
            ("1", "enter", "372", "enter"),
            TypeReading(37.2, Instrument.CONTACT, 17),
        ),
        (
            supervisor_of(moment(told(NOT_ON_DUTY))),
            ("1", "1", "8899", "enter"),
            Override("8899", "负责人电话同意", "v9", None),
        ),
        (
            supervisor_of(moment(told(made(Reason.ISOLATED)))),
            ("1", "3", "8899", "enter"),
            EndIsolation("8899", "p-wang", "观察期满"),
        ),
    ],
)
def test_keys_make_the_act(flow: Flow, pressed: tuple[str, ...], act: IntentAct | None) -> None:
    assert keys(flow, *pressed) == act


def test_the_clock_is_confirmed_as_it_was_compared() -> None:
    shown = moment(replace(IDLE, clock=ClockTrust.UNSURE))
    assert shown.now is not None
    flow = supervisor_of(shown)
    asked = keys(flow, "1")
    assert isinstance(asked, Form)
    assert "2020-02-20 07:12:41" in stage_of(asked).title
    assert keys(flow, "1", "2", "8899", "enter") == ConfirmClock("8899", shown.now)
    assert keys(flow, "1", "1") is None


def test_a_held_case_is_lifted_by_its_number() -> None:
    held = tuple(replace(case, may_override=True) for case in IDLE.cases)
    act = keys(supervisor_of(moment(replace(IDLE, cases=held))), "2", "2", "8899", "enter")
    assert act == Override("8899", "核对本人与证件无误", None, 18)


def test_a_refusal_that_cannot_be_lifted_says_so() -> None:
    stage = stage_of(Form(supervisor_of(moment(SCENES["deny"]))))
    assert "未经批准提前返校" in stage.title


def test_a_supervisor_ends_the_screen_by_pin() -> None:
    assert keys(supervisor_of(IDLE_NOW), "2", "8899", "enter") == EndTerminal("8899")


ALL_FLOWS: list[Flow] = [
    flow
    for state in SCENES.values()
    for shown in [moment(state)]
    for flow in (
        sign_in(shown),
        sign_out(shown),
        number(shown),
        typed_temperature(shown),
        supervisor_of(shown),
        open_door(shown),
        direction(shown),
        cases(shown),
        cold_mode(shown),
        help_keys(shown),
    )
]
pressable = st.sampled_from(
    [
        *"0123456789abxXZ.,- *",
        "enter",
        "backspace",
        "up",
        "down",
        "tab",
        "f1",
        "ctrl+c",
        "中",
        "\x1b",
    ]
)


@given(st.sampled_from(ALL_FLOWS), st.lists(pressable, max_size=25))
@settings(max_examples=400, deadline=None)
def test_no_row_of_keys_breaks_a_dialogue(flow: Flow, pressed: list[str]) -> None:
    form: Any = Form(flow)
    for key in pressed:
        form = press(form, key, key if len(key) == 1 else None)
        if not isinstance(form, Form):
            return
        stage_of(form)
    assert press(form, "escape", None) is None


@given(st.sampled_from(ALL_FLOWS))
@settings(deadline=None)
def test_what_enter_takes_first_is_never_the_dangerous_thing(flow: Flow) -> None:
    assert not isinstance(keys(flow, "enter"), OpenDoor | SetDirection | SetColdMode | SignOut)


def test_the_safe_answer_comes_first() -> None:
    for flow, upto in (
        (open_door(IDLE_NOW), ("2",)),
        (direction(IDLE_NOW), ()),
        (sign_out(IDLE_NOW), ()),
    ):
        at = keys(flow, *upto)
        assert isinstance(at, Form)
        stage = stage_of(at)
        assert isinstance(stage, Choice)
        assert stage.options[0].value is False
        assert keys(flow, *upto, "enter") is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [("365", 36.5), ("36.5", 36.5), ("400", 40.0), ("36", None), ("", None), ("36.", None)],
)
def test_three_digits_are_a_temperature(typed: str, value: float | None) -> None:
    assert temperature(typed) == value


def test_too_few_digits_say_what_is_wanted() -> None:
    at = keys(cases(IDLE_NOW), "1", "2", "1", "36", "enter")
    assert isinstance(at, Form)
    assert at.problem == "need_digits"
    assert at.typed == "36"


def test_backspace_takes_a_digit_then_the_answer_before() -> None:
    at = keys(cases(IDLE_NOW), "1", "2", "1", "36", "backspace", "backspace", "backspace")
    assert isinstance(at, Form)
    assert at.answers == (17, "measure")


def test_many_cases_are_on_pages() -> None:
    shown = moment(SCENES["many_cases"])
    assert shown.state is not None
    ordered = sorted(shown.state.cases, key=lambda case: (case.opened, case.case_no))
    act = keys(cases(shown), "9", "1", "3")
    assert act == CloseCase(ordered[8].case_no, "left")


def test_pasted_text_is_typed_but_never_acts() -> None:
    form = paste(Form(number(IDLE_NOW)), "2017\n0417\r\x1b]52;c;x\x07")
    assert isinstance(form, Form)
    assert form.typed.startswith("20170417")
    assert "\x1b" not in form.typed
    assert paste(Form(sign_in(IDLE_NOW)), "4711").typed == ""
    choice = Form(sign_out(IDLE_NOW))
    assert paste(choice, "2\n") == choice


def test_a_typed_reason_takes_chinese() -> None:
    assert keys(open_door(IDLE_NOW), "5", "校车", "enter", "2") == OpenDoor("校车")


def test_stages_name_what_they_want() -> None:
    stage = stage_of(Form(sign_in(IDLE_NOW)))
    assert isinstance(stage, Typed)
    assert stage.kind is Kind.PIN
