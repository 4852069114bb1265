"""Row 16: a pupil who is not released and has no approved early-return permit (clause N1b)."""

from kiosk.core.people import PersonKind
from kiosk.core.permits import PermitState
from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Basis, Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that the return has not been approved."""
    if case.holder is None or case.holder.kind is not PersonKind.PUPIL:
        return ()
    if case.basis is Basis.NOTHING:
        return (Reason.EARLY_RETURN_NOT_APPROVED,)
    unapproved = case.permit is not None and case.permit.state is not PermitState.APPROVED
    return (Reason.EARLY_RETURN_NOT_APPROVED,) if unapproved else ()
