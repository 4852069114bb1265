"""The access decision: all rules run, the severest verdict wins, then the order of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
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


@cache
def _said(rule: str, reasons: tuple[Reason, ...]) -> Said:
    """Give a line of a trace; most are the same in every decision, so each is made once."""
    return Said(rule, reasons)


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
    request: AccessRequest, policy: Policy, rules: Sequence[tuple[str, Rule]] = RULES
) -> AccessDecision:
    """Decide one approach; `rules` are named so that a trace can be read.

    Raises nothing. A request to which no rule says anything is refused as `no_permit`: nothing
    gives a right of entry.
    """
    case = situation(request, policy)
    way_out = request.direction is Direction.OUT
    trace = tuple([_said(name, rule(case)) for name, rule in rules])
    if way_out:
        trace = tuple(_on_the_way_out(said) for said in trace)
    found = sorted({reason for said in trace for reason in said.reasons}, key=ORDER.__getitem__)
    return _decision(request, policy, Reason.EXIT if way_out else _severest(found), found, trace)


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


def _on_the_way_out(said: Said) -> Said:
    """Keep what may be said of a way out (ruling 14): exit, and that the permit has ended."""
    kept = (Reason.EXIT, Reason.PERMIT_OVER)
    return Said(said.rule, tuple(reason for reason in said.reasons if reason in kept))


def _severest(found: Sequence[Reason]) -> Reason:
    for verdict in _SEVEREST_FIRST:
        for reason in found:
            if FACTS[reason].verdict is verdict:
                return reason
    return Reason.NO_PERMIT


def _decision(
    request: AccessRequest,
    policy: Policy,
    reason: Reason,
    found: Sequence[Reason],
    trace: tuple[Said, ...],
) -> AccessDecision:
    others = (one for one in found if FACTS[one].verdict is not Verdict.GRANT)
    return AccessDecision(
        verdict=FACTS[reason].verdict,
        reason=reason,
        clause=clause_of(reason, request, policy),
        also=tuple(one for one in others if one is not reason),
        next_step=FACTS[reason].next_step,
        trace=trace,
        phase=request.phase,
        policy_name=policy.name,
        policy_digest=policy.digest,
    )


def overridable(reason: Reason, phase: Phase) -> bool:
    """Tell whether a supervisor may lift this one reason in this phase."""
    match FACTS[reason].override:
        case Override.ALLOWED:
            return True
        case Override.WHILE_OPEN:
            return phase is Phase.OPEN
        case Override.NEVER:
            return False
