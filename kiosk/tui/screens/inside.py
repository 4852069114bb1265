"""Who is inside now: found by initials, class or number, and looked at one by one."""

from datetime import datetime
from typing import Any

from kiosk.core.plain import build
from kiosk.link.messages import PersonShown
from kiosk.tui.screens.person import person
from kiosk.tui.shown import Shown, who_fully
from kiosk.tui.stages import Flow, Option, Outcome, Search, Stage


def inside(shown: Shown) -> Flow:
    """List who is inside, then show the one that is picked."""

    def row(raw: dict[str, Any]) -> Option:
        found: PersonShown = build(PersonShown, raw["person"])
        since = shown.local(datetime.fromisoformat(raw["since"]))
        return Option(f"{since:%m-%d %H:%M}  {who_fully(found, shown.language)}", found)

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        if not answers:
            empty = (shown.say("inside_empty"),)
            return Search(shown.say("inside_title"), "inside", row, empty, key="people")
        return person(shown, answers[0], answers[1:])

    return flow
