"""Row 22: a high first reading, and too few further ones to judge it."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.screening import Outcome, screen


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that further readings are wanted."""
    outcome = screen(request.readings, policy.screening).outcome
    return (Reason.RECHECK_TEMPERATURE,) if outcome is Outcome.UNFINISHED else ()
