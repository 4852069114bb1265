"""Held cases: which decision opens, keeps or ends one; supervising a fever never depends on more.

A referral ends the lane's visit and opens a numbered case; so does a reading that wants a recheck,
even where something else refuses or where the person is on the way out.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.core.decide import AccessDecision
from kiosk.core.events import CaseOutcome
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.screening import Outcome

FEVER_WATCH = frozenset({Outcome.UNFINISHED, Outcome.ELEVATED})
"""Outcomes of a screening that keep a case open whatever the verdict."""


class CaseAct(StrEnum):
    """What a decision does to the held cases."""

    NONE = "none"
    HOLD = "hold"
    END = "end"


@dataclass(frozen=True, slots=True)
class CaseEffect:
    """The act, and how the case ended if it did."""

    act: CaseAct
    outcome: CaseOutcome | None = None


def effect(decision: AccessDecision, outcome: Outcome, *, joined: bool) -> CaseEffect:
    """Say what becomes of the case; `joined` tells whether the visit belongs to an open one.

    `outcome` is the screening over all readings of visit and case.
    """
    if decision.reason is Reason.STEP_BACK:
        return CaseEffect(CaseAct.NONE)
    if outcome is Outcome.CONFIRMED:
        return CaseEffect(CaseAct.END, CaseOutcome.CONFIRMED) if joined else _none()
    if decision.verdict is Verdict.REFER or outcome in FEVER_WATCH:
        return CaseEffect(CaseAct.HOLD)
    if not joined:
        return _none()
    admitted = decision.verdict is Verdict.GRANT
    return CaseEffect(CaseAct.END, CaseOutcome.ADMITTED if admitted else CaseOutcome.REFUSED)


def confirms_fever(outcome: Outcome) -> bool:
    """Tell whether an isolation must be written at once, so that every gate refuses."""
    return outcome is Outcome.CONFIRMED


def _none() -> CaseEffect:
    return CaseEffect(CaseAct.NONE)
