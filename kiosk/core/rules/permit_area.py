"""Row 11: the permit names a shut area, or one that its purpose does not reach."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import judged_permit, phase_policy


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that an area is closed to it; one among several is enough (ruling 7)."""
    permit = judged_permit(request, policy)
    if permit is None:
        return ()
    phase = phase_policy(request, policy)
    reached = phase.purpose_areas.get(permit.purpose, policy.areas)
    closed = any(area in phase.shut_areas or area not in reached for area in permit.areas)
    return (Reason.AREA_CLOSED,) if closed else ()
