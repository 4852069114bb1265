"""What each key does."""

from typing import Any

from kiosk.core.words_screens_keys import HELP
from kiosk.tui.cells import pad
from kiosk.tui.keys import KEYS
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Flow, Outcome, Sheet, Stage


def help_keys(shown: Shown) -> Flow:
    """List the keys."""
    here = {key.shown for key in KEYS}
    lines = tuple(
        f"{pad(key, 6)} {said.in_language(shown.language)}"
        for key, said in HELP
        if key in here or len(key) > 1
    )

    def flow(_: tuple[Any, ...]) -> Stage | Outcome:
        return Sheet(shown.say("key_help"), lines)

    return flow
