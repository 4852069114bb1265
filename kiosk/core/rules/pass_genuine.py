"""Row 3: signature, key or form of the credential is wrong."""

from kiosk.core.reasons import Reason
from kiosk.core.request import CredentialState
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that the credential is not genuine."""
    invalid = case.request.credential.state is CredentialState.INVALID
    return (Reason.PASS_INVALID,) if invalid else ()
