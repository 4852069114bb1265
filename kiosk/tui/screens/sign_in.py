"""Sign in by PIN alone, in seconds; sign out asks once."""

from typing import Any

from kiosk.link.messages import SignIn, SignOut
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Kind, Option, Outcome, Stage, Typed


def sign_in(shown: Shown) -> Flow:
    """Ask for the PIN of whoever takes the gate."""

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        return SignIn(answers[0]) if answers else Typed(shown.say("sign_title"), Kind.PIN)

    return flow


def sign_out(shown: Shown) -> Flow:
    """Ask whether to sign out, staying first."""

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        if answers:
            return SignOut() if answers[0] else None
        stay, go = Option(shown.say("back"), False), Option(shown.say("sign_out_do"), True)
        return Choice(shown.say("sign_out_title"), (stay, go))

    return flow
