"""Row 12: kinds of people who never enter in this phase; goods stay at the gatehouse."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import barred


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that this kind of person is never let in."""
    return (Reason.CATEGORY_NEVER,) if barred(request, policy) else ()
