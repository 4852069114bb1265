"""Row 8: after an illness both proofs are needed; neither replaces the other (ruling 8)."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that a proof is missing."""
    proofs = case.request.health.certificate
    missing = proofs is not None and not (proofs.hospital and proofs.school_doctor)
    return (Reason.RETURN_CERTIFICATE_MISSING,) if case.holder and missing else ()
