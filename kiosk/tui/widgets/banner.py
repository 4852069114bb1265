"""The line over everything while a drill is on, so that nobody takes it for the real thing."""

from rich.text import Text

from kiosk.tui.cells import centred, filled
from kiosk.tui.shown import Shown
from kiosk.tui.widgets.part import Part


class Banner(Part):
    """One loud line in both languages."""

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the line."""
        tone = shown.palette.fault
        own, other = shown.both("drill_banner")
        return filled([centred(width, tone.bold, f"{own}   {other}")], width, height, tone.bold)


def has_banner(shown: Shown) -> bool:
    """Tell whether a drill is under way."""
    return shown.state is not None and shown.state.drill is not None
