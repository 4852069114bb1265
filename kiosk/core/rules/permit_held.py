"""Row 17: somebody from outside has no permit at all."""

from kiosk.core.phases import Phase
from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation, needs_permit


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that there is no permit, in every phase but normal."""
    if case.holder is None or case.barred or case.request.permit is not None:
        return ()
    missing = needs_permit(case.holder) and case.request.phase is not Phase.NORMAL
    return (Reason.NO_PERMIT,) if missing else ()
