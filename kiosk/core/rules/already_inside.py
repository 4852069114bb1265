"""Row 20: a way in although the person is known to be inside (clause M1)."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that the person is inside already."""
    return (Reason.ALREADY_INSIDE,) if case.holder and case.request.inside else ()
