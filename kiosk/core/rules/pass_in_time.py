"""Row 5: the credential is over, not begun, or used up."""

from kiosk.core.reasons import Reason
from kiosk.core.request import CredentialState
from kiosk.core.rules.basis import Situation

_SAID = {
    CredentialState.EXPIRED: (Reason.PASS_EXPIRED,),
    CredentialState.NOT_YET: (Reason.PASS_NOT_YET,),
    CredentialState.USED: (Reason.PASS_USED,),
}


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say which of the three it is."""
    return _SAID.get(case.request.credential.state, ())
