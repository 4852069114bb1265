"""Open the door by hand: a reason, then once more whether to; not opening comes first."""

from typing import Any

from kiosk.core.words_screens_answers import OPEN_WHY
from kiosk.link.messages import OpenDoor
from kiosk.tui.screens.why import ask_why, split_why
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Option, Outcome, Stage


def open_door(shown: Shown) -> Flow:
    """Ask for the reason and the confirmation."""

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        stage = ask_why(shown, OPEN_WHY, answers)
        if stage is not None:
            return stage
        why, rest = split_why(answers)
        if not rest:
            options = (Option(shown.say("back"), False), Option(shown.say("open_do"), True))
            return Choice(f"{shown.say('open_title')}: {why}", options)
        return OpenDoor(why) if rest[0] else None

    return flow
