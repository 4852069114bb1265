"""Decisions per second on one core: ours against pycasbin with an equal rule set, in one run.

Both are first shown to give the same verdict and reason on every request of the sample; then they
are timed in turn, pair by pair, so that a slow moment of the machine hits both. Ours does more in
its time: see `not_expressed`.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from config.policy_cases import PolicyCase, load_cases
from config.policy_loader import load_policy
from kiosk.core.decide import decide
from kiosk.core.reasons import Verdict
from kiosk.core.request import AccessRequest
from tests.bench import rival
from tests.bench.school import morning_requests

CASES = Path(__file__).parents[1] / "policy"
POLICY = load_policy()
NOT_EXPRESSED = (
    "also (every further reason), clause, next step, trace of all rules;"
    " refer is written as deny with its reason"
)

Decider = Callable[[AccessRequest], tuple[bool, str]]


def parser() -> argparse.ArgumentParser:
    """Give the options of this measure."""
    options = argparse.ArgumentParser(prog="python -m tests.bench decide --")
    options.add_argument("--pairs", type=int, default=15, help="rounds (default: %(default)s)")
    options.add_argument("--requests", type=int, default=300, help="(default: %(default)s)")
    return options


def run(args: list[str]) -> dict[str, object]:
    """Measure on the policy cases, where every row speaks, and on a morning of pupils."""
    # The other measures of one run get the same arguments.
    options, _ = parser().parse_known_args(args)
    samples = {
        "policy_cases": cases()[: options.requests],
        "morning": morning_requests(options.requests, seed=3),
    }
    return {
        "rows": len(rival.CONDITIONS),
        "not_expressed": NOT_EXPRESSED,
        **{name: _compared(sample, options.pairs) for name, sample in samples.items()},
    }


def cases() -> list[AccessRequest]:
    """Give the requests of the policy cases that this project is tested with."""
    found = (case for file in sorted(CASES.glob("*.toml")) for case in load_cases(file, POLICY))
    return [case.request for case in found if isinstance(case, PolicyCase)]


def ours(request: AccessRequest) -> tuple[bool, str]:
    """Decide as the gate does."""
    decision = decide(request, POLICY)
    return decision.verdict is Verdict.GRANT, decision.reason.value


def rivals() -> dict[str, Decider]:
    """Make pycasbin with conditions as policy data, and as a mere loop over Python functions."""
    return {
        "pycasbin": partial(_asked, rival.with_conditions()),
        "pycasbin_loop_over_python_functions": partial(_asked, rival.with_functions()),
    }


def _asked(ask: rival.Rival, request: AccessRequest) -> tuple[bool, str]:
    return ask(request, POLICY)


def disagreements(sample: Sequence[AccessRequest], other: Decider) -> list[AccessRequest]:
    """Give the requests to which both do not say the same."""
    return [request for request in sample if ours(request) != other(request)]


def _compared(sample: Sequence[AccessRequest], pairs: int) -> dict[str, Any]:
    found: dict[str, Any] = {"requests": len(sample)}
    for name, other in rivals().items():
        if different := disagreements(sample, other):
            raise RuntimeError(f"{name} disagrees on {len(different)}: {different[0]}")
        times = [(_seconds(sample, ours), _seconds(sample, other)) for _ in range(pairs)]
        mine, theirs = (median(column) / len(sample) for column in zip(*times, strict=True))
        found[name] = {
            "same_verdict_and_reason": len(sample),
            "ours_per_s": round(1 / mine),
            "theirs_per_s": round(1 / theirs),
            "ratio": round(median(other / one for one, other in times), 1),
        }
    return found


def _seconds(sample: Sequence[AccessRequest], act: Decider) -> float:
    """Give the CPU seconds of this thread for one pass over the sample."""
    began = time.thread_time()
    for request in sample:
        act(request)
    return time.thread_time() - began


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:]), indent=2))
