"""Row 2: nobody has this card or number."""

from kiosk.core.reasons import Reason
from kiosk.core.request import NOBODY, CredentialState
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that nobody is known by this credential."""
    state = case.request.credential.state
    if state in NOBODY:
        return (Reason.CREDENTIAL_UNKNOWN,) if state is CredentialState.UNKNOWN else ()
    # A credential in order that stands for nobody must never pass as somebody.
    return (Reason.CREDENTIAL_UNKNOWN,) if case.holder is None else ()
