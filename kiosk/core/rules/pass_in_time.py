"""Row 5: the credential is over, not begun, or used up."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest, CredentialState


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say which of the three it is."""
    match request.credential.state:
        case CredentialState.EXPIRED:
            return (Reason.PASS_EXPIRED,)
        case CredentialState.NOT_YET:
            return (Reason.PASS_NOT_YET,)
        case CredentialState.USED:
            return (Reason.PASS_USED,)
        case _:
            return ()
