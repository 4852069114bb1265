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


HOLDING = results("policy-cases.toml", "rulings.toml", "boundaries.toml")
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


def test_no_two_cases_have_one_name() -> None:
    names = [result.case.name for result in HOLDING]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("2: an unknown card comes before a confirmed fever", "elevated_confirmed"),
        ("2: a confirmed fever refuses also where the code could not be read",
         "credential_unreadable"),
        ("2: an expired pass still stands for somebody who is isolated", "isolated"),
        ("2: of an invalid pass neither permit nor listing nor isolation is looked at", ""),
        ("5: a rejected early return", "early_return_not_approved"),
        ("5: an early return that has not begun", ""),
        ("7: the purpose comes before the area", "area_closed permit_not_approved"),
        ("7: a rejected permit for a shut area is refused for the area", "permit_rejected"),
        ("9: too few days and an elevated one: the days are the reason", "home_records_elevated"),
        ("9: a pupil who is not released is told that first",
         "home_records_incomplete home_records_elevated"),
        ("13: cleared by temperature, but inside already", ""),
        ("15: it is the last of the refers", "clock_unsure"),
        ("15: no shift now does not", ""),
        ("16: inside already before a recheck", "recheck_temperature"),
        ("16: a used pass before a missing permit", "no_permit"),
        ("16: isolation before a confirmed fever", "elevated_confirmed"),
        ("16: not yet and elsewhere: not yet is written first", "permit_wrong_access_point"),
        ("14: out with a revoked pass and no reading", ""),
    ],
)  # fmt: skip
def test_all_else_that_was_found_stands_in_also(name: str, also: str) -> None:
    (result,) = [one for one in HOLDING if one.case.name == name]
    assert result.decision is not None
    assert list(result.decision.also) == also.split()


def test_every_reason_but_that_of_the_lane_is_the_reason_of_some_case() -> None:
    found = {result.decision.reason for result in HOLDING if result.decision}
    assert set(Reason) - found == {Reason.STEP_BACK}
