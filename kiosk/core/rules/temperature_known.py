"""Row 24: no valid reading; what is unknown is never normal."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation
from kiosk.core.screening import Outcome


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that there is no valid reading."""
    return (Reason.NO_VALID_READING,) if case.outcome is Outcome.NO_VALID_READING else ()
