"""Lock the terminal, and unlock it by PIN; verdicts are shown all the same."""

from kiosk.link.messages import Lock, Unlock
from kiosk.tui.screens.why import pin_of
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Option, Outcome


def lock(shown: Shown) -> Flow:
    """Ask once; Enter locks, since anybody at the gate may."""

    def script(asked: Asked) -> Outcome:
        options = (Option(shown.say("lock_do"), True), Option(shown.say("back"), False))
        return Lock() if asked.take(Choice(shown.say("lock_title"), options)) else None

    return scripted(script)


def unlock(shown: Shown) -> Flow:
    """Ask for the PIN of who is signed in, or of a supervisor."""
    return scripted(lambda asked: Unlock(pin_of(asked, shown, "unlock_title")))
