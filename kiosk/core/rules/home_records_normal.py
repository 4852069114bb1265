"""Row 19: a home temperature at or over the threshold (clause N2)."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.first_return import returns_first


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that a home record is elevated."""
    records = request.health.home_records
    if not returns_first(request) or records is None or records.max_c is None:
        return ()
    elevated = records.max_c >= policy.home_record_c
    return (Reason.HOME_RECORDS_ELEVATED,) if elevated else ()
