"""The base of every part of the screen: it draws lines, and again only when they changed."""

from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

from kiosk.tui.shown import Shown


class Part(Widget, can_focus=False):
    """A part of the screen; a subclass says what its lines are.

    `draw` returns exactly `height` lines of exactly `width` cells, each wholly styled.
    """

    DEFAULT_CSS = "Part { width: 1fr; height: 1; }"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._shown: Shown | None = None
        self._lines: list[Text] = []
        self._strips: list[Strip] = []

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the lines of this part."""
        raise NotImplementedError

    def show(self, shown: Shown) -> None:
        """Draw this moment, if anything of it differs from what stands there."""
        self._shown = shown
        width, height = self.size
        if width <= 0 or height <= 0:
            return
        lines = self.draw(shown, width, height)
        if lines != self._lines:
            self._lines = lines
            self._strips = [Strip(line.render(self.app.console)) for line in lines]
            self.refresh()

    def on_resize(self) -> None:
        """Draw again for the new size."""
        if self._shown is not None:
            self.show(self._shown)

    def render_line(self, y: int) -> Strip:
        """Give one line to the screen."""
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width)
