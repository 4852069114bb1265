"""The access decision: all rules run, the severest verdict wins, then the order of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kiosk.core.phases import Direction, Phase
from kiosk.core.policy import Policy
from kiosk.core.reasons import FACTS, ORDER, Clause, NextStep, Override, Reason, Verdict
from kiosk.core.request import AccessRequest
from kiosk.core.rules import RULES
from kiosk.core.rules.basis import Rule, situation


class Said(NamedTuple):
    """One line of a trace: a rule and the reasons it gave, none when it had nothing to say."""

    rule: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class AccessDecision:
    """What the gate says, why, and under which policy.

    `also` holds every other deny and refer reason in the order of the table; on the way out it
    holds `permit_over` at most. `trace` has every rule in that order.
    """

    verdict: Verdict
    reason: Reason
    clause: Clause
    also: tuple[Reason, ...]
    next_step: NextStep
    trace: tuple[Said, ...]
    phase: Phase
    policy_name: str
    policy_digest: str


_SEVEREST_FIRST = (Verdict.DENY, Verdict.REFER, Verdict.GRANT)


def decide(
    request: AccessRequest, policy: Policy, rules: tuple[tuple[str, Rule], ...] = RULES
) -> AccessDecision:
    """Decide one approach; `rules` are named so that a trace can be read.

    Raises nothing. A request to which no rule says anything is refused as `no_permit`: nothing
    gives a right of entry.
    """
    case = situation(request, policy)
    said = tuple([rule(case) for _, rule in rules])
    judged = _judged(rules, said, request.direction is Direction.OUT)
    facts = FACTS[judged.reason]
    return AccessDecision(
        verdict=facts.verdict,
        reason=judged.reason,
        clause=clause_of(judged.reason, request, policy),
        also=judged.also,
        next_step=facts.next_step,
        trace=judged.trace,
        phase=request.phase,
        policy_name=policy.name,
        policy_digest=policy.digest,
    )


def step_back(phase: Phase, policy: Policy) -> AccessDecision:
    """Give the answer of a lane that cannot tell whose readings it has; no rule is asked."""
    facts = FACTS[Reason.STEP_BACK]
    return AccessDecision(
        verdict=facts.verdict,
        reason=Reason.STEP_BACK,
        clause=facts.clause,
        also=(),
        next_step=facts.next_step,
        trace=(Said("lane", (Reason.STEP_BACK,)),),
        phase=phase,
        policy_name=policy.name,
        policy_digest=policy.digest,
    )


def may_override(decision: AccessDecision) -> bool:
    """Tell whether a guard with a supervisor may override the decision (ruling 16).

    Only when the reason and every further reason may be overridden; a grant needs none.
    """
    if decision.verdict is Verdict.GRANT:
        return False
    return all(overridable(one, decision.phase) for one in (decision.reason, *decision.also))


def clause_of(reason: Reason, request: AccessRequest, policy: Policy) -> Clause:
    """Give the clause a reason rests on; a refused public use rests on the venues' clause."""
    if reason is Reason.PURPOSE_NOT_ALLOWED and (
        request.permit is not None and request.permit.purpose in policy.public_purposes
    ):
        return Clause.N1D
    return FACTS[reason].clause


class _Judged(NamedTuple):
    """What follows from what the rules said, whoever it was said of."""

    reason: Reason
    also: tuple[Reason, ...]
    trace: tuple[Said, ...]


# A gate says the same few things all day; a morning has some dozen different ones.
@lru_cache(maxsize=1024)
def _judged(
    rules: tuple[tuple[str, Rule], ...], said: tuple[tuple[Reason, ...], ...], way_out: bool
) -> _Judged:
    """Find the reason: the severest verdict first, then the order of the table (ruling 16)."""
    if way_out:
        said = tuple(map(_on_the_way_out, said))
    found = sorted({reason for reasons in said for reason in reasons}, key=ORDER.__getitem__)
    reason = Reason.EXIT if way_out else _severest(found)
    also = (one for one in found if FACTS[one].verdict is not Verdict.GRANT)
    trace = (Said(name, reasons) for (name, _), reasons in zip(rules, said, strict=True))
    return _Judged(reason, tuple(one for one in also if one is not reason), tuple(trace))


def _on_the_way_out(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Keep what may be said of a way out (ruling 14): exit, and that the permit has ended."""
    return tuple(one for one in reasons if one in (Reason.EXIT, Reason.PERMIT_OVER))


def _severest(found: Sequence[Reason]) -> Reason:
    for verdict in _SEVEREST_FIRST:
        for reason in found:
            if FACTS[reason].verdict is verdict:
                return reason
    return Reason.NO_PERMIT


def overridable(reason: Reason, phase: Phase) -> bool:
    """Tell whether a supervisor may lift this one reason in this phase."""
    match FACTS[reason].override:
        case Override.ALLOWED:
            return True
        case Override.WHILE_OPEN:
            return phase is Phase.OPEN
        case Override.NEVER:
            return False
