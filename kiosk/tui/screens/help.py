"""What is wrong now, all of it, and what each key does."""

from typing import Any

from kiosk.core.words_screens_keys import HELP
from kiosk.tui.cells import pad
from kiosk.tui.keys import KEYS
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Flow, Outcome, Sheet, Stage
from kiosk.tui.widgets.faults import faults


def help_keys(shown: Shown) -> Flow:
    """List every fault in full, as the screen may have one line for them; then the keys."""
    wrong = tuple(f"! {said}" for said in faults(shown))
    here = {key.shown for key in KEYS}
    lines = tuple(
        f"{pad(key, 6)} {said.in_language(shown.language)}"
        for key, said in HELP
        if key in here or len(key) > 1
    )

    def flow(_: tuple[Any, ...]) -> Stage | Outcome:
        return Sheet(shown.say("key_help"), (*wrong, *lines))

    return flow
