"""Row 9: a contact reading at or over the contact threshold."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.screening import Outcome, screen


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that the contact thermometer has confirmed it."""
    outcome = screen(request.readings, policy.screening).outcome
    return (Reason.ELEVATED_CONFIRMED,) if outcome is Outcome.CONFIRMED else ()
