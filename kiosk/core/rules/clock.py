"""Row 25: the clock is not trusted and the verdict rests on a time (ruling 15)."""

from kiosk.core.reasons import Reason
from kiosk.core.request import ClockTrust
from kiosk.core.rules.basis import Basis, Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that the clock must be confirmed first."""
    if case.request.clock is ClockTrust.TRUSTED or case.holder is None:
        return ()
    health = case.request.health
    listed = health.watch is not None or health.isolation is not None
    return (Reason.CLOCK_UNSURE,) if listed or _rests_on_time(case) else ()


def _rests_on_time(case: Situation) -> bool:
    match case.basis:
        case Basis.SHIFT | Basis.RELEASE:
            return True
        case Basis.PERMIT:
            return case.permit is not None and case.permit.window.bounded
        case Basis.ROSTER | Basis.NOTHING:
            return False
