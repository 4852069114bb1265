"""Row 22: a high first reading, and too few further ones to judge it."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation
from kiosk.core.screening import Outcome


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that further readings are wanted."""
    return (Reason.RECHECK_TEMPERATURE,) if case.outcome is Outcome.UNFINISHED else ()
