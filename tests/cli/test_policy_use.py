"""`kiosk policy use`: another policy by a named decision, and the one line of `site.toml`."""

import os
import stat
from pathlib import Path

import pytest

from config.policy_loader import DEFAULT_POLICY
from kiosk.core.events import PolicyLoaded
from kiosk.store.rows import Stored
from tests.cli.school_site import make_site
from tests.cli.typing_it import Desk


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


WHY = "notice of the city, 15 August"


def last(desk: Desk) -> Stored:
    with desk.log() as log:
        return log.read(log.head() - 1, 1)[0]


def use(desk: Desk, site: Path, named: str, *, by: str = "wang", why: str = WHY) -> int:
    said = desk.type("policy", "use", named, "--config", str(site), "--by", by, "--why", why)
    assert bool(said.lines) is (said.code != 0), said
    assert len(said.lines) <= 1 or said.code == 1
    return said.code


def test_a_switch_is_a_fact_with_who_and_why(desk: Desk, site: Path) -> None:
    assert use(desk, site, "scheme-6-2022-autumn") == 0
    event = last(desk).event
    assert isinstance(event.fact, PolicyLoaded)
    assert event.fact.name == "scheme-6-2022-autumn"
    assert event.actor.name.startswith("wang/os:")
    assert event.why == WHY
    listed = desk.must("policy", "list", "--json", "--config", str(site)).json()
    (used,) = [one for one in listed if one["in_use"]]
    assert (used["name"], used["digest"]) == ("scheme-6-2022-autumn", event.fact.digest)


def test_only_the_line_of_the_policy_changes(desk: Desk, site: Path) -> None:
    before = (site / "site.toml").read_text(encoding="utf-8").splitlines()
    os.chmod(site / "site.toml", 0o640)
    assert use(desk, site, "guide-2023-01") == 0
    after = (site / "site.toml").read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [old for old, _ in changed] == ['policy = "policies/notice-2020-02.toml"']
    assert changed[0][1].endswith('guide-2023-01.toml"')
    assert stat.S_IMODE((site / "site.toml").stat().st_mode) == 0o640
    assert sorted(one.name for one in site.iterdir()) == ["devices.toml", "site.toml"]


def test_a_policy_of_the_school_is_named_from_its_folder(desk: Desk, site: Path) -> None:
    (site / "policies").mkdir()
    ours = site / "policies" / "ours.toml"
    source = DEFAULT_POLICY.read_text(encoding="utf-8")
    ours.write_text(source.replace('"notice-2020-02"', '"ours"'), encoding="utf-8")
    assert use(desk, site, "ours") == 0
    assert 'policy = "policies/ours.toml"\n' in (site / "site.toml").read_text(encoding="utf-8")
    assert use(desk, site, "notice-2020-02") == 0
    assert use(desk, site, str(ours)) == 0
    assert 'policy = "policies/ours.toml"\n' in (site / "site.toml").read_text(encoding="utf-8")


def test_a_policy_in_use_already_is_not_loaded_again(desk: Desk, site: Path) -> None:
    assert use(desk, site, "guide-2023-01") == 0
    with desk.log() as log:
        head = log.head()
    assert use(desk, site, "guide-2023-01") == 0
    with desk.log() as log:
        assert log.head() == head


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"named": "guide-2024"}, 1),
        ({"by": "nobody"}, 2),
        ({"by": "li"}, 1),
        ({"why": "  "}, 2),
    ],
)
def test_without_name_reason_or_policy_nothing_changes(
    desk: Desk, site: Path, words: dict[str, str], code: int
) -> None:
    desk.must("account", "add", "li", "--role", "guard", "--pin-stdin", stdin="5823")
    before, source = last(desk), (site / "site.toml").read_bytes()
    assert use(desk, site, **({"named": "guide-2023-01"} | words)) == code
    assert last(desk) == before
    assert (site / "site.toml").read_bytes() == source
    assert sorted(one.name for one in site.iterdir()) == ["devices.toml", "site.toml"]


def test_a_policy_with_mistakes_is_not_taken_and_all_are_said(
    desk: Desk, site: Path, tmp_path: Path
) -> None:
    ours = tmp_path / "ours.toml"
    source = DEFAULT_POLICY.read_text(encoding="utf-8")
    ours.write_text(
        source.replace("contact_c = 37.3", "contact_c = 57.3").replace("days = 14", "days = 99"),
        encoding="utf-8",
    )
    said = desk.type(
        "policy", "use", str(ours), "--config", str(site), "--by", "wang", "--why", WHY
    )
    assert said.code == 1
    assert [one.split(": ")[2] for one in said.lines] == [
        "screening.contact_c", "home_records.days"
    ]  # fmt: skip
    assert not isinstance(last(desk).event.fact, PolicyLoaded)


def test_a_policy_that_does_not_know_the_gate_is_not_taken(
    desk: Desk, site: Path, tmp_path: Path
) -> None:
    ours = tmp_path / "ours.toml"
    source = DEFAULT_POLICY.read_text(encoding="utf-8")
    ours.write_text(source.replace('["north", "south"]', '["east"]'), encoding="utf-8")
    assert use(desk, site, str(ours)) == 1
    assert not isinstance(last(desk).event.fact, PolicyLoaded)


def test_what_the_environment_names_wins_so_the_switch_is_refused(
    desk: Desk, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_SITE__POLICY", "policies/ours.toml")
    assert use(desk, site, "guide-2023-01") == 1
    assert not isinstance(last(desk).event.fact, PolicyLoaded)
