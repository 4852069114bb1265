"""Row 19: a home temperature at or over the threshold (clause N2)."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation
from kiosk.core.rules.first_return import returns_first


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that a home record is elevated."""
    records = case.request.health.home_records
    if records is None or records.max_c is None or not returns_first(case):
        return ()
    elevated = records.max_c >= case.policy.home_record_c
    return (Reason.HOME_RECORDS_ELEVATED,) if elevated else ()
