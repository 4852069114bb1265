"""What keys do in a dialogue: one stage after the other, an act out at the end.

All of it is values, so a dialogue can be tested without a terminal.
"""

import re
from dataclasses import replace
from datetime import time

from kiosk.core.text import clean
from kiosk.tui.lists import SEARCH_LIMIT, press_fetch, press_search, press_sheet
from kiosk.tui.stages import (
    PAGE,
    Choice,
    Form,
    Kind,
    Option,
    Outcome,
    Room,
    Search,
    Sheet,
    Typed,
    answered,
    back,
    stage_of,
)

TEXT_LIMIT = 40
PIN_LIMIT = 12
_NUMBER_LIMIT = 32
_PIN_LEAST = 4
_ROOM = Room()


def press(form: Form, key: str, character: str | None, room: Room = _ROOM) -> Form | Outcome:
    """Take a key: the form goes on, or ends in an act, or in None for leaving.

    `room` is the place that the dialogue has on the screen; a sheet is scrolled by it.
    """
    if key == "escape":
        return None
    stage = stage_of(form)
    if isinstance(stage, Choice):
        return _choose(form, stage, key)
    if isinstance(stage, Typed):
        return _type(form, stage, key, character)
    if isinstance(stage, Search):
        return press_search(form, stage, key, character)
    if isinstance(stage, Sheet):
        return press_sheet(form, stage, key, room)
    return press_fetch(form, key)


def paste(form: Form, text: str) -> Form:
    """Take pasted text into a typed value; it never ends a stage."""
    stage = stage_of(form)
    if isinstance(stage, Search):
        typed = (form.typed + clean(text, SEARCH_LIMIT))[:SEARCH_LIMIT]
        return replace(form, typed=typed, marked=None, trail=(None,))
    if not isinstance(stage, Typed) or stage.kind is Kind.PIN:
        return form
    for character in clean(text, _NUMBER_LIMIT):
        form = _append(form, stage.kind, character)
    return form


def visible(form: Form, choice: Choice) -> tuple[Option, ...]:
    """Give the options of the page that is shown."""
    return choice.options[form.page * PAGE : (form.page + 1) * PAGE]


def pages(choice: Choice) -> int:
    """Count the pages of a choice; the digit 9 turns them."""
    return max(1, -(-len(choice.options) // PAGE))


def marked(form: Form, choice: Choice) -> int:
    """Give the place on its page of the option that Enter takes."""
    at = choice.marked if form.marked is None and form.page == 0 else form.marked or 0
    return min(at, max(0, len(visible(form, choice)) - 1))


def temperature(typed: str) -> float | None:
    """Read three digits as degrees C: 365 is 36.5; a point may be typed too."""
    if re.fullmatch(r"\d\d\d", typed):
        return int(typed) / 10
    return float(typed) if re.fullmatch(r"\d\d\.\d", typed) else None


def clock_time(typed: str) -> time:
    """Read four digits as a time of day: 0712 is 07:12."""
    return time(int(typed[:2]), int(typed[2:]))


def _choose(form: Form, choice: Choice, key: str) -> Form | Outcome:
    options = visible(form, choice)
    at = marked(form, choice)
    if key == "9" and pages(choice) > 1:
        return Form(form.flow, form.answers, page=(form.page + 1) % pages(choice))
    if key in {"up", "down"} and options:
        step = 1 if key == "down" else -1
        return Form(form.flow, form.answers, marked=(at + step) % len(options), page=form.page)
    if key == "backspace":
        return back(form)
    if key == "enter" and options:
        return answered(form, options[at].value)
    if key.isdigit() and 1 <= int(key) <= len(options):
        return answered(form, options[int(key) - 1].value)
    return form


def _type(form: Form, stage: Typed, key: str, character: str | None) -> Form | Outcome:
    if key == "enter":
        return _entered(form, stage)
    if key == "backspace":
        if not form.typed:
            return back(form)
        return Form(form.flow, form.answers, typed=form.typed[:-1])
    return form if character is None else _append(form, stage.kind, character)


def _append(form: Form, kind: Kind, character: str) -> Form:
    typed = form.typed + character
    fits = {
        Kind.PIN: rf"[0-9]{{0,{PIN_LIMIT}}}",
        Kind.TEMPERATURE: r"\d{0,3}|\d\d\.\d?",
        Kind.NUMBER: rf"[0-9A-Za-z-]{{0,{_NUMBER_LIMIT}}}",
        Kind.COUNT: r"[1-9]?\d?",
        Kind.TIME: r"\d{0,4}",
        Kind.TEXT: rf"[^\x00-\x1f]{{0,{TEXT_LIMIT}}}",
    }[kind]
    allowed = re.fullmatch(fits, typed, re.ASCII) is not None and character.isprintable()
    return Form(form.flow, form.answers, typed=typed) if allowed else form


def _entered(form: Form, stage: Typed) -> Form | Outcome:
    typed = form.typed
    if stage.optional and not typed.strip():
        return answered(form, "")
    if stage.kind is Kind.TEMPERATURE:
        value = temperature(typed)
        return _wrong(form, "need_digits") if value is None else answered(form, value)
    if stage.kind is Kind.TIME:
        fits = re.fullmatch(r"(?:[01]\d|2[0-3])[0-5]\d", typed)
        return answered(form, typed) if fits else _wrong(form, "need_time")
    if stage.kind is Kind.PIN:
        return _wrong(form, "need_pin") if len(typed) < _PIN_LEAST else answered(form, typed)
    said = clean(typed, TEXT_LIMIT)
    return answered(form, said) if said else _wrong(form, "need_text")


def _wrong(form: Form, problem: str) -> Form:
    return Form(form.flow, form.answers, form.typed, problem=problem)
