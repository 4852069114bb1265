"""Row 26: the grounds on which somebody is let in, or out (rulings 13, 14 and 17)."""

from kiosk.core.permits import PermitState
from kiosk.core.phases import Direction
from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import Basis, entry_basis, judged_permit
from kiosk.core.screening import Outcome, screen

_GROUNDS = {
    Basis.NOTHING: None,
    Basis.SHIFT: Reason.ON_DUTY,
    Basis.PERMIT: Reason.PERMIT,
    Basis.RELEASE: Reason.RELEASED,
    Basis.ROSTER: Reason.ROSTER,
}


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say every ground that holds; the first is the reason of a grant that nothing refuses."""
    if request.direction is Direction.OUT:
        return (Reason.EXIT,)
    ground = _GROUNDS[entry_basis(request, policy)]
    if ground is None or not _permit_in_order(request, policy):
        return ()
    cleared = screen(request.readings, policy.screening).outcome is Outcome.CLEARED
    return (Reason.CLEARED, ground) if cleared else (ground,)


def _permit_in_order(request: AccessRequest, policy: Policy) -> bool:
    permit = judged_permit(request, policy)
    return permit is None or permit.state is PermitState.APPROVED
