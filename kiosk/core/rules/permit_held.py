"""Row 17: somebody from outside has no permit at all."""

from kiosk.core.phases import Phase
from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import barred, needs_permit, recognised


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that there is no permit, in every phase but normal."""
    holder = recognised(request)
    if holder is None or request.phase is Phase.NORMAL or barred(request, policy):
        return ()
    missing = needs_permit(holder) and request.permit is None
    return (Reason.NO_PERMIT,) if missing else ()
