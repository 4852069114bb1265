"""Which dialogue a key begins, and which of them need somebody who is signed in."""

from collections.abc import Callable
from datetime import datetime

from kiosk.tui.keys import Act
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
from kiosk.tui.stages import Flow

_NEEDS_GUARD = frozenset(
    {Act.NUMBER, Act.TEMPERATURE, Act.OPEN, Act.DIRECTION, Act.CASES, Act.INSIDE, Act.COLD}
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
    """Sheet whether somebody has signed in at this gate."""
    return shown.state is not None and shown.state.guard is not None


def must_sign_in(act: Act, shown: Shown) -> bool:
    """Sheet whether this needs a guard and there is none; supervisors bring a PIN of their own."""
    return act in _NEEDS_GUARD and not signed_in(shown)


def flow_of(act: Act, shown: Shown, now: Callable[[], datetime | None]) -> Flow:
    """Give the dialogue of a key; `now` is the gate's time while it is open."""
    if act is Act.SUPERVISOR:
        return supervisor(shown, now)
    if act is Act.SIGN:
        return sign_out(shown) if signed_in(shown) else sign_in(shown)
    return _FLOWS[act](shown)
