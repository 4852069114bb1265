"""Row 15: while closed, staff without a shift now and without any permit (clause N1a)."""

from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Basis, Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that no shift holds now."""
    if case.holder is None or case.holder.kind is not PersonKind.STAFF:
        return ()
    nothing = case.request.phase is Phase.CLOSED and case.basis is Basis.NOTHING
    return (Reason.NOT_ON_DUTY,) if nothing else ()
