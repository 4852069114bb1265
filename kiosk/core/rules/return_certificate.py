"""Row 8: after an illness both proofs are needed; neither replaces the other (ruling 8)."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import recognised


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that a proof is missing."""
    proofs = request.health.certificate
    missing = proofs is not None and not (proofs.hospital and proofs.school_doctor)
    return (Reason.RETURN_CERTIFICATE_MISSING,) if recognised(request) and missing else ()
