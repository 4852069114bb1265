"""Lists and sheets of a form: what it must ask the station, and what keys do there.

Nothing here asks or waits: `wanted` says what to ask, `with_results` takes the answer.
"""

from dataclasses import replace
from typing import Any

from kiosk.core.plain import PlainError
from kiosk.link.messages import Answer
from kiosk.tui.cells import wrapped
from kiosk.tui.stages import (
    PAGE,
    WHOLE,
    Fetch,
    Form,
    Found,
    NothingFoundError,
    Option,
    Outcome,
    Question,
    Room,
    Search,
    Sheet,
    answered,
    back,
    stage_of,
)

SEARCH_LIMIT = 32
_MOST_LINES = 40
"""Lines that one line of a sheet may be broken into."""

_HEAD = 2
"""Lines of a dialogue above a sheet: the gate and the title; one more stands below it."""


def wanted(form: Form) -> Question | None:
    """Say what the form waits for from the station, None when it needs nothing."""
    stage = stage_of(form)
    if isinstance(stage, Search):
        question = Question(stage.what, form.typed, form.trail[-1])
    elif isinstance(stage, Fetch):
        question = Question(stage.what, stage.text, stage.after, WHOLE)
    else:
        return None
    return None if form.found is not None and form.found.question == question else question


def with_results(form: Form, question: Question, answer: Answer) -> Form | Outcome:
    """Take the answer to a question; one that is not waited for any more changes nothing."""
    if wanted(form) != question:
        return form
    stage = stage_of(form)
    data = answer.data or {}
    if not answer.ok:
        return replace(form, found=Found(question, refused=answer.code))
    try:
        made = stage.make(data) if isinstance(stage, Fetch) else None
        found = _found(stage, question, data) if isinstance(stage, Search) else None
    except NothingFoundError:
        return replace(form, found=Found(question, refused="nothing_found"))
    except (PlainError, KeyError, TypeError, ValueError):
        # A station of another version: its rows are not the rows that this screen knows.
        return replace(form, found=Found(question, refused="not_a_message"))
    if found is None:
        return answered(form, made)
    if form.hurried and len(found.rows) == 1 and found.next is None:
        return answered(form, found.rows[0].value)
    return replace(form, found=found, marked=None, hurried=False)


def press_search(form: Form, stage: Search, key: str, character: str | None) -> Form | Outcome:
    """Take a key in a list: letters and digits search, arrows and Enter pick, pages turn."""
    if key == "enter":
        row = marked_row(form)
        if row is None:
            return replace(form, hurried=wanted(form) is not None)
        return answered(form, row.value)
    if key in {"up", "down"}:
        return _marked(form, 1 if key == "down" else -1)
    if key in {"pageup", "pagedown"}:
        return _turned(form, forward=key == "pagedown")
    if key == "backspace":
        return _searched(form, form.typed[:-1]) if form.typed else back(form)
    fits = character is not None and character.isprintable() and len(form.typed) < SEARCH_LIMIT
    return _searched(form, form.typed + (character or "")) if fits else form


def marked_row(form: Form) -> Option | None:
    """Give the row that Enter takes; None while the rows are not those of what is typed."""
    if wanted(form) is not None or form.found is None or not form.found.rows:
        return None
    return form.found.rows[min(form.marked or 0, len(form.found.rows) - 1)]


def press_fetch(form: Form, key: str) -> Form:
    """Take a key while an answer is waited for, or was refused: Enter asks once more."""
    if key == "enter" and form.found is not None:
        return replace(form, found=None)
    return back(form) if key == "backspace" else form


def press_sheet(form: Form, stage: Sheet, key: str, room: Room) -> Form | Outcome:
    """Take a key at a sheet: arrows and pages scroll, a digit or Enter picks an option."""
    if key == "backspace":
        return back(form)
    if key == "enter":
        return answered(form, stage.options[0].value) if stage.options else None
    if key.isdigit() and 1 <= int(key) <= len(stage.options):
        return answered(form, stage.options[int(key) - 1].value)
    seen = sheet_height(stage, room.height)
    steps = {"up": -1, "down": 1, "pageup": -seen, "pagedown": seen, "home": -(10**6)}
    top = first_line(stage, room, form.top + steps.get(key, 0))
    return form if top == form.top else replace(form, top=top)


def sheet_height(stage: Sheet, height: int) -> int:
    """Count the lines of text that a dialogue of this height shows at once, at least one."""
    below = 1 + len(stage.options) + (1 if stage.options else 0)
    return max(1, height - _HEAD - below)


def sheet_lines(stage: Sheet, width: int) -> list[str]:
    """Break the lines of a sheet to the width of its place, with an edge of two cells."""
    lines: list[str] = []
    for one in stage.lines:
        lines += wrapped(one, max(1, width - 4), _MOST_LINES) or [""]
    return lines


def first_line(stage: Sheet, room: Room, top: int) -> int:
    """Keep the first line that is shown within the sheet, so that the last page is full."""
    count = len(sheet_lines(stage, room.width))
    return max(0, min(top, count - sheet_height(stage, room.height)))


def _found(stage: Search, question: Question, data: dict[str, Any]) -> Found:
    rows = tuple(stage.row(one) for one in data["rows"])
    after = data.get("next")
    total = data.get("total")
    return Found(
        question,
        rows,
        next=None if after is None else str(after),
        total=total if isinstance(total, int) else None,
        complete=data.get("complete") is not False,
    )


def _searched(form: Form, typed: str) -> Form:
    return replace(form, typed=typed, marked=None, trail=(None,), hurried=False)


def _marked(form: Form, step: int) -> Form:
    count = 0 if form.found is None else len(form.found.rows[:PAGE])
    return replace(form, marked=((form.marked or 0) + step) % count) if count else form


def _turned(form: Form, *, forward: bool) -> Form:
    """Turn a page; while the rows are still those of the page before, nothing is turned."""
    if form.found is None or wanted(form) is not None:
        return form
    if forward and form.found.next is not None:
        return replace(form, trail=(*form.trail, form.found.next), marked=None)
    if not forward and len(form.trail) > 1:
        return replace(form, trail=form.trail[:-1], marked=None)
    return form
