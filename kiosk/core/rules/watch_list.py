"""Row 6: the person is on the watch list for contact to a key region (clause N6)."""

from kiosk.core.policy import Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import recognised


def rule(request: AccessRequest, policy: Policy) -> tuple[Reason, ...]:
    """Say that a listing holds now."""
    watch = request.health.watch
    listed = watch is not None and watch.window.holds(request.at)
    return (Reason.WATCH_LISTED,) if recognised(request) and listed else ()
