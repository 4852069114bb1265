"""The one screen of the terminal: its parts, and where each stands at this size."""

from textual.app import ComposeResult
from textual.screen import Screen

from kiosk.tui.plan import NOWHERE, Place, arrange
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Room
from kiosk.tui.widgets.banner import Banner, has_banner
from kiosk.tui.widgets.block import BigBlock
from kiosk.tui.widgets.cases import Cases
from kiosk.tui.widgets.devices import Devices
from kiosk.tui.widgets.dialogue import Dialogue, DialoguePart, lines_wanted
from kiosk.tui.widgets.faults import Faults
from kiosk.tui.widgets.header import Header
from kiosk.tui.widgets.idle import code_lines
from kiosk.tui.widgets.keyline import KeyLine
from kiosk.tui.widgets.part import Part
from kiosk.tui.widgets.recent import Recent
from kiosk.tui.widgets.steps import Steps


class GateScreen(Screen[None], inherit_bindings=False):
    """Banner, header, steps, block or dialogue, cases, last entries, faults, devices and keys."""

    DEFAULT_CSS = """
    GateScreen { overflow: hidden; background: black; }
    GateScreen > Part { position: absolute; }
    """
    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self._block = BigBlock(id="block")
        self._dialogue = DialoguePart(id="dialogue")
        self._parts: tuple[Part, ...] = (
            Banner(id="banner"),
            Header(id="header"),
            Steps(id="steps"),
            self._block,
            Cases(id="cases"),
            Recent(id="recent"),
            Faults(id="faults"),
            Devices(id="devices"),
            KeyLine(id="keys"),
        )
        self._placed: dict[str, Place] = {}
        self._last: tuple[Shown, Dialogue | None] | None = None

    @property
    def room(self) -> Room:
        """Give the place that a dialogue has now."""
        _, _, width, height = self._placed.get("dialogue", NOWHERE)
        return Room(width, height) if height > 0 else Room()

    def compose(self) -> ComposeResult:
        """Put up the parts."""
        yield from self._parts
        yield self._dialogue

    def on_resize(self) -> None:
        """Share the place out anew."""
        if self._last is not None:
            self.show(*self._last)

    def show(self, shown: Shown, dialogue: Dialogue | None) -> None:
        """Draw this moment; a dialogue stands where the block does."""
        self._last = shown, dialogue
        self._place(shown, dialogue)
        self._dialogue.dialogue = dialogue
        for part in self._parts:
            if part.display:
                part.show(shown)
        if dialogue is not None:
            self._dialogue.show(shown)

    def _place(self, shown: Shown, dialogue: Dialogue | None) -> None:
        lines = None if dialogue is None else lines_wanted(dialogue)
        found = arrange(
            self.size.width,
            self.size.height,
            lines,
            banner=has_banner(shown),
            code_lines=code_lines(shown),
        )
        if found == self._placed:
            return
        self._placed = found
        for part in (*self._parts, self._dialogue):
            left, top, wide, high = found[part.id or ""]
            part.display = wide > 0 and high > 0
            part.styles.offset = (left, top)
            part.styles.width, part.styles.height = wide, high
