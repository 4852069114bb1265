"""Several people who came together: each gets a visit of his own, one after the other."""

from kiosk.link.messages import PresentPerson
from kiosk.link.rows import PersonRow
from kiosk.tui.screens.finding import row_text
from kiosk.tui.script import Asked
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Option, Outcome


def one_by_one(asked: Asked, shown: Shown, people: tuple[PersonRow, ...]) -> Outcome:
    """Offer who has not been at the gate yet, until nobody is left."""
    left = list(people)
    while left:
        picks = [Option(row_text(shown, row), row) for row in left]
        title = shown.say("one_by_one", left=len(left), of=len(people))
        done = Option(shown.say("one_by_one_done"), None)
        picked = asked.take(Choice(title, (*picks, done)))
        if picked is None:
            return None
        left.remove(picked)
        if not left:
            return PresentPerson(picked.person.person_id)
        asked.do(PresentPerson(picked.person.person_id))
    return None
