"""The base of every part of the screen: it draws lines, and again only when they changed."""

from rich.segment import Segment
from rich.text import Span, Text
from textual.strip import Strip
from textual.widget import Widget

from kiosk.tui.cells import filled
from kiosk.tui.shown import Shown


class Part(Widget, can_focus=False):
    """A part of the screen; a subclass says what its lines are.

    `draw` returns exactly `height` lines of exactly `width` cells, each wholly styled.
    """

    DEFAULT_CSS = "Part { width: 1fr; height: 1; }"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._shown: Shown | None = None
        self._looks: list[tuple[str, object, list[Span]]] = []
        self._strips: list[Strip] = []

    @property
    def whole(self) -> bool:
        """Tell whether the lines that stand here are of the size that the part has now."""
        return len(self._strips) == self.size.height and all(
            strip.cell_length == self.size.width for strip in self._strips
        )

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the lines of this part; blank ones unless a subclass says what they are."""
        return filled([], width, height, shown.palette.plain.style)

    def show(self, shown: Shown) -> None:
        """Draw this moment, if anything of it differs from what stands there."""
        self._shown = shown
        width, height = self.size
        if width <= 0 or height <= 0:
            return
        lines = self.draw(shown, width, height)
        # Two texts of Rich are equal whatever their own style, so that is compared too.
        looks: list[tuple[str, object, list[Span]]] = [
            (one.plain, one.style, one.spans) for one in lines
        ]
        if looks != self._looks:
            self._looks = looks
            self._strips = [self._strip(one) for one in lines]
            self.refresh()

    def _strip(self, text: Text) -> Strip:
        """Turn a line into what Textual draws; Rich leaves a text's own style to the caller."""
        console = self.app.console
        segments = text.render(console)
        return Strip(Segment.apply_style(segments, console.get_style(text.style)))

    def on_resize(self) -> None:
        """Draw again for the new size."""
        if self._shown is not None:
            self.show(self._shown)

    def render_line(self, y: int) -> Strip:
        """Give one line to the screen."""
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width)
