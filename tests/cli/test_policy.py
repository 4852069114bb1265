"""`kiosk policy` as a school calls it: a real process, its output and its exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.core.reasons import Reason

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "policy"
BAD = """
[[case]]
name = "\\u001b[31mstaff without a shift"
at = 2020-02-20T07:45:00+08:00
phase = "closed"
person = { kind = "staff" }
expect = { verdict = "grant", reason = "on_duty" }

[[case]]
name = "odd"
at = 2020-02-20T07:45:00+08:00
phase = "closed"
person = { kind = "teacher" }
expect = { verdict = "grant", reason = "on_duty" }
"""


def kiosk(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk.cli", "policy", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_cases_that_hold_end_with_a_count_and_zero() -> None:
    done = kiosk("test", CASES / "policy-cases.toml", CASES / "rulings.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "154 of 154 cases hold under notice-2020-02\n"


def test_json_gives_one_object_a_line() -> None:
    done = kiosk("test", "--json", CASES / "policy-cases.toml")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert len(records) == 26
    assert records[-1] == {
        "name": "the way out is free, whatever the pass says",
        "verdict": "grant",
        "reason": "exit",
        "clause": "M1",
        "also": ["permit_over"],
        "next_step": "let_out",
        "ok": True,
    }


def test_each_failing_case_is_one_line_with_what_was_expected_and_got(tmp_path: Path) -> None:
    cases = tmp_path / "cases.toml"
    cases.write_text(BAD, encoding="utf-8")
    done = kiosk("test", cases)
    first, second, count = done.stdout.splitlines()
    assert done.returncode == 1
    assert "staff without a shift: expected grant on_duty, got deny not_on_duty N1a" in first
    assert "trace: duty not_on_duty" in first
    assert "odd: " in second
    assert "'teacher' is not known" in second
    assert count == "0 of 2 cases hold under notice-2020-02"
    assert "\x1b" not in done.stdout


def test_json_of_a_case_that_cannot_be_run_says_why(tmp_path: Path) -> None:
    cases = tmp_path / "cases.toml"
    cases.write_text(BAD, encoding="utf-8")
    done = kiosk("test", "--json", cases)
    record = json.loads(done.stdout.splitlines()[1])
    assert (record["verdict"], record["ok"]) == (None, False)
    assert "teacher" in record["problems"][0]


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    done = kiosk("test", tmp_path / "nowhere.toml")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "check the name" in done.stderr


def test_another_policy_may_be_tested(tmp_path: Path) -> None:
    source = (ROOT / "config/policies/notice-2020-02.toml").read_text(encoding="utf-8")
    ours = tmp_path / "ours.toml"
    ours.write_text(source.replace("contact_c = 37.3", "contact_c = 37.0"), encoding="utf-8")
    done = kiosk("test", "--policy", ours, CASES / "rulings.toml")
    assert done.returncode == 1
    assert "12: 37.2 by contact does not" in done.stdout


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_reason_is_explained_in_both_languages(more: list[str]) -> None:
    done = kiosk("explain", Reason.EARLY_RETURN_NOT_APPROVED, *more)
    assert done.returncode == 0
    assert "call_class_teacher" in done.stdout
    if more:
        assert json.loads(done.stdout)["next_step"]["zh"] == "联系班主任"
    else:
        assert "联系班主任" in done.stdout


def test_a_reason_nobody_gives_is_wrong_use() -> None:
    done = kiosk("explain", "\x1b[31mfine")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "early_return_not_approved" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_policy_is_shown() -> None:
    assert "recheck from 37.0 C" in kiosk("show").stdout
    shown = json.loads(kiosk("show", "--json").stdout)
    assert shown["screening"]["contact_c"] == 37.3
    assert shown["phases"]["closed"]["purpose_areas"] == {"delivery": ["gatehouse", "outdoors"]}


@pytest.mark.parametrize("verb", [[], ["test"], ["explain"], ["show"]])
def test_help_tells_by_an_example(verb: list[str]) -> None:
    done = kiosk(*verb, "--help")
    assert done.returncode == 0
    assert "example" in done.stdout
