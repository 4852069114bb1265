"""The last line: the keys, always in the same place; only whole words, the rare ones fall away."""

from rich.cells import cell_len
from rich.text import Text

from kiosk.tui.cells import filled, line
from kiosk.tui.keys import KEYS, Act, Key, label, word
from kiosk.tui.shown import Shown
from kiosk.tui.widgets.part import Part


class KeyLine(Part):
    """Key and word, as many as fit; the one that shows the rest is always among them."""

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the line."""
        palette = shown.palette
        parts: list[str | tuple[str, str]] = []
        for key in fitting(shown, width):
            parts += [(f" {label(key, shown)} ", palette.chosen.bold), word(key, shown)]
        return filled([line(width, palette.bar.bold, *parts)], width, height, palette.bar.style)


def fitting(shown: Shown, width: int) -> list[Key]:
    """Give the keys that are shown at this width, none of them cut."""
    kept: list[Key] = []
    used = sum(_cells(key, shown) for key in KEYS if key.act is Act.HELP)
    full = False
    for key in KEYS:
        if key.act is Act.HELP:
            kept.append(key)
            continue
        cells = _cells(key, shown)
        full = full or used + cells > width
        if not full:
            kept.append(key)
            used += cells
    return kept


def _cells(key: Key, shown: Shown) -> int:
    return cell_len(label(key, shown)) + cell_len(word(key, shown)) + 2
