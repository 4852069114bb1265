"""Row 14: the permit is approved, but not now, no longer, used up, or not for this place."""

from kiosk.core.permits import PermitState
from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say every way in which the approved permit does not fit, in the order of the table."""
    permit = case.permit
    if permit is None or permit.state is not PermitState.APPROVED:
        return ()
    elsewhere = permit.access_points is not None and (
        case.request.access_point not in permit.access_points
    )
    checks = (
        (Reason.PERMIT_NOT_YET, permit.window.not_yet(case.request.at)),
        (Reason.PERMIT_OVER, permit.window.over(case.request.at)),
        (Reason.PERMIT_USED, permit.used >= permit.entries),
        (Reason.PERMIT_WRONG_ACCESS_POINT, elsewhere),
    )
    return tuple(reason for reason, found in checks if found)
