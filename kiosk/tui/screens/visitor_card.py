"""The ID card on the reader as the beginning of a registration: nobody types what it says."""

from typing import Any

from kiosk.core.plain import build
from kiosk.link.messages import DeviceState
from kiosk.link.rows import LaidCardShown
from kiosk.tui.script import Asked
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Fetch, Option

_LOOK, _TYPE = "look", "type"


def laid_card(asked: Asked, shown: Shown) -> LaidCardShown | None:
    """Offer the card that was laid; None when it is typed, or where the gate has no reader."""
    if not _has_reader(shown):
        return None
    while True:
        title = shown.say("visitor_card")
        found: LaidCardShown | None = asked.take(Fetch(title, "laid_card", _made))
        picked = asked.take(_offer(shown, title, found))
        if picked == _TYPE:
            return None
        if picked != _LOOK:
            return found


def _has_reader(shown: Shown) -> bool:
    devices = () if shown.state is None else shown.state.devices
    return any(one.family == "card_reader" and one.state is DeviceState.OK for one in devices)


def _offer(shown: Shown, title: str, found: LaidCardShown | None) -> Choice:
    use: tuple[Option, ...] = ()
    if found is not None:
        title = shown.say("visitor_card_is", name=found.name, number=found.number)
        use = (Option(shown.say("visitor_card_use"), None),)
    look = Option(shown.say("visitor_card_look"), _LOOK)
    return Choice(title, (*use, look, Option(shown.say("visitor_card_type"), _TYPE)))


def _made(data: dict[str, Any]) -> LaidCardShown | None:
    return None if data["one"] is None else build(LaidCardShown, data["one"])
