"""Row 21: the infrared recheck has come out elevated."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.screening import Outcome, screen


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that the contact thermometer must decide."""
    outcome = screen(request.readings, policy.screening).outcome
    return (Reason.TEMPERATURE_ELEVATED,) if outcome is Outcome.ELEVATED else ()
