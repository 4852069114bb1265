"""Policy cases: one situation at the gate as data, with the verdict a school expects.

A case with an unknown key, word or a value of the wrong form is a `BadCase` and fails by its name;
it is never run with something filled in for what was not understood (ruling 19).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from config import forms
from config.case_facts import credential, duty, health, holder, permit, readings
from config.errors import ConfigError, Problem
from config.toml_table import Table, read_table
from kiosk.core.decide import AccessDecision, decide
from kiosk.core.phases import Direction, Phase
from kiosk.core.policy import Policy
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.request import AccessRequest, ClockTrust


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """One case that can be run; `clause` None means that the case does not name one."""

    name: str
    request: AccessRequest
    verdict: Verdict
    reason: Reason
    clause: Clause | None


@dataclass(frozen=True, slots=True)
class BadCase:
    """One case that cannot be run, and every reason why."""

    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of a case; `decision` is None when it could not be run."""

    case: PolicyCase | BadCase
    decision: AccessDecision | None

    @property
    def holds(self) -> bool:
        """Tell whether the gate says what the case expects."""
        match self.case:
            case BadCase():
                return False
            case PolicyCase():
                return self.decision is not None and _meets(self.decision, self.case)
            case _:
                assert_never(self.case)


def load_cases(path: Path, policy: Policy) -> tuple[PolicyCase | BadCase, ...]:
    """Load the cases of a file, in order; the words they may use are those of the policy.

    Raises `ConfigError` when the file cannot be read, is no TOML, holds no case, or holds anything
    that is not a case; then with the problems of its cases too, so that one look mends it all.
    """
    root = read_table(path)
    tables = root.tables("case") or []
    root.refuse_unknown()
    cases = tuple(_case(table, number, policy) for number, table in enumerate(tables, 1))
    if root.problems:
        root.problems += [
            problem for case in cases if isinstance(case, BadCase) for problem in case.problems
        ]
    root.raise_problems()
    if not cases:
        raise ConfigError([Problem(str(path), "case", "there is none; write [[case]] before each")])
    return cases


def run_cases(cases: Sequence[PolicyCase | BadCase], policy: Policy) -> list[CaseResult]:
    """Run the cases through the rules of the gate."""
    return [
        CaseResult(case, decide(case.request, policy) if isinstance(case, PolicyCase) else None)
        for case in cases
    ]


def _meets(decision: AccessDecision, case: PolicyCase) -> bool:
    right = (decision.verdict, decision.reason) == (case.verdict, case.reason)
    return right and case.clause in (None, decision.clause)


def _case(table: Table, number: int, policy: Policy) -> PolicyCase | BadCase:
    table.problems = []
    name = table.take("name", forms.text())
    request = _request(table, policy)
    expect = table.table("expect")
    case = PolicyCase(
        name=name,
        request=request,
        verdict=expect.take("verdict", forms.member(Verdict)),
        reason=expect.take("reason", forms.member(Reason)),
        clause=expect.take_or("clause", forms.optional(forms.member(Clause)), None),
    )
    expect.refuse_unknown()
    table.refuse_unknown()
    if table.problems:
        return BadCase(name or f"case {number}, without a name", tuple(table.problems))
    return case


def _request(table: Table, policy: Policy) -> AccessRequest:
    direction = table.take_or("direction", forms.member(Direction), Direction.IN)
    who = holder(table.table("person"))
    return AccessRequest(
        at=table.take("at", forms.instant()),
        phase=table.take("phase", forms.member(Phase)),
        credential=credential(table.table_or_none("credential"), who.kind),
        holder=who,
        direction=direction,
        access_point=table.take_or("access_point", forms.word(policy.access_points), "north"),
        released=table.take_or("released", forms.each(forms.text(), once=False), ()),
        permit=permit(table.table_or_none("permit"), policy),
        duty=duty(table.table_or_none("duty")),
        health=health(table.table_or_none("health")),
        readings=readings(table.tables("readings")),
        inside=table.take_or("inside", forms.truth(), direction is Direction.OUT),
        clock=table.take_or("clock", forms.member(ClockTrust), ClockTrust.TRUSTED),
    )
