"""A pupil leaves in school hours: guardian present, class teacher and duty leader agreed."""

from kiosk.core.people import PersonKind
from kiosk.core.words_screens_answers import EARLY_WHY
from kiosk.link.messages import AllowEarlyLeave, PersonShown
from kiosk.link.rows import PersonRow
from kiosk.tui.screens.finding import find_person, row_text
from kiosk.tui.screens.rows import all_rows
from kiosk.tui.screens.why import say_why
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown, who_fully
from kiosk.tui.stages import Choice, Fetch, Flow, Kind, Option, Outcome, Typed


def early_leave(shown: Shown) -> Flow:
    """Ask for the pupil, the guardian, who agreed and why; then once more whether to."""

    def script(asked: Asked) -> Outcome:
        pupil: PersonShown = asked.take(find_person(shown, shown.say("early_pupil"))).person
        guardian, name, phone = _guardian(asked, shown, pupil)
        teacher = asked.take(find_person(shown, shown.say("early_teacher"))).person
        leader = asked.take(find_person(shown, shown.say("early_leader"))).person
        why = say_why(asked, shown, EARLY_WHY)
        title = shown.say("early_sure", who=who_fully(pupil, shown.language), why=why)
        if not asked.sure(shown, title, shown.say("early_do")):
            return None
        return AllowEarlyLeave(
            pupil.person_id, guardian, teacher.person_id, leader.person_id, why, name, phone
        )

    return scripted(script)


def _guardian(
    asked: Asked, shown: Shown, pupil: PersonShown
) -> tuple[str | None, str | None, str | None]:
    """Give the guardian's id, or name and phone of one who is not on record."""
    title = shown.say("early_guardian")
    known: tuple[PersonRow, ...] = asked.take(
        Fetch(title, "household", all_rows(PersonRow), pupil.person_id)
    )
    options = [
        Option(row_text(shown, row), row.person.person_id)
        for row in known
        if row.person.kind is not PersonKind.PUPIL
    ]
    options.append(Option(shown.say("early_other"), None))
    picked: str | None = asked.take(Choice(title, tuple(options)))
    if picked is not None:
        return picked, None, None
    name = asked.take(Typed(shown.say("early_name"), Kind.TEXT))
    phone = asked.take(Typed(shown.say("phone_title"), Kind.NUMBER))
    return None, name, phone
