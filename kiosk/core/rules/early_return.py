"""Row 16: a pupil who is not released and has no approved early-return permit (clause N1b)."""

from kiosk.core.people import PersonKind
from kiosk.core.permits import PermitState
from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import Basis, entry_basis, judged_permit, recognised


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that the return has not been approved."""
    holder = recognised(request)
    if holder is None or holder.kind is not PersonKind.PUPIL:
        return ()
    permit = judged_permit(request, policy)
    approved = permit is not None and permit.state is PermitState.APPROVED
    match entry_basis(request, policy):
        case Basis.NOTHING | Basis.PERMIT if not approved:
            return (Reason.EARLY_RETURN_NOT_APPROVED,)
        case _:
            return ()
