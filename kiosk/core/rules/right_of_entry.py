"""Row 26: the grounds on which somebody is let in, or out (rulings 13, 14 and 17)."""

from kiosk.core.permits import PermitState
from kiosk.core.phases import Direction
from kiosk.core.reasons import Reason
from kiosk.core.rules.basis import Basis, Situation
from kiosk.core.screening import Outcome

_GROUNDS = {
    Basis.NOTHING: None,
    Basis.SHIFT: Reason.ON_DUTY,
    Basis.PERMIT: Reason.PERMIT,
    Basis.RELEASE: Reason.RELEASED,
    Basis.ROSTER: Reason.ROSTER,
}


def rule(case: Situation) -> tuple[Reason, ...]:
    """Say every ground that holds; the first is the reason of a grant that nothing refuses."""
    if case.request.direction is Direction.OUT:
        return (Reason.EXIT,)
    ground = _GROUNDS[case.basis]
    permit = case.permit
    if ground is None or (permit is not None and permit.state is not PermitState.APPROVED):
        return ()
    return (Reason.CLEARED, ground) if case.outcome is Outcome.CLEARED else (ground,)
