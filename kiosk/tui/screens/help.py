"""What each key does."""

from typing import Any

from kiosk.core.words_screen import HELP
from kiosk.tui.cells import pad
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Flow, Outcome, Sheet, Stage


def help_keys(shown: Shown) -> Flow:
    """List the keys."""
    lines = tuple(f"{pad(key, 6)} {said.in_language(shown.language)}" for key, said in HELP)

    def flow(_: tuple[Any, ...]) -> Stage | Outcome:
        return Sheet(shown.say("key_help"), lines)

    return flow
