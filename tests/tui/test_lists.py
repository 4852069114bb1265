"""Lists and sheets as values: what is asked, what is shown of the answer, what keys do."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.words import Language
from kiosk.core.words_screen import label as said
from kiosk.link.messages import Answer, SignOut
from kiosk.link.rows import HandoverShown
from kiosk.tui.form import paste, press
from kiosk.tui.lists import first_line, sheet_height, sheet_lines, wanted, with_results
from kiosk.tui.screens.rows import one
from kiosk.tui.stages import (
    AndThen,
    Fetch,
    Flow,
    Form,
    Option,
    Outcome,
    Question,
    Room,
    Search,
    Sheet,
    Stage,
    stage_of,
    stood,
)
from kiosk.tui.widgets.lists import search_lines
from tests.tui.moments import moment
from tests.tui.scenes import IDLE


def row(raw: dict[str, Any]) -> Option:
    return Option(raw["name"], raw["n"])


def search(answers: tuple[Any, ...]) -> Stage | Outcome:
    return Sheet(f"picked {answers[0]}") if answers else Search("t", "people", row)


def page(*names: str, after: int | None = None, total: int = 20) -> Answer:
    rows = [{"name": name, "n": name.upper()} for name in names]
    return Answer("q", True, "ok", {"rows": rows, "next": after, "total": total})


def asked(form: Form) -> Question:
    question = wanted(form)
    assert question is not None
    return question


def fed(form: Form, answer: Answer) -> Form:
    after = with_results(form, asked(form), answer)
    assert isinstance(after, Form)
    return after


def pressed(form: Form, *keys: str) -> Form:
    for key in keys:
        after = press(form, key, key if len(key) == 1 else None)
        assert isinstance(after, Form)
        form = after
    return form


def test_a_list_asks_at_once_and_again_for_what_is_typed() -> None:
    form = Form(search)
    assert asked(form) == Question("people", "", None)
    form = fed(form, page("a", "b"))
    assert wanted(form) is None
    assert asked(pressed(form, "w", "x", "9")) == Question("people", "wx9", None)


def test_digits_are_search_text_and_enter_picks() -> None:
    form = fed(Form(search), page("a", "b", "c"))
    assert pressed(form, "1").typed == "1"
    assert stage_of(pressed(form, "down", "enter")).title == "picked B"
    assert stage_of(pressed(form, "up", "enter")).title == "picked C"
    assert stage_of(pressed(form, "enter")).title == "picked A"


def test_enter_takes_no_row_of_another_text() -> None:
    form = pressed(fed(Form(search), page("a", "b")), "w")
    early = pressed(form, "enter")
    assert early.answers == ()
    assert fed(early, page("x", "y")).answers == (), "of several the guard picks himself"
    assert fed(pressed(early, "z"), page("x")).answers == (), "what is typed after it counts"
    assert pressed(fed(form, page()), "enter").answers == ()


def test_a_reader_that_types_a_number_and_enter_finds_its_one_person() -> None:
    form = pressed(Form(search), *"0417", "enter")
    assert stage_of(fed(form, page("a", total=1))).title == "picked A"


def test_a_stale_answer_changes_nothing() -> None:
    form = pressed(Form(search), "w")
    old = asked(form)
    newer = pressed(form, "x")
    assert with_results(newer, old, page("a")) == newer
    gone = fed(newer, page("b"))
    assert with_results(gone, old, page("a")) == gone


def test_pages_turn_by_where_the_next_begins() -> None:
    form = fed(Form(search), page("a", "b", after=8))
    second = pressed(form, "pagedown")
    assert asked(second) == Question("people", "", "8")
    assert pressed(second, "pagedown") == second, "not before the page is there"
    second = fed(second, page("c"))
    assert pressed(second, "pagedown") == second, "there is no third"
    assert asked(pressed(second, "pageup")) == Question("people", "", None)
    assert asked(pressed(second, "z")) == Question("people", "z", None)


def test_backspace_takes_a_letter_and_then_the_answer_before() -> None:
    form = pressed(fed(Form(search), page("a")), "w")
    assert pressed(form, "backspace").typed == ""
    picked = pressed(fed(Form(search), page("a")), "enter")
    assert isinstance(stage_of(pressed(picked, "backspace")), Search)


def test_a_refused_list_says_why_and_typing_asks_again() -> None:
    form = fed(Form(search), Answer("q", False, "log_not_readable"))
    assert form.found is not None
    assert form.found.refused == "log_not_readable"
    assert wanted(form) is None
    assert wanted(pressed(form, "a")) is not None


@pytest.mark.parametrize("data", [{}, {"rows": [{"nobody": 1}]}, {"rows": 7}, {"rows": ["x"]}])
def test_rows_of_another_version_are_refused_in_words(data: dict[str, Any]) -> None:
    form = fed(Form(search), Answer("q", True, "ok", data))
    assert form.found is not None
    assert form.found.refused == "not_a_message"


def test_pasted_text_is_searched_for() -> None:
    assert asked(paste(Form(search), "wx\r9")).text == "wx 9"


def details(answers: tuple[Any, ...]) -> Stage | Outcome:
    match answers:
        case ():
            return Fetch("f", "incident", dict, "7")
        case (data,):
            options = (Option("back", "back"), Option("do", "do"))
            return Sheet("s", tuple(data["lines"]), options)
        case (_, "do"):
            return AndThen(SignOut(), lambda data: (data,))
        case _:
            return None


def test_what_was_fetched_is_an_answer_of_the_flow() -> None:
    form = Form(details)
    assert asked(form) == Question("incident", "7", limit=100)
    form = fed(form, Answer("q", True, "ok", {"lines": ["one"]}))
    assert stage_of(form) == Sheet("s", ("one",), (Option("back", "back"), Option("do", "do")))
    assert press(form, "enter", None) is None, "Enter takes the first, which is safe"


def test_what_was_refused_is_asked_again_by_enter() -> None:
    form = fed(Form(details), Answer("q", False, "no_answer"))
    assert wanted(form) is None
    assert wanted(pressed(form, "enter")) is not None


def test_a_dialogue_goes_on_after_its_act() -> None:
    form = fed(Form(details), Answer("q", True, "ok", {"lines": ["one"]}))
    act = press(form, "2", "2")
    assert isinstance(act, AndThen)
    assert act.act == SignOut()
    after = stood(details, act.then({"lines": ["two"]}))
    assert isinstance(after, Form)
    assert stage_of(after).title == "s"


def test_back_from_what_was_fetched_is_where_a_person_answered() -> None:
    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        match answers:
            case ():
                return Search("t", "people", row)
            case (_,):
                return Fetch("f", "person", dict)
            case _:
                return Sheet("s")

    form = pressed(fed(Form(flow), page("a")), "enter")
    form = fed(form, Answer("q", True, "ok", {}))
    assert isinstance(stage_of(pressed(form, "backspace")), Search)


LINES = st.lists(st.text("王x 一二", max_size=90), max_size=30)
KEYS = st.lists(st.sampled_from(["up", "down", "pageup", "pagedown", "home"]), max_size=20)


@given(LINES, KEYS, st.integers(20, 100), st.integers(5, 30))
def test_every_line_of_a_sheet_is_reached_by_its_pages(
    lines: list[str], keys: list[str], width: int, height: int
) -> None:
    stage, room = Sheet("s", tuple(lines)), Room(width, height)
    flow: Flow = lambda _: stage  # noqa: E731 - a flow of one stage
    form: Any = Form(flow)
    for key in keys:
        form = press(form, key, None, room)
    form = press(form, "home", None, room)
    everything = sheet_lines(stage, width)
    seen: list[str] = []
    for _ in range(len(everything) + 1):
        top = first_line(stage, room, form.top)
        window = everything[top : top + sheet_height(stage, height)]
        seen += window[max(0, len(seen) - top) :]
        form = press(form, "pagedown", None, room)
    assert seen == everything


def test_a_thing_that_is_not_there_is_told_as_such() -> None:
    def flow(_: tuple[Any, ...]) -> Stage | Outcome:
        return Fetch("f", "handover", one(HandoverShown))

    form = fed(Form(flow), Answer("q", True, "ok", {"one": None}))
    assert form.found is not None
    assert form.found.refused == "nothing_found"


def test_a_register_that_is_still_being_read_is_no_empty_one() -> None:
    data: dict[str, Any] = {"rows": [], "next": None, "total": 0, "complete": False}
    form = fed(Form(search), Answer("q", True, "ok", data))
    shown = moment(IDLE)
    lines = search_lines(shown, form, Search("t", "people", row), 80)
    assert said("search_reading", Language.ZH) in lines[1].plain
