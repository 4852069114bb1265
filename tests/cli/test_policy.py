"""`kiosk policy` as a school calls it: a real process, its output and its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

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


_PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}


def kiosk(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk.cli", "policy", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, env=_PLAIN
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
    assert record == {
        "name": "odd",
        "verdict": None,
        "reason": None,
        "clause": None,
        "also": [],
        "next_step": None,
        "ok": False,
    }
    assert "odd: " in done.stderr
    assert "'teacher' is not known" in done.stderr


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    done = kiosk("test", tmp_path / "nowhere.toml")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "check the name" in done.stderr


def test_what_is_wrong_in_several_files_is_said_at_once(tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text("version = 1\n" + BAD, encoding="utf-8")
    second.write_text("[[cases]]\n", encoding="utf-8")
    done = kiosk("test", first, second)
    assert done.returncode == 2
    said = done.stderr.splitlines()
    assert f"{first}, line 1: version" in said[0]
    assert f"{first}, line 14: case.2.person.kind" in said[1]
    assert f"{second}, line 1: cases" in said[2]


def test_a_policy_may_be_tested_by_its_name() -> None:
    cases = CASES / "editions" / "guide-2023-01.toml"
    assert kiosk("test", "--policy", "guide-2023-01", cases).returncode == 0
    assert kiosk("test", cases).returncode == 1


def test_a_policy_nobody_knows_is_wrong_use_and_names_those_there_are() -> None:
    done = kiosk("test", "--policy", "guide-2024", CASES / "policy-cases.toml")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "scheme-6-2022-autumn" in done.stderr


def test_another_policy_may_be_tested(tmp_path: Path) -> None:
    source = (ROOT / "config/policies/notice-2020-02.toml").read_text(encoding="utf-8")
    ours = tmp_path / "ours.toml"
    ours.write_text(source.replace("contact_c = 37.3", "contact_c = 37.0"), encoding="utf-8")
    done = kiosk("test", "--policy", ours, CASES / "rulings.toml")
    assert done.returncode == 1
    assert "12: 37.2 by contact does not" in done.stdout
