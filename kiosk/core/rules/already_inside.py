"""Row 20: a way in although the person is known to be inside (clause M1)."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import recognised


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that the person is inside already."""
    return (Reason.ALREADY_INSIDE,) if recognised(request) and request.inside else ()
