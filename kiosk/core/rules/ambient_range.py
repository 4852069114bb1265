"""Row 23: the only readings were taken outside the range of the sensor."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation
from kiosk.core.screening import Outcome


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that infrared cannot be used in this cold or heat."""
    return (Reason.AMBIENT_OUT_OF_RANGE,) if case.outcome is Outcome.AMBIENT_OUT_OF_RANGE else ()
