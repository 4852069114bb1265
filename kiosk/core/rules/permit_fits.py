"""Row 14: the permit is approved, but not now, no longer, used up, or not for this place."""

from kiosk.core.permits import PermitState
from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import judged_permit


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say every way in which the approved permit does not fit, in the order of the table."""
    permit = judged_permit(request, policy)
    if permit is None or permit.state is not PermitState.APPROVED:
        return ()
    elsewhere = permit.access_points is not None and (
        request.access_point not in permit.access_points
    )
    checks = (
        (Reason.PERMIT_NOT_YET, permit.window.not_yet(request.at)),
        (Reason.PERMIT_OVER, permit.window.over(request.at)),
        (Reason.PERMIT_USED, permit.used >= permit.entries),
        (Reason.PERMIT_WRONG_ACCESS_POINT, elsewhere),
    )
    return tuple(reason for reason, found in checks if found)
