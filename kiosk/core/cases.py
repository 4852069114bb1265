"""Held cases: which decision opens, keeps or ends one; supervising a fever never depends on more.

A referral ends the lane's visit and opens a numbered case; so does a reading that wants a recheck,
even where something else refuses or where the person is on the way out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from kiosk.core.decide import AccessDecision
from kiosk.core.events import AccessDecided, CaseOutcome, Event, Moment
from kiosk.core.policy import ScreeningPolicy
from kiosk.core.readings import Reading
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.screening import Outcome, is_valid, screen

FEVER_WATCH = frozenset({Outcome.UNFINISHED, Outcome.ELEVATED})
"""Outcomes of a screening that keep a case open whatever the verdict."""


FRESH_S = 1800.0
"""How long a reading of a case can help to let its person in, seconds; a rest takes minutes."""


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


def readings_of(decisions: Sequence[Event]) -> tuple[Reading, ...]:
    """Give the readings that were first judged in these decisions, in their order."""
    facts = (event.fact for event in decisions)
    return tuple(one for fact in facts if isinstance(fact, AccessDecided) for one in fact.readings)


def carried(
    decisions: Sequence[Event], now: Moment, policy: ScreeningPolicy
) -> tuple[Reading, ...]:
    """Give the earlier readings of a person's case that count for a decision at `now`.

    An old reading may hold its person back, but never lets him in: while all of them together
    keep a fever under watch they all count, else only those of the last `FRESH_S`.
    """
    found = readings_of(decisions)
    if screen(found, policy).outcome in FEVER_WATCH:
        return found
    return readings_of([one for one in decisions if _age_s(one.moment, now) <= FRESH_S])


def elevated_since(decisions: Sequence[Event], policy: ScreeningPolicy) -> Moment | None:
    """Give the decision that made a person's case elevated, None while it is not.

    The rest counts from there, whatever was read after it (rules.md 2d, 2).
    """
    found: tuple[Reading, ...] = ()
    since: Moment | None = None
    for event in decisions:
        found += readings_of([event])
        elevated = screen(found, policy).outcome is Outcome.ELEVATED
        since = (since or event.moment) if elevated else None
    return since


def rest_left_s(decisions: Sequence[Event], now: Moment, policy: ScreeningPolicy) -> int:
    """Give the seconds until the contact thermometer may clear a person, 0 when no rest is due."""
    since = elevated_since(decisions, policy)
    if since is None:
        return 0
    left = policy.rest_minutes * 60 - _age_s(since, now)
    # The two moments are cut to whole units of their own: less than a second is none.
    return ceil(left) if left >= 1 else 0


def wants_contact(decisions: Sequence[Event], policy: ScreeningPolicy, most_invalid: int) -> bool:
    """Tell whether a person's case goes on with the contact thermometer.

    So it does once `most_invalid` readings in a row gave no valid value, by the sensor or typed,
    and outside the sensor's ambient range at once. What was not measured is never taken as normal.
    """
    invalid = 0
    for event in decisions:
        fact = event.fact
        if not isinstance(fact, AccessDecided):
            continue
        for one in fact.readings:
            invalid = 0 if is_valid(one, policy) else invalid + 1
        if not fact.readings and Reason.NO_VALID_READING in {fact.reason, *fact.also}:
            invalid += 1
    outcome = screen(readings_of(decisions), policy).outcome
    if outcome is Outcome.AMBIENT_OUT_OF_RANGE:
        return True
    return outcome in {Outcome.NO_VALID_READING, Outcome.UNFINISHED} and invalid >= most_invalid


def confirms_fever(outcome: Outcome) -> bool:
    """Tell whether an isolation must be written at once, so that every gate refuses."""
    return outcome is Outcome.CONFIRMED


def _none() -> CaseEffect:
    return CaseEffect(CaseAct.NONE)


def _age_s(then: Moment, now: Moment) -> float:
    """Give the seconds between two moments; by the wall clock only where a boot lies between."""
    if then.boot_id == now.boot_id:
        return abs(now.boot_ns - then.boot_ns) / 1e9
    return abs((now.wall - then.wall).total_seconds())
