"""What each key does."""

from typing import Any

from kiosk.core.words_screen import HELP
from kiosk.link.messages import IntentAct
from kiosk.tui.cells import pad
from kiosk.tui.form import Flow, Stage, Tell
from kiosk.tui.shown import Shown


def help_keys(shown: Shown) -> Flow:
    """List the keys."""
    lines = tuple(f"{pad(key, 6)} {said.in_language(shown.language)}" for key, said in HELP)

    def flow(_: tuple[Any, ...]) -> Stage | IntentAct | None:
        return Tell(shown.say("key_help"), lines)

    return flow
