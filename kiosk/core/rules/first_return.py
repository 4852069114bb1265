"""When the home-record rules bind: a pupil's first return while closed or staged (ruling 9)."""

from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import recognised


def returns_first(request: AccessRequest) -> bool:
    """Tell whether this way in is a pupil's first return."""
    holder = recognised(request)
    return (
        holder is not None
        and holder.kind is PersonKind.PUPIL
        and request.phase in (Phase.CLOSED, Phase.STAGED)
        and request.health.first_return
    )
