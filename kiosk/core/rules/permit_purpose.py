"""Row 10: the purpose of the permit is not among those of the phase."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that the purpose is not admitted now, whatever the state of the permit (ruling 7)."""
    if case.permit is None or case.permit.purpose in case.phase.purposes:
        return ()
    return (Reason.PURPOSE_NOT_ALLOWED,)
