"""Which dialogue a key begins, and which of them need somebody who is signed in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kiosk.core.words_screens_keys import HELP
from kiosk.tui.keys import KEYS, NOT_IN_MENU, Act
from kiosk.tui.screens.cases import cases
from kiosk.tui.screens.cold_mode import cold_mode
from kiosk.tui.screens.direction import direction
from kiosk.tui.screens.help import help_keys
from kiosk.tui.screens.inside import inside
from kiosk.tui.screens.number import number
from kiosk.tui.screens.open_door import open_door
from kiosk.tui.screens.sign_in import sign_in, sign_out
from kiosk.tui.screens.supervisor import supervisor
from kiosk.tui.screens.temperature import temperature
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Option, Outcome, Stage

_NEEDS_GUARD = frozenset(
    {
        Act.NUMBER,
        Act.TEMPERATURE,
        Act.OPEN,
        Act.DIRECTION,
        Act.CASES,
        Act.INSIDE,
        Act.COLD,
        Act.MORE,
    }
)
_FLOWS: dict[Act, Callable[[Shown], Flow]] = {
    Act.NUMBER: number,
    Act.TEMPERATURE: temperature,
    Act.OPEN: open_door,
    Act.DIRECTION: direction,
    Act.CASES: cases,
    Act.INSIDE: inside,
    Act.COLD: cold_mode,
    Act.HELP: help_keys,
}


def signed_in(shown: Shown) -> bool:
    """Tell whether somebody has signed in at this gate."""
    return shown.state is not None and shown.state.guard is not None


def must_sign_in(act: Act, shown: Shown) -> bool:
    """Tell whether this needs a guard and there is none; supervisors bring a PIN of their own."""
    return act in _NEEDS_GUARD and not signed_in(shown)


def flow_of(act: Act, shown: Shown, now: Callable[[], datetime | None]) -> Flow:
    """Give the dialogue of a key; `now` is the gate's time while it is open."""
    if act is Act.SUPERVISOR:
        return supervisor(shown, now)
    if act is Act.SIGN:
        return sign_out(shown) if signed_in(shown) else sign_in(shown)
    if act is Act.MORE:
        return _more(shown, now)
    return _FLOWS[act](shown)


def _more(shown: Shown, now: Callable[[], datetime | None]) -> Flow:
    """List what the letters do, and go on with the one that is picked."""
    said = {key: words.in_language(shown.language) for key, words in HELP}
    options = tuple(
        Option(f"{key.shown}  {said[key.shown]}", key.act)
        for key in KEYS
        if not key.shown.isdigit() and key.act not in NOT_IN_MENU
    )

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        if not answers:
            return Choice(shown.say("more_title"), options)
        return flow_of(answers[0], shown, now)(answers[1:])

    return flow
