"""`kiosk policy`: tests a policy with cases, explains a reason, shows what a policy says."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from config.errors import ConfigError
from config.policy_cases import BadCase, CaseResult, PolicyCase, load_cases, run_cases
from config.policy_loader import DEFAULT_POLICY, load_policy
from kiosk.core.phases import Phase
from kiosk.core.policy import PhasePolicy, Policy
from kiosk.core.reasons import FACTS, Reason
from kiosk.core.text import clean
from kiosk.core.words import words

HOLDS, FAILS, WRONG_USE = 0, 1, 2

_EXAMPLE = """\
example:
  kiosk policy test our-cases.toml
  kiosk policy test --policy our-school.toml our-cases.toml --json
  kiosk policy explain early_return_not_approved
  kiosk policy show
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    parser.description = "Test, explain and show the policy of the gate."
    parser.epilog = _EXAMPLE
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    verbs = parser.add_subparsers(dest="policy_verb", required=True, metavar="test|explain|show")

    def verb(name: str, line: str, example: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=line, description=line, epilog=f"example: {example}")

    test = verb(
        "test", "run case files through the rules of the gate", "kiosk policy test our-cases.toml"
    )
    test.add_argument("cases", nargs="+", type=Path, metavar="CASES.toml")
    explain = verb(
        "explain", "say what a reason means and what to do", "kiosk policy explain no_permit"
    )
    explain.add_argument("reason", metavar="REASON")
    show = verb("show", "show what the policy says", "kiosk policy show --policy ours.toml")
    for one in (test, show):
        one.add_argument(
            "--policy", type=Path, default=DEFAULT_POLICY, help="policy file (default: %(default)s)"
        )
    for one in (test, explain, show):
        one.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when all holds, 1 when a case does not, 2 for wrong use."""
    verb = _VERBS[args.policy_verb]
    try:
        return verb(args)
    except ConfigError as error:
        for problem in error.problems:
            print(f"kiosk policy: {clean(str(problem), 400)}", file=sys.stderr)
        return WRONG_USE


def _test(args: argparse.Namespace) -> int:
    policy = load_policy(args.policy)
    results: list[CaseResult] = []
    for path in args.cases:
        results += run_cases(load_cases(path, policy), policy)
    held = sum(result.holds for result in results)
    if args.json:
        for result in results:
            print(json.dumps(_record(result)))
    else:
        for result in results:
            if not result.holds:
                print(_failure(result))
        print(f"{held} of {len(results)} cases hold under {clean(policy.name)}")
    return HOLDS if held == len(results) else FAILS


def _record(result: CaseResult) -> dict[str, object]:
    decision = result.decision
    record: dict[str, object] = {
        "name": result.case.name,
        "verdict": decision and decision.verdict,
        "reason": decision and decision.reason,
        "clause": decision and decision.clause,
        "also": list(decision.also) if decision else [],
        "next_step": decision and decision.next_step,
        "ok": result.holds,
    }
    if isinstance(result.case, BadCase):
        record["problems"] = list(map(str, result.case.problems))
    return record


def _failure(result: CaseResult) -> str:
    """Say in one line what was expected, what came, and which rule said what."""
    match result.case, result.decision:
        case BadCase(name=name, problems=problems), _:
            return clean(f"FAIL {name}: {'; '.join(map(str, problems))}", 600)
        case PolicyCase() as case, decision if decision is not None:
            expected = " ".join(filter(None, (case.verdict, case.reason, case.clause)))
            got = f"{decision.verdict} {decision.reason} {decision.clause}"
            trace = ", ".join(
                f"{said.rule} {'+'.join(said.reasons)}" for said in decision.trace if said.reasons
            )
            return clean(f"FAIL {case.name}: expected {expected}, got {got}; trace: {trace}", 600)
        case _:
            return clean(f"FAIL {result.case.name}: was not run", 600)


def _explain(args: argparse.Namespace) -> int:
    if args.reason not in list(Reason):
        known = ", ".join(Reason)
        print(f"kiosk policy explain: no such reason; use one of: {known}", file=sys.stderr)
        return WRONG_USE
    facts = FACTS[Reason(args.reason)]
    rows = {
        "reason": Reason(args.reason),
        "verdict": facts.verdict,
        "clause": facts.clause,
        "override": facts.override,
        "next_step": facts.next_step,
    }
    if args.json:
        print(json.dumps({key: {"code": one} | words(one)._asdict() for key, one in rows.items()}))
    else:
        for title, member in rows.items():
            both = words(member)
            print(f"{title:<10} {member:<28} {both.zh} / {both.en}")
    return HOLDS


def _show(args: argparse.Namespace) -> int:
    policy = load_policy(args.policy)
    if args.json:
        print(json.dumps(_policy_record(policy)))
        return HOLDS
    screening = policy.screening
    print(f"{clean(policy.name)}  {clean(policy.title_zh)} / {clean(policy.title_en)}")
    print(f"sha256 {policy.digest}")
    print(f"school day {policy.opening:%H:%M} to {policy.day_end:%H:%M}")
    print(
        f"infrared: plausible {screening.plausible_low_c} to {screening.plausible_high_c} C, "
        f"recheck from {screening.recheck_c} C, median of {screening.further_readings} further "
        f"elevated from {screening.elevated_c} C"
    )
    print(
        f"contact: elevated from {screening.contact_c} C after {screening.rest_minutes} min rest; "
        f"ambient {screening.ambient_low_c} to {screening.ambient_high_c} C"
    )
    print(f"home records: {policy.home_record_days} days, refused from {policy.home_record_c} C")
    for phase, rules in policy.phases.items():
        print(_phase_line(phase, rules))
    return HOLDS


def _phase_line(phase: Phase, rules: PhasePolicy) -> str:
    if phase is Phase.NORMAL:
        return f"{phase}: nobody needs a permit, nothing is barred"
    reach = "; ".join(
        f"{purpose} only to {', '.join(sorted(areas))}"
        for purpose, areas in sorted(rules.purpose_areas.items())
    )
    parts = (
        f"purposes {', '.join(sorted(rules.purposes)) or 'none'}",
        f"shut {', '.join(sorted(rules.shut_areas)) or 'nothing'}",
        f"never enter: {', '.join(sorted(rules.barred_kinds)) or 'nobody'}",
        reach,
    )
    return clean(f"{phase}: {'; '.join(filter(None, parts))}", 1000)


def _policy_record(policy: Policy) -> dict[str, object]:
    screening = policy.screening
    return {
        "name": policy.name,
        "title": {"zh": policy.title_zh, "en": policy.title_en},
        "digest": policy.digest,
        "opening": policy.opening.isoformat(),
        "day_end": policy.day_end.isoformat(),
        "screening": {name: getattr(screening, name) for name in type(screening).__slots__},
        "home_records": {"days": policy.home_record_days, "threshold_c": policy.home_record_c},
        "areas": sorted(policy.areas),
        "purposes": sorted(policy.purposes),
        "public_purposes": sorted(policy.public_purposes),
        "access_points": sorted(policy.access_points),
        "phases": {
            phase.value: {
                "purposes": sorted(rules.purposes),
                "shut_areas": sorted(rules.shut_areas),
                "barred_kinds": sorted(rules.barred_kinds),
                "purpose_areas": {key: sorted(one) for key, one in rules.purpose_areas.items()},
            }
            for phase, rules in policy.phases.items()
        },
    }


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "test": _test,
    "explain": _explain,
    "show": _show,
}
