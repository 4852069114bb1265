"""Row 11: the permit names a shut area, or one that its purpose does not reach."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that an area is closed to it; one among several is enough (ruling 7)."""
    if case.permit is None:
        return ()
    reached = case.phase.purpose_areas.get(case.permit.purpose, case.policy.areas)
    shut = case.phase.shut_areas
    closed = any(area in shut or area not in reached for area in case.permit.areas)
    return (Reason.AREA_CLOSED,) if closed else ()
