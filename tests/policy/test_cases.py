"""The gate says what the cases expect, and says of a case it does not understand which and why."""

from pathlib import Path

import pytest

from config.policy_cases import BadCase, CaseResult, load_cases, run_cases
from config.policy_loader import load_policy
from kiosk.core.reasons import Reason

HERE = Path(__file__).parent
POLICY = load_policy()


def results(*names: str) -> list[CaseResult]:
    return [
        result for name in names for result in run_cases(load_cases(HERE / name, POLICY), POLICY)
    ]


HOLDING = results("policy-cases.toml", "rulings.toml")
NOT_UNDERSTOOD = results("not_understood.toml")


@pytest.mark.parametrize("result", HOLDING, ids=lambda result: result.case.name)
def test_the_gate_says_what_the_case_expects(result: CaseResult) -> None:
    assert result.holds, result


@pytest.mark.parametrize("result", NOT_UNDERSTOOD, ids=lambda result: result.case.name)
def test_a_case_that_is_not_understood_fails_by_its_name(result: CaseResult) -> None:
    assert isinstance(result.case, BadCase)
    assert not result.holds
    key = result.case.name.split(" | ")[0]
    said = [problem.key for problem in result.case.problems]
    assert any(f".{key}" in one for one in said), said


def test_every_reason_but_that_of_the_lane_is_the_reason_of_some_case() -> None:
    found = {result.decision.reason for result in HOLDING if result.decision}
    assert set(Reason) - found == {Reason.STEP_BACK}
