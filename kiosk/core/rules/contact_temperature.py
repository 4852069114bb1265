"""Row 9: a contact reading at or over the contact threshold."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation
from kiosk.core.screening import Outcome


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that the contact thermometer has confirmed it."""
    return (Reason.ELEVATED_CONFIRMED,) if case.outcome is Outcome.CONFIRMED else ()
