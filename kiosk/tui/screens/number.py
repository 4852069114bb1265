"""Type a card or ID number, when nothing can read it."""

from typing import Any

from kiosk.link.messages import TypeCredential
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Flow, Kind, Outcome, Stage, Typed


def number(shown: Shown) -> Flow:
    """Ask for the number."""

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        if answers:
            return TypeCredential(answers[0])
        return Typed(shown.say("number_title"), Kind.NUMBER)

    return flow
