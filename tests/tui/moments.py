"""Moments of the screen as values, for tests that draw without a terminal."""

from dataclasses import replace

from kiosk.core.words import Language
from kiosk.link.aio import Reach
from kiosk.link.messages import State
from kiosk.tui.model import Model
from kiosk.tui.shown import Shown
from kiosk.tui.theme import ThemeName


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


def numbered(state: State, number: int) -> State:
    """Return the state under this number."""
    return replace(state, number=number)
