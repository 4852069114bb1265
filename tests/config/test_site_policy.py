"""The policy of a `site.toml` is changed in its own line, or not at all."""

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.site_policy import NewSite, with_policy

SITE = 'node = "north-1"   # never change\npolicy = "old.toml"  # ours\n\n[lane]\npolicy = "x"\n'


def test_value_changes_and_nothing_else() -> None:
    assert with_policy(SITE, "new.toml") == SITE.replace("old.toml", "new.toml")


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("policy = 'old'\n", 'policy = "new"\n'),
        ('policy="old"#x', 'policy="new"#x'),
        ('a = 1\r\npolicy = "old"\r\n', 'a = 1\r\npolicy = "new"\r\n'),
        ('policy = "o\\"ld"\n', 'policy = "new"\n'),
        ("a = 1\n[lane]\nb = 2\n", 'a = 1\npolicy = "new"\n[lane]\nb = 2\n'),
        ("a = 1", 'a = 1\npolicy = "new"\n'),
        ("", 'policy = "new"\n'),
    ],
)
def test_whatever_way_it_was_written(source: str, changed: str) -> None:
    assert with_policy(source, "new") == changed


@pytest.mark.parametrize(
    "source",
    [
        '"policy" = "old"\n',
        'policy = """\nold"""\n',
        'text = """\npolicy = "old"\n"""\npolicy = "old"\n',
        "policy = 5 5\n",
    ],
)
def test_what_cannot_be_changed_for_certain_is_left_to_a_person(source: str) -> None:
    assert with_policy(source, "new") is None


@given(st.text())
def test_the_file_then_says_just_that(policy: str) -> None:
    changed = with_policy(SITE, policy)
    if changed is not None:
        assert tomllib.loads(changed) == tomllib.loads(SITE) | {"policy": policy}


def test_what_is_not_taken_over_leaves_no_trace(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text(SITE, encoding="utf-8")
    with NewSite(site, "new.toml"):
        pass
    assert site.read_text(encoding="utf-8") == SITE
    assert [one.name for one in tmp_path.iterdir()] == ["site.toml"]


def test_a_linked_site_is_changed_where_it_lies(tmp_path: Path) -> None:
    target = tmp_path / "target.toml"
    target.write_text(SITE, encoding="utf-8")
    link = tmp_path / "site.toml"
    link.symlink_to(target)
    with NewSite(link, "new.toml") as changed:
        changed.take_over()
    assert link.is_symlink()
    assert "new.toml" in target.read_text(encoding="utf-8")


def test_a_site_that_cannot_be_read_or_changed_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        NewSite(tmp_path / "site.toml", "new.toml")
    site = tmp_path / "site.toml"
    site.write_text('"policy" = "old"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="by hand"):
        NewSite(site, "new.toml")
    site.write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="UTF-8"):
        NewSite(site, "new.toml")
    assert os.listdir(tmp_path) == ["site.toml"]
