"""The stages of a dialogue, and the form that stands at one of them: values and nothing else.

A flow is a pure function from the answers given so far to the next stage, to the act they make, or
to None for "change nothing".
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.link.messages import IntentAct

PAGE = 8
"""Options of a choice on one page, and rows of a list."""

WHOLE = 100
"""Rows that are asked for at once where all of them are shown in one sheet."""


class Kind(StrEnum):
    """What is typed: it decides which keys count and when the value is whole."""

    PIN = "pin"
    TEMPERATURE = "temperature"
    NUMBER = "number"
    TEXT = "text"
    TIME = "time"
    COUNT = "count"


class NothingFoundError(LookupError):
    """The station knows no such thing; raised by the `make` of a `Fetch`."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice or one row of a list; `value` is what the flow is given."""

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
    """Type a value and Enter; one that is `optional` may be left empty and is then ``""``."""

    title: str
    kind: Kind
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines to read, scrolled by the arrow keys; a line that begins with ``! `` is shown loudly.

    A digit picks one of at most eight `options`, Enter the first; without any, Enter leaves.
    A sheet that is `brief` goes away by itself, for it shows what is masked elsewhere.
    """

    title: str
    lines: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """A list of the station's that answers to typing: class, pinyin initials, last digits.

    `what` is the query; the station finds and sorts. `row` makes a row of its answer into an
    option; `empty` says what else to try when nothing is found.
    """

    title: str
    what: str
    row: Callable[[dict[str, Any]], Option]
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetch:
    """Ask the station; what `make` makes of its data is the answer here, and the flow goes on.

    `after` says where the page begins that is asked for.
    """

    title: str
    what: str
    make: Callable[[dict[str, Any]], Any]
    text: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class AndThen:
    """An act after which the dialogue goes on, at the answers that `then` makes of its data."""

    act: IntentAct
    then: Callable[[dict[str, Any]], tuple[Any, ...]]


Stage = Choice | Typed | Sheet | Search | Fetch
Outcome = IntentAct | AndThen | None
Flow = Callable[[tuple[Any, ...]], Stage | Outcome]


@dataclass(frozen=True, slots=True)
class Question:
    """What a form must know from the station before it can go on; `after` turns the page."""

    what: str
    text: str | None = None
    after: str | None = None
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Found:
    """The station's answer to a question: rows, where the next page begins, or why there is none.

    `total` counts all rows of all pages, when the station tells; while it is not `complete` the
    station is still reading names, and there may be more.
    """

    question: Question
    rows: tuple[Option, ...] = ()
    next: str | None = None
    total: int | None = None
    complete: bool = True
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """The place of a dialogue on the screen, in cells and lines."""

    width: int = 80
    height: int = 12


@dataclass(frozen=True, slots=True)
class Form:
    """Where a dialogue is.

    `problem` is the code of what is wrong with what was typed; `marked`, `page` and `top` are the
    place in a choice, a list or a sheet; `trail` holds where each page of a list began. `hurried`
    tells that Enter came before the rows: the only one there is will be taken.
    """

    flow: Flow
    answers: tuple[Any, ...] = ()
    typed: str = ""
    marked: int | None = None
    page: int = 0
    problem: str | None = None
    found: Found | None = None
    trail: tuple[str | None, ...] = (None,)
    top: int = 0
    hurried: bool = False


def stage_of(form: Form) -> Stage:
    """Give the stage that waits for an answer."""
    stage = form.flow(form.answers)
    if not isinstance(stage, Stage):
        raise TypeError("a form never stands where its flow has ended")
    return stage


def answered(form: Form, value: Any) -> Form | Outcome:
    """Go on with an answer: to the next stage, or to the end of the flow."""
    return stood(form.flow, (*form.answers, value))


def stood(flow: Flow, answers: tuple[Any, ...]) -> Form | Outcome:
    """Stand at these answers, or give what the flow ends in there."""
    then = flow(answers)
    return Form(flow, answers) if isinstance(then, Stage) else then


def back(form: Form) -> Form:
    """Take the last answer back that a person gave; what was fetched is fetched again.

    Behind an act that was done nobody goes back.
    """
    answers = form.answers
    while answers:
        answers = answers[:-1]
        stage = form.flow(answers)
        if not isinstance(stage, Stage):
            return form
        if not isinstance(stage, Fetch):
            return Form(form.flow, answers)
    return form
