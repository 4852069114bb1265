"""Row 7: the person is isolated or under observation (clause N5)."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import recognised


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that an isolation holds now."""
    isolation = request.health.isolation
    isolated = isolation is not None and isolation.holds(request.at)
    return (Reason.ISOLATED,) if recognised(request) and isolated else ()
