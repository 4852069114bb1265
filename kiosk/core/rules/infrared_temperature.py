"""Row 21: the infrared recheck has come out elevated."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation
from kiosk.core.screening import Outcome


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that the contact thermometer must decide."""
    return (Reason.TEMPERATURE_ELEVATED,) if case.outcome is Outcome.ELEVATED else ()
