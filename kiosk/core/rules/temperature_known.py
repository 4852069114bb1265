"""Row 24: no valid reading; what is unknown is never normal."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.screening import Outcome, screen


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that there is no valid reading."""
    outcome = screen(request.readings, policy.screening).outcome
    return (Reason.NO_VALID_READING,) if outcome is Outcome.NO_VALID_READING else ()
