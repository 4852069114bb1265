"""When the home-record rules bind: a pupil's first return while closed or staged (ruling 9)."""

from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from kiosk.core.rules.basis import Situation


def returns_first(case: Situation) -> bool:
    """Tell whether this way in is a pupil's first return."""
    return (
        case.holder is not None
        and case.holder.kind is PersonKind.PUPIL
        and case.request.health.first_return
        and case.request.phase in (Phase.CLOSED, Phase.STAGED)
    )
