"""Case files: what may be left out means the ordinary thing, and a broken file is refused whole."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.policy_cases import BadCase, PolicyCase, load_cases, run_cases
from config.policy_loader import load_policy
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason
from kiosk.core.request import CredentialKind, CredentialState

POLICY = load_policy()
PLAIN = """
[[case]]
name = "plain"
at = 2020-05-11T07:20:00+08:00
phase = "open"
person = { kind = "%s" }
%s
expect = { verdict = "grant", reason = "roster" }
"""


def load(tmp_path: Path, source: str) -> tuple[PolicyCase | BadCase, ...]:
    path = tmp_path / "cases.toml"
    path.write_text(source, encoding="utf-8")
    return load_cases(path, POLICY)


def one(tmp_path: Path, kind: str, more: str = "") -> PolicyCase:
    (case,) = load(tmp_path, PLAIN % (kind, more))
    assert isinstance(case, PolicyCase), case
    return case


@pytest.mark.parametrize(
    ("kind", "credential"),
    [
        ("pupil", CredentialKind.SCHOOL_CARD),
        ("staff", CredentialKind.SCHOOL_CARD),
        ("visitor", CredentialKind.PASS),
        ("courier", CredentialKind.PASS),
    ],
)
def test_what_is_left_out_is_the_ordinary_thing(
    tmp_path: Path, kind: str, credential: CredentialKind
) -> None:
    request = one(tmp_path, kind).request
    assert (request.credential.kind, request.credential.state) == (
        credential,
        CredentialState.VALID,
    )
    (reading,) = request.readings
    assert (reading.by, reading.corrected_c, reading.ambient_c) == (Instrument.INFRARED, 36.4, 20.0)
    assert request.access_point == "north"
    assert request.permit is None
    assert request.duty == ()
    assert request.health.home_records is not None
    assert not request.inside


def test_out_means_inside_unless_said_otherwise(tmp_path: Path) -> None:
    assert one(tmp_path, "staff", 'direction = "out"').request.inside
    assert not one(tmp_path, "staff", 'direction = "out"\ninside = false').request.inside


def test_of_a_permit_areas_entries_and_windows_may_be_left_out(tmp_path: Path) -> None:
    more = 'permit = { state = "approved", purpose = "meeting" }'
    permit = one(tmp_path, "visitor", more).request.permit
    assert permit is not None
    assert (permit.areas, permit.access_points) == (("office",), None)
    assert (permit.entries, permit.used) == (1, 0)
    assert not permit.window.bounded


def test_of_an_isolation_the_start_may_be_left_out(tmp_path: Path) -> None:
    more = 'health = { isolation = { cause = "fever" } }'
    (result,) = run_cases([one(tmp_path, "staff", more)], POLICY)
    assert result.decision is not None
    assert result.decision.reason is Reason.ISOLATED


def test_a_clause_is_compared_only_when_it_is_named(tmp_path: Path) -> None:
    right = PLAIN % ("staff", "")
    wrong = right.replace('reason = "roster"', 'reason = "roster", clause = "N1a"')
    results = run_cases(load(tmp_path, right + wrong), POLICY)
    assert [result.holds for result in results] == [True, False]


def test_a_case_without_a_name_fails_by_its_number(tmp_path: Path) -> None:
    cases = load(tmp_path, PLAIN % ("staff", "") + (PLAIN % ("staff", "")).replace("name", "nom"))
    assert isinstance(cases[0], PolicyCase)
    assert isinstance(cases[1], BadCase)
    assert "case 2" in cases[1].name


def test_a_bad_case_points_at_its_line(tmp_path: Path) -> None:
    source = PLAIN % ("staff", "") + PLAIN % ("staff", "permits = 1")
    bad = load(tmp_path, source)[1]
    assert isinstance(bad, BadCase)
    (problem,) = bad.problems
    assert problem.line == source.splitlines().index("permits = 1") + 1


@pytest.mark.parametrize(
    "source",
    [
        "",
        "[[cases]]\nname = 'x'",
        "case = 5",
        "case = [1]",
        "version = 1\n" + PLAIN % ("staff", ""),
    ],
)
def test_a_file_that_holds_anything_but_cases_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(ConfigError):
        load(tmp_path, source)


def test_a_case_may_name_an_area_twice(tmp_path: Path) -> None:
    more = 'permit = { state = "approved", purpose = "meeting", areas = ["office", "office"] }'
    assert one(tmp_path, "visitor", more).request.permit is not None


@pytest.mark.parametrize(
    "source", ["a = " + "[" * 5000 + "]" * 5000, "a = " + "9" * 5000, "[[case]]\nat = 2020-02-30\n"]
)
def test_a_file_that_no_reader_was_made_for_is_refused_in_words(
    tmp_path: Path, source: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, source)
    assert len(caught.value.problems) == 1


def test_a_number_beyond_all_numbers_fails_its_case_by_name(tmp_path: Path) -> None:
    (bad,) = load(tmp_path, PLAIN % ("staff", f'readings = [{{ by = "contact", c = {10**400} }}]'))
    assert isinstance(bad, BadCase)
    assert bad.name == "plain"
    assert [problem.key for problem in bad.problems] == ["case.1.readings.1.c"]


def test_every_mistake_of_a_case_is_named_with_its_line(tmp_path: Path) -> None:
    more = 'credential = { state = "lost" }\npermit = { purpose = "meeting", colour = "red" }'
    source = PLAIN % ("teacher", more)
    (bad,) = load(tmp_path, source)
    assert isinstance(bad, BadCase)
    lines = source.splitlines()
    credential = lines.index('credential = { state = "lost" }') + 1
    permit = credential + 1
    assert {(problem.key, problem.line) for problem in bad.problems} == {
        ("case.1.person.kind", credential - 1),
        ("case.1.credential.state", credential),
        ("case.1.permit.state", permit),
        ("case.1.permit.colour", permit),
    }


def test_a_stranger_in_the_file_does_not_hide_the_mistakes_of_its_cases(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, "version = 1\n" + PLAIN % ("teacher", ""))
    assert [problem.key for problem in caught.value.problems] == ["version", "case.1.person.kind"]
