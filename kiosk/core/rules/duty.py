"""Row 15: while closed, staff without a shift now and without any permit (clause N1a)."""

from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import Basis, entry_basis, recognised


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that no shift holds now."""
    holder = recognised(request)
    if holder is None or holder.kind is not PersonKind.STAFF or request.phase is not Phase.CLOSED:
        return ()
    nothing = entry_basis(request, policy) is Basis.NOTHING
    return (Reason.NOT_ON_DUTY,) if nothing else ()
