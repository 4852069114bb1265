"""Pupils who may not come today, in a form fit for a teacher (clause N7): no health detail.

Where something else keeps a pupil away as well, only that is said, so that no pupil of a class
that is not due yet stands out; whatever a health file says alone becomes one and the same note.
"""

from enum import StrEnum

from kiosk.core.decide import AccessDecision
from kiosk.core.reasons import Reason, Verdict


class BarredNote(StrEnum):
    """Why lessons have to reach a pupil at home."""

    NOT_DUE_YET = "not_due_yet"
    RECORDS_TO_COMPLETE = "records_to_complete"
    NOT_BACK_YET = "not_back_yet"


_NOT_DUE = frozenset(
    {
        Reason.EARLY_RETURN_NOT_APPROVED,
        Reason.PERMIT_NOT_APPROVED,
        Reason.PERMIT_REJECTED,
        Reason.PERMIT_REVOKED,
        Reason.PERMIT_NOT_YET,
        Reason.PERMIT_OVER,
        Reason.PERMIT_USED,
        Reason.PERMIT_WRONG_ACCESS_POINT,
        Reason.AREA_CLOSED,
        Reason.PURPOSE_NOT_ALLOWED,
    }
)


HEALTH = frozenset(
    {
        Reason.WATCH_LISTED,
        Reason.ISOLATED,
        Reason.RETURN_CERTIFICATE_MISSING,
        Reason.ELEVATED_CONFIRMED,
        Reason.HOME_RECORDS_ELEVATED,
        Reason.TEMPERATURE_ELEVATED,
        Reason.RECHECK_TEMPERATURE,
    }
)
"""Reasons that say something of a person's health; no list for teachers shows which it is."""


def barred_note(decision: AccessDecision) -> BarredNote | None:
    """Give the note for a pupil's decision, None for one who may come.

    A reason of health shows only where there is no other.
    """
    if decision.verdict is not Verdict.DENY:
        return None
    reasons = {decision.reason, *decision.also}
    if reasons & _NOT_DUE:
        return BarredNote.NOT_DUE_YET
    if Reason.HOME_RECORDS_INCOMPLETE in reasons:
        return BarredNote.RECORDS_TO_COMPLETE
    return BarredNote.NOT_BACK_YET
