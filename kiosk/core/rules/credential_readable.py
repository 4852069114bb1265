"""Row 1: a code that cannot be read or parsed is typed instead."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest, CredentialState


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that the code cannot be read."""
    unreadable = request.credential.state is CredentialState.UNREADABLE
    return (Reason.CREDENTIAL_UNREADABLE,) if unreadable else ()
