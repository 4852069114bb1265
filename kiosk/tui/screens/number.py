"""Type a card or ID number, when nothing can read it."""

from typing import Any

from kiosk.link.messages import IntentAct, TypeCredential
from kiosk.tui.form import Flow, Kind, Stage, Typed
from kiosk.tui.shown import Shown


def number(shown: Shown) -> Flow:
    """Ask for the number."""

    def flow(answers: tuple[Any, ...]) -> Stage | IntentAct | None:
        if answers:
            return TypeCredential(answers[0])
        return Typed(shown.say("number_title"), Kind.NUMBER)

    return flow
