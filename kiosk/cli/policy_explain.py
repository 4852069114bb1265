"""`kiosk policy explain`: says to a guard what a reason means, when it is given and what to do."""

import argparse
import sys

from kiosk.cli import common
from kiosk.core import words_explain
from kiosk.core.reasons import FACTS, ORDER, Reason, ReasonFacts, Verdict
from kiosk.core.words import Words, words

_TITLES = {
    "reason": Words("原因", "Reason"),
    "verdict": Words("结论", "Verdict"),
    "clause": Words("依据", "Clause"),
    "when": Words("何时给出", "When"),
    "next_step": Words("下一步", "Next step"),
    "override": Words("谁可放行", "Override"),
    "lifted_by": Words("解除", "Ended by"),
}


def explain(args: argparse.Namespace) -> int:
    """Explain one reason; one that does not exist is wrong use, and all are named."""
    if args.reason not in list(Reason):
        known = ", ".join(Reason)
        print(f"kiosk policy explain: no such reason; use one of: {known}", file=sys.stderr)
        return common.WRONG_USE
    reason = Reason(args.reason)
    rows = _rows(reason, FACTS[reason])
    if args.json:
        common.print_json(_record(reason, rows))
        return common.HOLDS
    for key, (code, both) in rows.items():
        title = _TITLES[key]
        print(f"{title.zh} / {title.en}" + (f"  ({code})" if code else ""))
        print(f"  {both.zh}\n  {both.en}")
    return common.HOLDS


def _rows(reason: Reason, facts: ReasonFacts) -> dict[str, tuple[str, Words]]:
    """Give code and words by title; what has no code has an empty one."""
    grant = facts.verdict is Verdict.GRANT
    who = words_explain.NOTHING_TO_OVERRIDE if grant else words_explain.WHO[facts.override]
    rows = {
        "reason": (reason.value, words(reason)),
        "verdict": (facts.verdict.value, words(facts.verdict)),
        "clause": (facts.clause.value, words(facts.clause)),
        "when": ("", words_explain.WHEN[reason]),
        "next_step": (facts.next_step.value, words(facts.next_step)),
        "override": (facts.override.value, who),
    }
    if reason in words_explain.LIFTED_BY:
        rows["lifted_by"] = ("", words_explain.LIFTED_BY[reason])
    return rows


def _record(reason: Reason, rows: dict[str, tuple[str, Words]]) -> dict[str, object]:
    """Give the rows as JSON; `order` is the place in the table that settles ties, from 1."""
    found: dict[str, object] = {"order": ORDER[reason] + 1}
    for key, (code, both) in rows.items():
        found[key] = ({"code": code} if code else {}) | both._asdict()
    return found
