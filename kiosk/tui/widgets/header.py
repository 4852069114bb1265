"""The top line: which gate, which way, which phase, what time, and how many are inside."""

from rich.cells import cell_len
from rich.text import Text

from kiosk.core.words import text
from kiosk.tui.cells import apart, cut, filled
from kiosk.tui.shown import Shown
from kiosk.tui.widgets.part import Part

_NAME = 12
"""Cells for the name of who is signed in."""


class Header(Part):
    """Gate, direction, phase and clock at the left; counts at the right."""

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the line."""
        tone = shown.palette.bar
        return filled([_line(shown, width)], width, height, tone.style)


def _line(shown: Shown, width: int) -> Text:
    palette = shown.palette
    state = shown.state
    if state is None or shown.now is None:
        return apart(width, palette.bar.bold, [" "], "")
    direction = text(state.direction, shown.language)
    left: list[str | tuple[str, str]] = [
        f" {shown.gate()} ",
        (f" {direction} ", palette.chosen.bold),
        f" {shown.now:%H:%M:%S} ",
    ]
    if state.phase is not None:
        left.append(f" {text(state.phase, shown.language)} ")
    if state.locked:
        left.append((f" {shown.say('locked')} ", palette.fault.bold))
    if state.cold_mode:
        left.append((f" {shown.say('cold')} ", palette.fault.bold))
    room = width - sum(cell_len(part if isinstance(part, str) else part[0]) for part in left)
    return apart(width, palette.bar.bold, left, _counts(shown, room))


def _counts(shown: Shown, room: int) -> str:
    """Give the counts and who is signed in, as many as there is room for."""
    state = shown.state
    if state is None or shown.gone is not None:
        return ""
    parts = [
        f"{shown.say('inside')} {state.inside:>3}",
        f"{shown.say('today')} {state.passed_today:>3}",
        f"{shown.say('held')} {len(state.cases):>2}",
        _guard(shown),
    ]
    while parts and cell_len("  ".join(parts)) + 1 > room:
        parts.pop()
    return "  ".join(parts) + " "


def _guard(shown: Shown) -> str:
    guard = None if shown.state is None else shown.state.guard
    if guard is None:
        return shown.say("signed_out")
    return shown.say(
        "signed_in", role=text(guard.role, shown.language), name=cut(guard.name, _NAME)
    )
