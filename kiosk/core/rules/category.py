"""Row 12: kinds of people who never enter in this phase; goods stay at the gatehouse."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that this kind of person is never let in."""
    return (Reason.CATEGORY_NEVER,) if case.barred else ()
