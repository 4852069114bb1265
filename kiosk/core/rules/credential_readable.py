"""Row 1: a code that cannot be read or parsed is typed instead."""

from kiosk.core.reasons import Reason
from kiosk.core.request import CredentialState
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that the code cannot be read."""
    unreadable = case.request.credential.state is CredentialState.UNREADABLE
    return (Reason.CREDENTIAL_UNREADABLE,) if unreadable else ()
