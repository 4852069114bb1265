"""Row 25: the clock is not trusted and the verdict rests on a time (ruling 15)."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest, ClockTrust
from kiosk.core.rules.basis import Basis, entry_basis, recognised


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that the clock must be confirmed first."""
    if request.clock is ClockTrust.TRUSTED or recognised(request) is None:
        return ()
    listed = request.health.watch is not None or request.health.isolation is not None
    return (Reason.CLOCK_UNSURE,) if listed or _rests_on_time(request, policy) else ()


def _rests_on_time(request: AccessRequest, policy: Policy) -> bool:
    match entry_basis(request, policy):
        case Basis.SHIFT | Basis.RELEASE:
            return True
        case Basis.PERMIT:
            return request.permit is not None and request.permit.window.bounded
        case Basis.ROSTER | Basis.NOTHING:
            return False
