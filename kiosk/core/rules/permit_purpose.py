"""Row 10: the purpose of the permit is not among those of the phase."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import judged_permit, phase_policy


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that the purpose is not admitted now, whatever the state of the permit (ruling 7)."""
    permit = judged_permit(request, policy)
    if permit is None or permit.purpose in phase_policy(request, policy).purposes:
        return ()
    return (Reason.PURPOSE_NOT_ALLOWED,)
