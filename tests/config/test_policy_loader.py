"""A policy file is used whole and understood, or refused with everything that is wrong with it."""

import hashlib
from datetime import time
from pathlib import Path

import pytest

from config.errors import ConfigError, Problem
from config.policy_loader import DEFAULT_POLICY, load_policy
from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase

SOURCE = DEFAULT_POLICY.read_text(encoding="utf-8")


def problems(tmp_path: Path, source: str) -> list[Problem]:
    path = tmp_path / "policy.toml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_policy(path)
    return list(caught.value.problems)


def changed(old: str, new: str) -> str:
    assert SOURCE.count(old) >= 1, old
    return SOURCE.replace(old, new, 1)


def test_the_default_policy_has_the_numbers_of_the_notice() -> None:
    policy = load_policy()
    screening = policy.screening
    assert policy.name == "notice-2020-02"
    assert (screening.plausible_low_c, screening.plausible_high_c) == (34.0, 42.0)
    assert (screening.recheck_c, screening.elevated_c, screening.contact_c) == (37.0, 37.2, 37.3)
    assert (screening.ambient_low_c, screening.ambient_high_c) == (16.0, 35.0)
    assert (screening.further_readings, screening.rest_minutes) == (3, 5)
    assert (policy.home_record_days, policy.home_record_c) == (14, 37.3)
    assert (policy.opening, policy.day_end) == (time(7), time(18, 30))
    assert policy.access_points == {"north", "south"}


def test_the_default_policy_admits_what_the_notice_admits() -> None:
    phases = load_policy().phases
    assert set(phases) == set(Phase)
    assert phases[Phase.CLOSED].purposes == {
        "epidemic-control", "inspection", "early-return", "delivery",
    }  # fmt: skip
    assert phases[Phase.CLOSED].purpose_areas == {"delivery": {"gatehouse", "outdoors"}}
    everything = load_policy().purposes
    assert phases[Phase.STAGED].purposes == phases[Phase.OPEN].purposes
    assert phases[Phase.OPEN].purposes == everything - {"public-use"}
    assert phases[Phase.STAGED].shut_areas == {"library", "gym", "activity-centre"}
    assert phases[Phase.OPEN].shut_areas == frozenset()
    for phase in (Phase.CLOSED, Phase.STAGED, Phase.OPEN):
        assert phases[phase].barred_kinds == {PersonKind.COURIER}
    assert phases[Phase.NORMAL].barred_kinds == frozenset()


def test_a_policy_carries_the_digest_of_its_file() -> None:
    digest = hashlib.sha256(DEFAULT_POLICY.read_bytes()).hexdigest()
    assert load_policy().digest == digest


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("recheck_c = 37.0", "recheck_c = 47.0", "screening.recheck_c"),
        ("recheck_c = 37.0", "recheck_c = 37.3", "screening.recheck_c"),
        ("recheck_c = 37.0", 'recheck_c = "37.0"', "screening.recheck_c"),
        ("recheck_c = 37.0", "recheck_c = nan", "screening.recheck_c"),
        ("recheck_c = 37.0", "recheck_c = true", "screening.recheck_c"),
        ("recheck_c = 37.0", "", "screening.recheck_c"),
        ("contact_c = 37.3", "contact_c = 43.0", "screening.contact_c"),
        ("further_readings = 3", "further_readings = 2", "screening.further_readings"),
        ("further_readings = 3", "further_readings = 3.0", "screening.further_readings"),
        ("ambient_low_c = 16.0", "ambient_low_c = 36.0", "screening.ambient_high_c"),
        ("days = 14", "days = -1", "home_records.days"),
        ("opening = 07:00:00", 'opening = "7:00"', "opening"),
        ("day_end = 18:30:00", "day_end = 06:30:00", "day_end"),
        ('"inspection", "early-return", "delivery"]', '"party"]', "phases.closed.purposes"),
        ('barred_kinds = ["courier"]', 'barred_kinds = ["pupil"]', "phases.closed.barred_kinds"),
        ('barred_kinds = ["courier"]', 'barred_kinds = ["robot"]', "phases.closed.barred_kinds"),
        ("delivery = [", "deliveries = [", "phases.closed.purpose_areas.deliveries"),
        ('["gatehouse", "outdoors"]', '["roof"]', "phases.closed.purpose_areas.delivery"),
        ("[phases.open]", "[phases.opened]", "phases.opened"),
        ("[home_records]", "[home_record]", "home_records"),
        ('public_purposes = ["public-use"]', 'public_purposes = ["x"]', "public_purposes"),
        ('access_points = ["north", "south"]', "access_points = []", "access_points"),
        ('["north", "south"]', '["north", "north"]', "access_points"),
        ("[screening]", "[screening]\nfever_c = 38.0", "screening.fever_c"),
        ('name = "notice-2020-02"', "", "name"),
    ],
)
def test_what_is_wrong_is_named_by_its_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    found = problems(tmp_path, changed(old, new))
    assert key in [problem.key for problem in found], [str(one) for one in found]
    assert all(problem.what for problem in found)


def test_all_problems_come_at_once_with_file_and_line(tmp_path: Path) -> None:
    source = SOURCE.replace("recheck_c = 37.0", "recheck_c = 99.0").replace(
        "days = 14", 'days = ""'
    )
    found = problems(tmp_path, source)
    lines = source.splitlines()
    assert [problem.key for problem in found] == ["screening.recheck_c", "home_records.days"]
    assert [problem.line for problem in found] == [
        lines.index("recheck_c = 99.0") + 1,
        lines.index('days = ""') + 1,
    ]
    assert str(found[0]).startswith(f"{tmp_path / 'policy.toml'}, line ")


def test_a_missing_table_is_one_problem_not_ten(tmp_path: Path) -> None:
    start, end = SOURCE.index("[screening]"), SOURCE.index("[home_records]")
    assert [one.key for one in problems(tmp_path, SOURCE[:start] + SOURCE[end:])] == ["screening"]


def test_a_file_that_is_no_toml_says_so(tmp_path: Path) -> None:
    assert "is not TOML" in str(problems(tmp_path, "[screening")[0])


def test_a_file_that_is_no_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_policy(path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_policy(tmp_path / "nowhere.toml")


def test_a_school_that_needs_a_plumber_names_the_purpose(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        changed('"early-return", "delivery"]', '"early-return", "delivery", "maintenance"]'),
        encoding="utf-8",
    )
    assert "maintenance" in load_policy(path).phases[Phase.CLOSED].purposes
