"""Later editions of the scheme are files that load, hold their own cases, and say their sources."""

from pathlib import Path

import pytest

from config.policy_cases import load_cases, run_cases
from config.policy_editions import SHIPPED, editions
from config.policy_loader import DEFAULT_POLICY, load_policy_file
from kiosk.core.people import OUTSIDERS, PersonKind
from kiosk.core.phases import Phase

HERE = Path(__file__).parent / "editions"
NAMES = [
    "scheme-2020-autumn",
    "scheme-3-2021-spring",
    "scheme-5-2021-autumn",
    "scheme-6-2022-autumn",
    "guide-2023-01",
]
CHECKS = {
    "scheme-2020-autumn": (("identity",), ("identity",), ("identity", "register")),
    "scheme-3-2021-spring": (("identity",), ("identity", "mask"), ("identity", "mask", "register")),
    "scheme-5-2021-autumn": (
        ("identity", "history_14d"),
        ("identity", "history_14d"),
        ("identity", "mask", "health_code", "travel_code", "register"),
    ),
    "scheme-6-2022-autumn": (
        ("mask", "identity", "test_proof_48h_risk"),
        ("mask", "identity", "test_proof_48h_risk"),
        ("mask", "identity", "health_code", "register", "test_proof_48h_risk"),
    ),
    "guide-2023-01": ((), (), ("test_proof",)),
}
"""What the guard looks at of pupils, staff and people from outside (rules.md 2b)."""


def test_these_are_the_policies_that_are_shipped() -> None:
    assert {path.stem for path in SHIPPED.glob("*.toml")} == {*NAMES, DEFAULT_POLICY.stem}
    assert {path.stem for path in HERE.glob("*.toml")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_holds_its_own_cases(name: str) -> None:
    policy = load_policy_file(SHIPPED / f"{name}.toml").policy
    results = run_cases(load_cases(HERE / f"{name}.toml", policy), policy)
    assert [result.case.name for result in results if not result.holds] == []
    assert policy.name == name


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_says_of_each_figure_where_it_comes_from(name: str) -> None:
    found = load_policy_file(SHIPPED / f"{name}.toml")
    assert [key for key, note in found.notes.items() if note.text is None] == []
    assert found.policy.source


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_asks_the_guard_to_look_at_what_its_text_names(name: str) -> None:
    found = load_policy_file(SHIPPED / f"{name}.toml").policy.guard_checks
    pupil, staff, outside = CHECKS[name]
    assert found.get(PersonKind.PUPIL, ()) == pupil
    assert found.get(PersonKind.STAFF, ()) == staff
    assert {found.get(kind, ()) for kind in OUTSIDERS} == {outside}


@pytest.mark.parametrize("name", [*NAMES, DEFAULT_POLICY.stem])
def test_no_edition_lets_the_public_or_a_courier_in(name: str) -> None:
    policy = load_policy_file(SHIPPED / f"{name}.toml").policy
    for phase in (Phase.CLOSED, Phase.STAGED, Phase.OPEN):
        assert "public-use" not in policy.phases[phase].purposes
        assert PersonKind.COURIER in policy.phases[phase].barred_kinds


def test_home_records_are_of_fourteen_days_and_of_seven_in_2023() -> None:
    days = {
        name: load_policy_file(SHIPPED / f"{name}.toml").policy.home_record_days for name in NAMES
    }
    assert days == dict.fromkeys(NAMES, 14) | {"guide-2023-01": 7}


def test_no_two_policies_are_taken_for_each_other(tmp_path: Path) -> None:
    found = [edition.found for edition in editions(tmp_path)]
    policies = [one.policy for one in found if one is not None]
    assert len(policies) == len(NAMES) + 1
    for key in ("name", "digest", "title_zh", "title_en"):
        assert len({getattr(policy, key) for policy in policies}) == len(policies), key


def test_a_file_of_the_school_hides_a_shipped_one_of_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    source = DEFAULT_POLICY.read_text(encoding="utf-8")
    ours = folder / "guide-2023-01.toml"
    ours.write_text(source.replace('"notice-2020-02"', '"ours"', 1), encoding="utf-8")
    (found,) = [one for one in editions(tmp_path) if one.name == "guide-2023-01"]
    assert found.path == ours
    assert len(editions(tmp_path)) == len(NAMES) + 1
