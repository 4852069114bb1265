"""`kiosk policy explain`, `show` and `list`: what a guard and a school read."""

import json
from pathlib import Path

import pytest

from config.policy_loader import DEFAULT_POLICY
from kiosk.core.reasons import Reason
from tests.cli.school_site import make_site
from tests.cli.typing_it import Desk


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


@pytest.mark.parametrize("reason", list(Reason))
def test_a_guard_reads_what_a_reason_means_in_both_languages(
    empty_desk: Desk, reason: Reason
) -> None:
    found = empty_desk.must("policy", "explain", reason, "--json").json()
    for title in ("reason", "verdict", "clause", "when", "next_step", "override"):
        assert found[title]["zh"]
        assert found[title]["en"]
    said = empty_desk.must("policy", "explain", reason).out
    assert all(found[title][language] in said for title in found for language in ("zh", "en")
               if title != "order")  # fmt: skip


def test_an_explanation_says_who_may_override_and_who_ends_it(empty_desk: Desk) -> None:
    def said(reason: str) -> str:
        return empty_desk.must("policy", "explain", reason).out

    assert "supervisor's PIN and a reason" in said("permit_not_yet")
    assert "While open only" in said("no_permit")
    assert "Nobody at the gate" in said("elevated_confirmed")
    assert "the school doctor only" in said("elevated_confirmed")
    assert "nothing to override" in said("roster")
    assert "given at the lane only" in said("step_back")


def test_a_reason_nobody_gives_is_wrong_use_and_names_every_one(empty_desk: Desk) -> None:
    said = empty_desk.type("policy", "explain", "\x1b[31mfine")
    assert (said.code, len(said.lines)) == (2, 1)
    assert all(reason in said.err for reason in Reason)
    assert "\x1b" not in said.err


def test_a_policy_is_shown_with_each_number_and_where_it_comes_from(empty_desk: Desk) -> None:
    lines = empty_desk.must("policy", "show").out.splitlines()
    at = lines.index("  First infrared reading at or over 37.0 C: measure again")
    assert lines[at - 1] == "  红外首次读数达到 37.0 度: 复测"
    assert lines[at + 1].startswith("      screening.recheck_c: 红外误差")
    at = lines.index("  5 minutes of rest before the contact thermometer")
    assert lines[at + 1] == "      screening.rest_minutes: 本地做法 / local practice"


def test_a_number_without_a_source_says_so(empty_desk: Desk, tmp_path: Path) -> None:
    ours = tmp_path / "ours.toml"
    source = DEFAULT_POLICY.read_text(encoding="utf-8")
    ours.write_text(source[: source.index("[permits]")], encoding="utf-8")
    said = empty_desk.must("policy", "show", "--policy", str(ours)).out
    assert "screening.recheck_c: 没有说明来源 / no source given" in said
    assert "permits.overstay_minutes: 本地做法 / local practice [程序默认 / default" in said


def test_json_has_the_figures_and_the_tables_of_the_file(empty_desk: Desk) -> None:
    shown = empty_desk.must("policy", "show", "--json").json()
    assert shown["screening"]["contact_c"] == 37.3
    assert shown["phases"]["closed"]["purpose_areas"] == {"delivery": ["gatehouse", "outdoors"]}
    assert shown["clusters"]["class_fever_day"]["count"] == 3
    (found,) = [one for one in shown["figures"] if one["key"] == "incidents.first_minutes.large"]
    assert (found["value"], found["default"]) == (10, True)
    assert "777doc" in found["source"]


def test_a_later_edition_shows_what_the_guard_looks_at(empty_desk: Desk) -> None:
    said = empty_desk.must("policy", "show", "--policy", "scheme-6-2022-autumn").out
    assert "  访客由门卫查看: 口罩、核对身份、健康码、登记" in said
    assert "  Visitor, looked at by the guard: Mask, Identity, Health code" in said


def test_without_a_name_the_policy_of_the_site_is_shown(site: Path, empty_desk: Desk) -> None:
    (site / "policies").mkdir()
    source = DEFAULT_POLICY.read_text(encoding="utf-8")
    ours = source.replace('name = "notice-2020-02"', 'name = "ours"')
    (site / "policies" / "notice-2020-02.toml").write_text(ours, encoding="utf-8")
    shown = empty_desk.must("policy", "show", "--json", "--config", str(site)).json()
    assert shown["name"] == "ours"


def test_the_list_marks_the_policy_in_use(empty_desk: Desk) -> None:
    listed = empty_desk.must("policy", "list", "--json").json()
    assert [one["name"] for one in listed if one["in_use"]] == ["notice-2020-02"]
    assert {
        "scheme-2020-autumn", "scheme-3-2021-spring", "scheme-5-2021-autumn",
        "scheme-6-2022-autumn", "guide-2023-01",
    } < {one["name"] for one in listed}  # fmt: skip
    assert all(one["title"]["zh"] and one["title"]["en"] and one["source"] for one in listed)
    lines = empty_desk.must("policy", "list").out.splitlines()
    assert [one for one in lines if one.startswith("* ")] == [
        "* notice-2020-02  2020 年 2 月联防联控通知 / Notice of February 2020"
    ]


def test_a_broken_policy_is_listed_with_its_mistake(site: Path, empty_desk: Desk) -> None:
    (site / "policies").mkdir()
    (site / "policies" / "ours.toml").write_text('name = "ours"\n', encoding="utf-8")
    (site / "policies" / "notice-2020-02.toml").write_text("[x", encoding="utf-8")
    said = empty_desk.type("policy", "list", "--config", str(site))
    assert said.code == 1
    assert "  ours  不能使用 / cannot be used" in said.out
    assert "* notice-2020-02  不能使用 / cannot be used" in said.out


def test_the_words_of_a_policy_file_cannot_steer_the_terminal(
    empty_desk: Desk, tmp_path: Path
) -> None:
    ours = tmp_path / "ours.toml"
    source = DEFAULT_POLICY.read_text(encoding="utf-8")
    ours.write_text(
        source.replace('screening.rest_minutes = "local', 'screening.rest_minutes = "\\u001b[2J')
        .replace('en = "Notice', 'en = "\\u001b[31m')
        .replace('"notice-2020-02"', '"\\u001b]0;x"'),
        encoding="utf-8",
    )
    for words in (("show",), ("show", "--json")):
        said = empty_desk.must("policy", *words, "--policy", str(ours))
        assert "\x1b" not in said.out
    assert json.loads(said.out)["name"] == "\x1b]0;x"
