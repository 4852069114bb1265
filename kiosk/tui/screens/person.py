"""One person in full, unmasked: the station logs who looked before it answers."""

from typing import Any

from kiosk.link.messages import PersonShown
from kiosk.tui.shown import Shown, who_fully
from kiosk.tui.stages import Fetch, Option, Sheet, Stage

_FIELDS = ("name", "phone", "contact_name", "contact_phone")


def person(shown: Shown, found: PersonShown, answers: tuple[Any, ...]) -> Stage | None:
    """Show a person masked, and unmasked once that is picked; `answers` are those from here on."""
    title = who_fully(found, shown.language)
    match answers:
        case ():
            look = Option(shown.say("unmask"), True)
            return Sheet(title, (shown.say("masked"),), (Option(shown.say("back"), False), look))
        case (True,):
            return Fetch(title, "person", _details, found.person_id)
        case (True, details):
            lines = tuple(
                f"{shown.say(f'person_{name}')}  {details[name]}"
                for name in _FIELDS
                if details.get(name)
            )
            return Sheet(title, lines or (shown.say("person_nothing"),), brief=True)
        case _:
            return None


def _details(data: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of a person, each a text or None."""
    return {name: data.get(name) for name in _FIELDS}
