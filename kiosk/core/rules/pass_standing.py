"""Row 4: the credential has been revoked."""

from kiosk.core.reasons import Reason
from kiosk.core.request import CredentialState
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that the credential has been revoked."""
    revoked = case.request.credential.state is CredentialState.REVOKED
    return (Reason.PASS_REVOKED,) if revoked else ()
