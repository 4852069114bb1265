"""Which dialogue a key begins, and which of them need somebody who is signed in."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from kiosk.core.words_screens_keys import HELP
from kiosk.link.messages import IntentAct, PrintEvacuation
from kiosk.tui.keys import KEYS, NOT_IN_MENU, Act
from kiosk.tui.screens.cases import cases
from kiosk.tui.screens.cold_mode import cold_mode
from kiosk.tui.screens.direction import direction
from kiosk.tui.screens.directory import directory
from kiosk.tui.screens.drill import drill
from kiosk.tui.screens.early_leave import early_leave
from kiosk.tui.screens.evacuation import evacuation
from kiosk.tui.screens.family import family
from kiosk.tui.screens.forgotten import forgotten
from kiosk.tui.screens.handover import handover
from kiosk.tui.screens.help import help_keys
from kiosk.tui.screens.incidents import incidents
from kiosk.tui.screens.inside import inside
from kiosk.tui.screens.lock import lock, unlock
from kiosk.tui.screens.me import me
from kiosk.tui.screens.notices import notices
from kiosk.tui.screens.number import number
from kiosk.tui.screens.open_door import open_door
from kiosk.tui.screens.paper import paper
from kiosk.tui.screens.permits import permits
from kiosk.tui.screens.person import whoever_is_here
from kiosk.tui.screens.sign_in import sign_in, sign_out
from kiosk.tui.screens.supervisor import supervisor
from kiosk.tui.screens.temperature import temperature
from kiosk.tui.screens.undo import undo
from kiosk.tui.screens.vehicle import vehicle
from kiosk.tui.screens.visitor import visitor
from kiosk.tui.script import nested
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Option, Outcome, Stage

_FREE = frozenset(
    {Act.SUPERVISOR, Act.SIGN, Act.HELP, Act.NOTICES, Act.EVACUATION, Act.DRILL, Act.LOCK}
)
"""What nobody has to be signed in for: reading, getting people to safety, acts with a PIN."""

AT_ONCE: Mapping[Act, IntentAct] = MappingProxyType({Act.EVACUATION: PrintEvacuation()})
"""Acts that a key does by itself, beside the dialogue that it opens: none of them can harm."""

_FLOWS: dict[Act, Callable[[Shown], Flow]] = {
    Act.NUMBER: number,
    Act.TEMPERATURE: temperature,
    Act.OPEN: open_door,
    Act.DIRECTION: direction,
    Act.CASES: cases,
    Act.DIRECTORY: directory,
    Act.INCIDENTS: incidents,
    Act.CLEAR: whoever_is_here,
    Act.FORGOTTEN: forgotten,
    Act.PERMITS: permits,
    Act.INSIDE: inside,
    Act.EVACUATION: evacuation,
    Act.VISITOR: visitor,
    Act.EARLY_LEAVE: early_leave,
    Act.VEHICLE: vehicle,
    Act.FAMILY: family,
    Act.UNDO: undo,
    Act.ME: me,
    Act.HANDOVER: handover,
    Act.NOTICES: notices,
    Act.PAPER: paper,
    Act.DRILL: drill,
    Act.LOCK: lock,
    Act.COLD: cold_mode,
    Act.HELP: help_keys,
}


def signed_in(shown: Shown) -> bool:
    """Tell whether somebody has signed in at this gate."""
    return shown.state is not None and shown.state.guard is not None


def locked(shown: Shown) -> bool:
    """Tell whether every act needs a PIN first."""
    return shown.state is not None and shown.state.locked


def first(act: Act, shown: Shown) -> Flow | None:
    """Give the dialogue that must come before that of a key: unlocking, or signing in.

    Supervisors bring a PIN of their own.
    """
    if act in _FREE and not (locked(shown) and act is Act.LOCK):
        return None
    if locked(shown):
        return unlock(shown)
    return None if signed_in(shown) else sign_in(shown)


def flow_of(act: Act, shown: Shown, now: Callable[[], datetime | None]) -> Flow:
    """Give the dialogue of a key; `now` is the gate's time while it is open."""
    if act is Act.SUPERVISOR:
        return supervisor(shown, now)
    if act is Act.SIGN:
        # Whoever signs in takes a locked terminal over.
        return sign_out(shown) if signed_in(shown) and not locked(shown) else sign_in(shown)
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
        return nested(flow_of(answers[0], shown, now), 1, answers)

    return flow
