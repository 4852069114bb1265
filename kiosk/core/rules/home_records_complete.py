"""Row 18: home temperatures before a first return are too few or have a gap (clause N2)."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation
from kiosk.core.rules.first_return import returns_first


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that the home records are incomplete; none on file counts as incomplete."""
    if not returns_first(case):
        return ()
    records = case.request.health.home_records
    complete = (
        records is not None
        and records.days >= case.policy.home_record_days
        and records.missing == 0
        and records.max_c is not None
    )
    return () if complete else (Reason.HOME_RECORDS_INCOMPLETE,)
