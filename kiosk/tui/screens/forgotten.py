"""A forgotten card: find the person, Enter, Enter; the visit then goes on as if a card was read."""

from kiosk.link.messages import PresentPerson
from kiosk.tui.screens.finding import find_person, row_text
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Option, Outcome


def forgotten(shown: Shown) -> Flow:
    """Ask who it is, and whether it is the one who stands there."""

    def script(asked: Asked) -> Outcome:
        row = asked.take(find_person(shown, shown.say("forgotten_title")))
        # To begin a visit decides nothing yet, so Enter may do it.
        options = (Option(shown.say("present_do"), True), Option(shown.say("present_other"), False))
        same = asked.take(Choice(row_text(shown, row), options))
        return PresentPerson(row.person.person_id) if same else None

    return scripted(script)
