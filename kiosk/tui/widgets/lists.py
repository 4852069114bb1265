"""How lists and sheets look: a search field with its rows, an answer waited for, lines to read."""

from rich.text import Text

from kiosk.core.words_screen import coded
from kiosk.core.words_screens_answers import ANSWERS
from kiosk.tui.cells import apart, cut, line
from kiosk.tui.lists import first_line, sheet_height, sheet_lines, wanted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import PAGE, Form, Option, Room, Search, Sheet

LOUD = "! "
"""How a line of a sheet begins that is shown loudly."""


def search_title(shown: Shown, form: Form, stage: Search, width: int) -> Text:
    """Give the title, and at its right which rows of how many are shown."""
    return apart(
        width, shown.palette.dialogue.bold, [f" {stage.title}"], f" {_counted(shown, form)} "
    )


def search_lines(shown: Shown, form: Form, stage: Search, width: int) -> list[Text]:
    """Give the search field and the rows of the page, or what else to try."""
    palette = shown.palette
    field = f" {form.typed}_ "
    hint = "" if form.typed else shown.say("search_hint")
    lines = [
        line(
            width,
            palette.dialogue.style,
            f" {shown.say('search')}  ",
            (field, palette.chosen.bold),
            f" {hint}",
        )
    ]
    found = form.found
    if found is None:
        return [*lines, line(width, palette.quiet.style, f"  {shown.say('searching')}")]
    if found.refused is not None:
        return [*lines, *refused_lines(shown, found.refused, width)]
    if not found.rows:
        nothing = "search_empty" if found.complete else "search_reading"
        tried = [shown.say(nothing), *stage.empty]
        return lines + [line(width, palette.dialogue.style, f"  {one}") for one in tried]
    return lines + [_row(shown, form, n, row, width) for n, row in enumerate(found.rows[:PAGE])]


def refused_lines(shown: Shown, code: str, width: int) -> list[Text]:
    """Say why there is no answer, in both languages."""
    tone = shown.palette.deny
    both = dict.fromkeys(coded(ANSWERS, code, one) for one in (shown.language, shown.other))
    return [line(width, tone.bold, f"  {one}") for one in both]


def sheet_title(shown: Shown, form: Form, stage: Sheet, room: Room) -> Text:
    """Give the title, and at its right which lines of how many are shown."""
    count, seen = len(sheet_lines(stage, room.width)), sheet_height(stage, room.height)
    top = first_line(stage, room, form.top)
    place = "" if count <= seen else f" {top + 1}-{min(count, top + seen)} / {count} "
    return apart(room.width, shown.palette.dialogue.bold, [f" {stage.title}"], place)


def sheet_body(shown: Shown, form: Form, stage: Sheet, room: Room) -> list[Text]:
    """Give the lines that are seen, and the options below them at the bottom."""
    palette, width = shown.palette, room.width
    seen = sheet_height(stage, room.height)
    top = first_line(stage, room, form.top)
    texts = sheet_lines(stage, width)[top : top + seen]
    if stage.options:
        texts += [""] * (seen - len(texts) + 1)
    lines = [
        line(
            width,
            palette.fault.bold if one.startswith(LOUD) else palette.dialogue.style,
            f"  {one}",
        )
        for one in texts
    ]
    return lines + [_option(shown, n, one, width) for n, one in enumerate(stage.options)]


def _line(shown: Shown, text: str, width: int) -> Text:
    tone = shown.palette.fault if text.startswith(LOUD) else shown.palette.dialogue
    return line(width, tone.bold if tone is shown.palette.fault else tone.style, f"  {text}")


def _counted(shown: Shown, form: Form) -> str:
    if wanted(form) is not None:
        return shown.say("searching")
    found = form.found
    if found is None or found.refused is not None or not found.rows:
        return ""
    first = (len(form.trail) - 1) * PAGE + 1
    last = first + len(found.rows[:PAGE]) - 1
    return f"{first}-{last}" + ("" if found.total is None else f" / {found.total}")


def _row(shown: Shown, form: Form, number: int, row: Option, width: int) -> Text:
    palette = shown.palette
    old = wanted(form) is not None
    tone = palette.chosen if number == (form.marked or 0) and not old else palette.dialogue
    said = cut(row.text, width - 4)
    own = tone.bold if tone is palette.chosen else tone.style
    return line(width, palette.dialogue.style, " ", (f" {said} ", own))


def _option(shown: Shown, number: int, option: Option, width: int) -> Text:
    tone = shown.palette.chosen if number == 0 else shown.palette.dialogue
    said = cut(option.text, width - 7)
    return line(width, shown.palette.dialogue.style, "  ", (f" {number + 1}  {said} ", tone.bold))
