"""Switch a lane used both ways; staying as it is comes first."""

from typing import Any

from kiosk.core.phases import Direction
from kiosk.core.words import text
from kiosk.link.messages import SetDirection
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Option, Outcome, Stage


def direction(shown: Shown) -> Flow:
    """Ask whether to switch."""
    now = Direction.IN if shown.inward else Direction.OUT
    to = Direction.OUT if shown.inward else Direction.IN

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        if answers:
            return SetDirection(to) if answers[0] else None
        change = Option(shown.say("direction_do", to=text(to, shown.language)), True)
        title = shown.say("direction_title", now=text(now, shown.language))
        return Choice(title, (Option(shown.say("back"), False), change))

    return flow
