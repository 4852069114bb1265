"""`kiosk policy test`: runs case files through the rules that run at the gate."""

import argparse
import json
import sys
from pathlib import Path

from config.errors import ConfigError, Problem
from config.policy_cases import BadCase, CaseResult, PolicyCase, load_cases, run_cases
from config.policy_editions import find_policy
from config.policy_loader import DEFAULT_POLICY, load_policy
from kiosk.cli import common
from kiosk.core.policy import Policy
from kiosk.core.text import clean

_LINE_LIMIT = 600


def test(args: argparse.Namespace) -> int:
    """Run the cases; 0 when all hold, 1 when one does not. Raises ConfigError."""
    named = args.policy is not None
    path = find_policy(args.policy, common.config_folder(args)) if named else DEFAULT_POLICY
    policy = load_policy(path)
    results = _results([Path(one) for one in args.cases], policy)
    held = sum(result.holds for result in results)
    for result in results:
        if args.json:
            print(json.dumps(_record(result)))
        elif not result.holds:
            print(_failure(result))
        if args.json and isinstance(result.case, BadCase):
            # The record has no place for it, and a reader must still learn what to mend.
            print(_failure(result), file=sys.stderr)
    if not args.json:
        print(f"{held} of {len(results)} cases hold under {clean(policy.name)}")
    return common.HOLDS if held == len(results) else common.FAILS


def _results(files: list[Path], policy: Policy) -> list[CaseResult]:
    """Run every file, or say everything that keeps any of them from being read."""
    found: list[CaseResult] = []
    problems: list[Problem] = []
    for path in files:
        try:
            found += run_cases(load_cases(path, policy), policy)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return found


def _record(result: CaseResult) -> dict[str, object]:
    decision = result.decision
    return {
        "name": result.case.name,
        "verdict": decision and decision.verdict,
        "reason": decision and decision.reason,
        "clause": decision and decision.clause,
        "also": list(decision.also) if decision else [],
        "next_step": decision and decision.next_step,
        "ok": result.holds,
    }


def _failure(result: CaseResult) -> str:
    """Say in one line what was expected, what came, and which rule said what."""
    match result.case, result.decision:
        case BadCase(name=name, problems=problems), _:
            return clean(f"FAIL {name}: {'; '.join(map(str, problems))}", _LINE_LIMIT)
        case PolicyCase() as case, decision if decision is not None:
            expected = " ".join(filter(None, (case.verdict, case.reason, case.clause)))
            got = f"{decision.verdict} {decision.reason} {decision.clause}"
            trace = ", ".join(
                f"{said.rule} {'+'.join(said.reasons)}" for said in decision.trace if said.reasons
            )
            line = f"FAIL {case.name}: expected {expected}, got {got}; trace: {trace}"
            return clean(line, _LINE_LIMIT)
        case _:
            return clean(f"FAIL {result.case.name}: was not run", _LINE_LIMIT)
