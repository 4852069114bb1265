"""The last line: the keys, always in the same place; only whole words, the rare ones fall away."""

from rich.cells import cell_len
from rich.text import Text

from kiosk.tui.cells import filled, line
from kiosk.tui.keys import KEYS, label, word
from kiosk.tui.shown import Shown
from kiosk.tui.widgets.part import Part


class KeyLine(Part):
    """Key and word, as many as fit."""

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the line."""
        palette = shown.palette
        parts: list[str | tuple[str, str]] = []
        used = 0
        for key in KEYS:
            name, said = label(key, shown), word(key, shown)
            cells = cell_len(name) + cell_len(said) + 2
            if used + cells > width:
                break
            parts += [(f" {name} ", palette.chosen.bold), said]
            used += cells
        return filled([line(width, palette.bar.bold, *parts)], width, height, palette.bar.style)
