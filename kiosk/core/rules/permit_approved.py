"""Row 13: the permit is not, or not any more, approved."""

from kiosk.core.permits import PermitState
from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import judged_permit


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say where the permit stands instead."""
    permit = judged_permit(request, policy)
    if permit is None:
        return ()
    match permit.state:
        case PermitState.DRAFT | PermitState.SUBMITTED:
            return (Reason.PERMIT_NOT_APPROVED,)
        case PermitState.REJECTED:
            return (Reason.PERMIT_REJECTED,)
        case PermitState.REVOKED:
            return (Reason.PERMIT_REVOKED,)
        case PermitState.APPROVED:
            return ()
