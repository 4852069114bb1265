"""Row 6: the person is on the watch list for contact to a key region (clause N6)."""

from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Situation


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say that a listing holds now."""
    watch = case.request.health.watch
    listed = watch is not None and watch.window.holds(case.request.at)
    return (Reason.WATCH_LISTED,) if case.holder and listed else ()
