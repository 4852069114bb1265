"""A dialogue as a value: stages that are answered one after the other, keys in, an act out.

A flow is a pure function from the answers given so far to the next stage, to the act they make, or
to None for "change nothing". So a dialogue can be tested without a terminal.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.core.text import clean
from kiosk.link.messages import IntentAct

PAGE = 8
"""Options on one page; the digit 9 turns it."""

TEXT_LIMIT = 40
PIN_LIMIT = 12
_NUMBER_LIMIT = 32
_PIN_LEAST = 4


class Kind(StrEnum):
    """What is typed: it decides which keys count and when the value is whole."""

    PIN = "pin"
    TEMPERATURE = "temperature"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class Choice:
    """Pick one by its digit, or by Enter the one that is marked; what is safe comes first."""

    title: str
    options: tuple[Option, ...]
    marked: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """Type a value and Enter."""

    title: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Tell:
    """Something to read; Esc ends it."""

    title: str
    lines: tuple[str, ...] = ()


Stage = Choice | Typed | Tell
Flow = Callable[[tuple[Any, ...]], Stage | IntentAct | None]


@dataclass(frozen=True, slots=True)
class Form:
    """Where a dialogue is; `problem` is the code of what is wrong with what was typed."""

    flow: Flow
    answers: tuple[Any, ...] = ()
    typed: str = ""
    marked: int | None = None
    page: int = 0
    problem: str | None = None


def stage_of(form: Form) -> Stage:
    """Give the stage that waits for an answer."""
    stage = form.flow(form.answers)
    if not isinstance(stage, Choice | Typed | Tell):
        raise TypeError("a form never stands where its flow has ended")
    return stage


def press(form: Form, key: str, character: str | None) -> Form | IntentAct | None:
    """Take a key: the form goes on, or ends in an act, or in None for leaving."""
    if key == "escape":
        return None
    stage = stage_of(form)
    if isinstance(stage, Choice):
        return _choose(form, stage, key)
    if isinstance(stage, Typed):
        return _type(form, stage, key, character)
    return form


def paste(form: Form, text: str) -> Form:
    """Take pasted text into a typed value; it never ends a stage."""
    stage = stage_of(form)
    if not isinstance(stage, Typed) or stage.kind is Kind.PIN:
        return form
    for character in clean(text, _NUMBER_LIMIT):
        form = _append(form, stage.kind, character)
    return form


def visible(form: Form, choice: Choice) -> tuple[Option, ...]:
    """Give the options of the page that is shown."""
    return choice.options[form.page * PAGE : (form.page + 1) * PAGE]


def pages(choice: Choice) -> int:
    """Count the pages of a choice."""
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


def _choose(form: Form, choice: Choice, key: str) -> Form | IntentAct | None:
    options = visible(form, choice)
    at = marked(form, choice)
    if key == "9" and pages(choice) > 1:
        return Form(form.flow, form.answers, page=(form.page + 1) % pages(choice))
    if key in {"up", "down"} and options:
        step = 1 if key == "down" else -1
        return Form(form.flow, form.answers, marked=(at + step) % len(options), page=form.page)
    if key == "backspace":
        return _back(form)
    if key == "enter" and options:
        return _answered(form, options[at].value)
    if key.isdigit() and 1 <= int(key) <= len(options):
        return _answered(form, options[int(key) - 1].value)
    return form


def _type(form: Form, stage: Typed, key: str, character: str | None) -> Form | IntentAct | None:
    if key == "enter":
        return _entered(form, stage.kind)
    if key == "backspace":
        if not form.typed:
            return _back(form)
        return Form(form.flow, form.answers, typed=form.typed[:-1])
    return form if character is None else _append(form, stage.kind, character)


def _append(form: Form, kind: Kind, character: str) -> Form:
    typed = form.typed + character
    fits = {
        Kind.PIN: rf"[0-9]{{0,{PIN_LIMIT}}}",
        Kind.TEMPERATURE: r"\d{0,3}|\d\d\.\d?",
        Kind.NUMBER: rf"[0-9A-Za-z-]{{0,{_NUMBER_LIMIT}}}",
        Kind.TEXT: rf"[^\x00-\x1f]{{0,{TEXT_LIMIT}}}",
    }[kind]
    allowed = re.fullmatch(fits, typed, re.ASCII) is not None and character.isprintable()
    return Form(form.flow, form.answers, typed=typed) if allowed else form


def _entered(form: Form, kind: Kind) -> Form | IntentAct | None:
    typed = form.typed
    if kind is Kind.TEMPERATURE:
        value = temperature(typed)
        return _wrong(form, "need_digits") if value is None else _answered(form, value)
    if kind is Kind.PIN:
        return _wrong(form, "need_pin") if len(typed) < _PIN_LEAST else _answered(form, typed)
    said = clean(typed, TEXT_LIMIT)
    return _answered(form, said) if said else _wrong(form, "need_text")


def _wrong(form: Form, problem: str) -> Form:
    return Form(form.flow, form.answers, form.typed, problem=problem)


def _back(form: Form) -> Form:
    return Form(form.flow, form.answers[:-1]) if form.answers else form


def _answered(form: Form, value: Any) -> Form | IntentAct | None:
    answers = (*form.answers, value)
    then = form.flow(answers)
    if isinstance(then, Choice | Typed | Tell):
        return Form(form.flow, answers)
    return then
