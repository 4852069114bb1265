"""A visitor is registered by the ID card on the reader, and nobody types what it says."""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.link.messages import Answer, DeviceShown, DeviceState, RegisterVisitor
from kiosk.tui.screens.visitor import visitor
from kiosk.tui.stages import Choice, Question, Sheet, Typed
from tests.tui.answers import answer
from tests.tui.driving import Driven
from tests.tui.moments import moment
from tests.tui.scenes import IDLE

READER = DeviceShown("idcard", "card_reader", DeviceState.OK)
CARD = {"token": "t-1", "name": "陈**", "number": "810***********0019"}


def begun(*laid: object, state: DeviceState = DeviceState.OK) -> Driven:
    """Begin a registration; `laid` is what lies on the reader each time that is asked."""
    left: Iterator[object] = iter(laid)

    def ask(question: Question) -> Answer:
        if question.what != "laid_card":
            return answer(question)
        return Answer("q", ok=True, code="ok", data={"one": next(left)})

    shown = moment(replace(IDLE, devices=(replace(READER, state=state),)))
    return Driven(visitor(shown), reply=lambda _: {"permit_id": "pm", "person_id": "p"}, ask=ask)


def test_the_card_fills_in_name_and_number_and_both_stay_masked() -> None:
    driven = begun(CARD)
    assert "陈** 810***********0019" in driven.stage.title
    driven.keys("1", "3", "2", "sun", "enter", "1", "1", "2", "enter", "enter", "enter")
    assert isinstance(driven.stage, Sheet)
    assert driven.stage.lines[0].startswith("陈**")
    assert driven.stage.lines[0].endswith("810***********0019")
    driven.keys("2")
    act = driven.last()
    assert isinstance(act, RegisterVisitor)
    assert (act.card, act.name, act.document) == ("t-1", "", "")


def test_a_card_that_is_laid_while_the_dialogue_is_open_is_looked_for_again() -> None:
    driven = begun(None, None, CARD)
    assert isinstance(driven.stage, Choice)
    assert len(driven.stage.options) == 2
    driven.keys("1", "1")
    assert isinstance(driven.stage, Choice)
    assert "陈**" in driven.stage.title


def test_who_has_no_card_is_typed() -> None:
    stage = begun(None).keys("2").stage
    assert isinstance(stage, Typed)
    stage = begun(CARD).keys("3").stage
    assert isinstance(stage, Typed)


def test_a_gate_whose_reader_is_lost_asks_for_the_name_at_once() -> None:
    assert isinstance(begun(state=DeviceState.LOST).stage, Typed)
