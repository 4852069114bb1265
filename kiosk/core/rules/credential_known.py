"""Row 2: nobody has this card or number."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest, CredentialState


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that nobody is known by this credential."""
    match request.credential.state:
        case CredentialState.UNKNOWN:
            return (Reason.CREDENTIAL_UNKNOWN,)
        case CredentialState.UNREADABLE | CredentialState.INVALID:
            return ()
        case _:
            # A credential in order that stands for nobody must never pass as somebody.
            return (Reason.CREDENTIAL_UNKNOWN,) if request.holder is None else ()
