"""A guardian with several children: found once, then each in turn."""

from kiosk.link.rows import PersonRow
from kiosk.tui.screens.finding import find_person
from kiosk.tui.screens.one_by_one import one_by_one
from kiosk.tui.screens.rows import all_rows
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Fetch, Flow, Outcome


def family(shown: Shown) -> Flow:
    """Ask for one of the family; the others follow from the household."""

    def script(asked: Asked) -> Outcome:
        title = shown.say("family_title")
        first: PersonRow = asked.take(find_person(shown, title))
        fetch = Fetch(title, "household", all_rows(PersonRow), first.person.person_id)
        others: tuple[PersonRow, ...] = asked.take(fetch)
        return one_by_one(asked, shown, (first, *others))

    return scripted(script)
