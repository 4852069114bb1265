"""Moments of the screen as values, for tests that draw without a terminal."""

from dataclasses import replace

from kiosk.core.words import Language
from kiosk.link.aio import Reach
from kiosk.link.messages import State
from kiosk.tui.model import Model
from kiosk.tui.plan import arrange
from kiosk.tui.shown import Shown
from kiosk.tui.theme import ThemeName
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

PARTS: dict[str, Part] = {
    "banner": Banner(id="banner"),
    "header": Header(id="header"),
    "steps": Steps(id="steps"),
    "block": BigBlock(id="block"),
    "cases": Cases(id="cases"),
    "recent": Recent(id="recent"),
    "faults": Faults(id="faults"),
    "devices": Devices(id="devices"),
    "keys": KeyLine(id="keys"),
    "dialogue": DialoguePart(id="dialogue"),
}
"""Every part of the screen, not in any terminal: drawing needs none."""


def moment(
    state: State,
    language: Language = Language.ZH,
    theme: ThemeName = ThemeName.DARK,
    *,
    reached: bool = True,
) -> Shown:
    """Return what a terminal shows right after this state came."""
    model = Model(language, theme)
    model.take_reach(Reach(True, 10.0), 10.0)
    model.take_state(state, 10.0)
    if not reached:
        model.take_reach(Reach(False, 10.0), 10.0)
    return model.shown(10.0)


def composed(shown: Shown, size: tuple[int, int], dialogue: Dialogue | None = None) -> list[str]:
    """Return the screen of this moment as lines, put together as the gate screen does."""
    width, height = size
    rows = ["" for _ in range(height)]
    wanted = None if dialogue is None else lines_wanted(dialogue)
    places = arrange(width, height, wanted, banner=has_banner(shown), code_lines=code_lines(shown))
    for name, (_, top, wide, high) in sorted(places.items(), key=lambda one: one[1][0]):
        if wide > 0 and high > 0:
            part = PARTS[name]
            if isinstance(part, DialoguePart):
                part.dialogue = dialogue
            for number, line in enumerate(part.draw(shown, wide, high)):
                rows[top + number] += line.plain
    return rows


def numbered(state: State, number: int) -> State:
    """Return the state under this number."""
    return replace(state, number=number)
