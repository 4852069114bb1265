"""Switch the cold-morning way of working: scan, three digits, Enter."""

from typing import Any

from kiosk.link.messages import SetColdMode
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Option, Outcome, Stage


def cold_mode(shown: Shown) -> Flow:
    """Ask whether to switch; staying as it is comes first."""
    on = shown.state is not None and shown.state.cold_mode

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        if answers:
            return SetColdMode(not on) if answers[0] else None
        change = Option(shown.say("cold_off" if on else "cold_on"), True)
        return Choice(shown.say("cold_title"), (Option(shown.say("back"), False), change))

    return flow
