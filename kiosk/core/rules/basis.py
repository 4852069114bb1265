"""What a way in rests on: a shift, a permit, a release, the roster, or nothing.

Rulings 2 to 6 decide which facts of a request may be looked at. It is found once for each request,
and every rule is given the same findings, so that no two of them can disagree.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from kiosk.core.people import OUTSIDERS, PersonKind, unit_covers
from kiosk.core.permits import Permit
from kiosk.core.phases import Phase
from kiosk.core.policy import PhasePolicy, Policy
from kiosk.core.reasons import Reason
from kiosk.core.request import NOBODY, AccessRequest, Holder
from kiosk.core.screening import Outcome, screen

EARLY_RETURN = "early-return"
"""The only purpose that counts for a pupil (ruling 5)."""


class Basis(StrEnum):
    """The ground on which somebody may come in."""

    NOTHING = "nothing"
    SHIFT = "shift"
    PERMIT = "permit"
    RELEASE = "release"
    ROSTER = "roster"


class Situation(NamedTuple):
    """A request, its policy, and what the rulings make of them.

    `holder` is who is recognised, None for nobody; `phase` what the policy says of the phase at
    hand; `barred` whether people of this kind never enter in it; `basis` what the way in rests on
    and `permit` the permit that it rests on; `outcome` what the readings say together.
    """

    request: AccessRequest
    policy: Policy
    holder: Holder | None
    phase: PhasePolicy
    barred: bool
    basis: Basis
    permit: Permit | None
    outcome: Outcome


Rule = Callable[[Situation], tuple[Reason, ...]]
"""A rule says its reasons; nothing to say is the empty tuple."""


def situation(request: AccessRequest, policy: Policy) -> Situation:
    """Find everything that more than one rule asks about."""
    holder = recognised(request)
    phase = policy.phases[request.phase]
    barred = holder is not None and holder.kind in phase.barred_kinds
    basis = Basis.NOTHING if holder is None or barred else _basis(request, holder)
    return Situation(
        request,
        policy,
        holder,
        phase,
        barred,
        basis,
        request.permit if basis is Basis.PERMIT else None,
        screen(request.readings, policy.screening).outcome,
    )


def recognised(request: AccessRequest) -> Holder | None:
    """Give the person whom the credential stands for, None when nobody is recognised (ruling 2)."""
    return None if request.credential.state in NOBODY else request.holder


def on_shift(request: AccessRequest) -> bool:
    """Tell whether one of the person's shifts holds now."""
    return any(shift.holds(request.at) for shift in request.duty)


def released(request: AccessRequest, holder: Holder) -> bool:
    """Tell whether the pupil's unit has been released; means something while staged only."""
    return request.phase is Phase.STAGED and any(
        unit_covers(unit, holder.unit) for unit in request.released
    )


def judged_permit(request: AccessRequest, policy: Policy) -> Permit | None:
    """Give the permit that the way in rests on; None where no permit is looked at (ruling 4)."""
    return situation(request, policy).permit


def needs_permit(holder: Holder) -> bool:
    """Tell whether this kind of person enters on a permit only, in every phase but normal."""
    return holder.kind in OUTSIDERS or holder.kind is PersonKind.COURIER


def _basis(request: AccessRequest, holder: Holder) -> Basis:
    """Name what the way in rests on, whether or not it is in order (rulings 3 to 6)."""
    if request.phase is Phase.NORMAL:
        return Basis.ROSTER
    if holder.kind is PersonKind.PUPIL:
        return _pupil_basis(request, holder)
    if holder.kind is PersonKind.STAFF:
        return _staff_basis(request)
    return Basis.NOTHING if request.permit is None else Basis.PERMIT


def _pupil_basis(request: AccessRequest, holder: Holder) -> Basis:
    if request.phase is Phase.OPEN:
        return Basis.ROSTER
    if released(request, holder):
        return Basis.RELEASE
    permit = request.permit
    counts = permit is not None and permit.purpose == EARLY_RETURN
    return Basis.PERMIT if counts else Basis.NOTHING


def _staff_basis(request: AccessRequest) -> Basis:
    if request.phase is not Phase.CLOSED:
        return Basis.ROSTER
    if on_shift(request):
        return Basis.SHIFT
    return Basis.NOTHING if request.permit is None else Basis.PERMIT
