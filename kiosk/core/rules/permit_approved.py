"""Row 13: the permit is not, or not any more, approved."""

from kiosk.core.permits import PermitState
from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say where the permit stands instead."""
    if case.permit is None:
        return ()
    match case.permit.state:
        case PermitState.DRAFT | PermitState.SUBMITTED:
            return (Reason.PERMIT_NOT_APPROVED,)
        case PermitState.REJECTED:
            return (Reason.PERMIT_REJECTED,)
        case PermitState.REVOKED:
            return (Reason.PERMIT_REVOKED,)
        case PermitState.APPROVED:
            return ()
