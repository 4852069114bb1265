"""Row 3: signature, key or form of the credential is wrong."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest, CredentialState


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that the credential is not genuine."""
    invalid = request.credential.state is CredentialState.INVALID
    return (Reason.PASS_INVALID,) if invalid else ()
