"""Row 23: the only readings were taken outside the range of the sensor."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.screening import Outcome, screen


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that infrared cannot be used in this cold or heat."""
    outcome = screen(request.readings, policy.screening).outcome
    return (Reason.AMBIENT_OUT_OF_RANGE,) if outcome is Outcome.AMBIENT_OUT_OF_RANGE else ()
