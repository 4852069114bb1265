"""Row 7: the person is isolated or under observation (clause N5)."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that an isolation holds now."""
    isolation = case.request.health.isolation
    isolated = isolation is not None and isolation.holds(case.request.at)
    return (Reason.ISOLATED,) if case.holder and isolated else ()
