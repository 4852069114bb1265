"""Row 4: the credential has been revoked."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest, CredentialState


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that the credential has been revoked."""
    revoked = request.credential.state is CredentialState.REVOKED
    return (Reason.PASS_REVOKED,) if revoked else ()
