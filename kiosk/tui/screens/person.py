"""One person in full, unmasked: the station logs who looked before it answers."""

from typing import Any

from kiosk.link.messages import PersonShown
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown, who_fully
from kiosk.tui.stages import Fetch, Flow, Option, Outcome, Sheet

_FIELDS = ("name", "phone", "contact_name", "contact_phone")


def whoever_is_here(shown: Shown) -> Flow:
    """Show in clear the one at the gate, or the one of the last entry: to be asked, or called."""
    found = _here(shown)

    def script(asked: Asked) -> Outcome:
        if found is None:
            asked.take(Sheet(shown.say("key_clear"), (shown.say("nobody_here"),)))
            return None
        return in_clear(asked, shown, found)

    return scripted(script)


def look_at(asked: Asked, shown: Shown, found: PersonShown) -> Outcome:
    """Show a person masked, and in clear once that is picked."""
    return in_clear(asked, shown, found) if picked_of(asked, shown, found) else None


def picked_of(asked: Asked, shown: Shown, found: PersonShown, *more: Option) -> object:
    """Show a person masked; gives False for back, True for in clear, or the value of `more`."""
    options = (Option(shown.say("back"), False), Option(shown.say("unmask"), True), *more)
    title = who_fully(found, shown.language)
    return asked.take(Sheet(title, (shown.say("masked"),), options))


def in_clear(asked: Asked, shown: Shown, found: PersonShown) -> Outcome:
    """Show name and numbers, for ten seconds."""
    title = who_fully(found, shown.language)
    details = asked.take(Fetch(title, "person", _details, found.person_id))
    lines = tuple(
        f"{shown.say(f'person_{name}')}  {value}" for name, value in details.items() if value
    )
    asked.take(Sheet(title, lines or (shown.say("person_nothing"),), brief=True))
    return None


def _details(data: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of a person, each a text or None."""
    return {name: data.get(name) for name in _FIELDS}


def _here(shown: Shown) -> PersonShown | None:
    state = shown.state
    if state is None:
        return None
    if shown.verdict is not None and shown.verdict.person is not None:
        return shown.verdict.person
    if state.visit.person is not None:
        return state.visit.person
    entries = sorted(state.recent, key=lambda entry: entry.at)
    return entries[-1].person if entries else None
