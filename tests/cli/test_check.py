"""`kiosk check`: every problem of a configuration at once, before a gate is started with it."""

import shutil
from pathlib import Path

import pytest

from kiosk.cli.common import PACKAGED_CONFIG
from tests.cli.typing_it import Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the configuration that comes with the program."""
    made = tmp_path / "config"
    made.mkdir()
    for name in ("site.toml", "devices.toml"):
        shutil.copy(PACKAGED_CONFIG / name, made)
    shutil.copytree(PACKAGED_CONFIG / "policies", made / "policies")
    return made


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_configuration_that_comes_along_holds(empty_desk: Desk, folder: Path) -> None:
    said = empty_desk.must("check", "--config", str(folder))
    assert "all holds" in said.out
    assert empty_desk.must("check", "--config", str(folder), "--json").json() == {
        "ok": True,
        "problems": [],
        "warnings": [],
    }


def test_problems_of_all_three_files_are_told_at_once(empty_desk: Desk, folder: Path) -> None:
    change(folder / "site.toml", 'node = "north-1"', 'node = "North 1"')
    change(folder / "policies" / "notice-2020-02.toml", "recheck_c = 37.0", "recheck_c = 99")
    (folder / "devices.toml").write_text("[dor]\n", encoding="utf-8")
    said = empty_desk.type("check", "--config", str(folder))
    assert said.code == 1
    for name in ("site.toml", "devices.toml", "recheck_c"):
        assert any(name in line for line in said.lines), said.err
    listed = empty_desk.type("check", "--config", str(folder), "--json").json()
    assert len(listed["problems"]) == len(said.lines) >= 3


def test_an_access_point_that_the_policy_does_not_know_is_told(
    empty_desk: Desk, folder: Path
) -> None:
    change(folder / "site.toml", 'access_point = "north"', 'access_point = "west"')
    said = empty_desk.type("check", "--config", str(folder))
    assert (said.code, len(said.lines)) == (1, 1)
    assert "lane.access_point" in said.err


@pytest.mark.parametrize("missing", ["site.toml", "devices.toml", "policies/notice-2020-02.toml"])
def test_a_missing_file_is_told(empty_desk: Desk, folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    said = empty_desk.type("check", "--config", str(folder))
    assert said.code == 1
    assert any(Path(missing).name in line for line in said.lines)


def test_lines_of_devices_are_tried_on_the_drivers_and_told_with_line_and_key(
    empty_desk: Desk, folder: Path
) -> None:
    lines = """\
[thermometer]
name = "forehead"
driver = "gy_mcu90615"
port = "/dev/t"
baud = 1200
correction_c = 2.7
[[scanner]]
name = "desk"
driver = "line"
port = "/dev/t"
[[scanner]]
name = "hall"
driver = "newlnd"
port = "/dev/u"
"""
    (folder / "devices.toml").write_text(lines, encoding="utf-8")
    said = empty_desk.type("check", "--config", str(folder))
    assert said.code == 1
    assert any("devices.toml, line 10: scanner.1.port" in one for one in said.lines), said.err
    assert any("devices.toml, line 13: scanner.2.driver" in one for one in said.lines), said.err
    warnings = [one for one in said.lines if "warning" in one]
    assert "line 5: thermometer.baud" in warnings[0]
    out = [one for one in warnings if "nothing is plugged in there now" in one]
    assert [one.split(": ")[3] for one in out] == [
        "thermometer.port",
        "scanner.1.port",
        "scanner.2.port",
    ]
    assert len(warnings) == 4
    text = lines.replace("newlnd", "newland").replace('"/dev/t"\n[[', '"/dev/v"\n[[')
    (folder / "devices.toml").write_text(text, encoding="utf-8")
    listed = empty_desk.must("check", "--config", str(folder), "--json").json()
    assert (listed["ok"], len(listed["warnings"])) == (True, 4)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('[scanner]\nname = "desk"', "[[scanner]] with two brackets"),
        ('[[door]]\nname = "gate"', "[door] with one bracket"),
        ('[door]\nname = "gate"', "door.port: is missing"),
        ('[door]\nname = "gate"\nport = "/dev/d"\nlimit_ms = 1', "at least 500"),
        ('[door]\nname = "Gate {x}"\nport = "/dev/d"', "small letters"),
        ('[door]\nname = "gate"\nport = "/dev/d"\nbaud = "fast"', "a whole number"),
        ('[[camera]]\nname = "a"\nsource = "ftp://x"', "v4l2:PATH, http://HOST:PORT/PATH"),
    ],
)
def test_what_is_wrong_in_the_file_of_devices_is_told_as_what_to_write(
    empty_desk: Desk, folder: Path, lines: str, said: str
) -> None:
    (folder / "devices.toml").write_text(lines, encoding="utf-8")
    told = empty_desk.type("check", "--config", str(folder))
    assert told.code == 1
    assert said in told.err


def test_every_example_in_the_file_of_devices_would_hold(empty_desk: Desk, folder: Path) -> None:
    text = (folder / "devices.toml").read_text(encoding="utf-8")
    blocks = [one for one in text.split("\n\n") if "\n# [" in f"\n{one}"]
    assert len(blocks) >= 8
    for block in blocks:
        lines = [one.removeprefix("# ") for one in block.splitlines()]
        start = next(at for at, one in enumerate(lines) if one.startswith("["))
        (folder / "devices.toml").write_text("\n".join(lines[start:]), encoding="utf-8")
        said = empty_desk.type("check", "--config", str(folder))
        rest = [
            one for one in said.err.splitlines() if "nothing is plugged in there now" not in one
        ]
        assert (said.code, rest) == (0, []), block


def test_a_port_that_is_there_is_no_warning(empty_desk: Desk, folder: Path) -> None:
    port = folder / "port"
    port.touch()
    lines = f'[thermometer]\nname = "t"\ndriver = "rqvk002"\nport = "{port}"\ncorrection_c = 0\n'
    (folder / "devices.toml").write_text(lines, encoding="utf-8")
    assert empty_desk.must("check", "--config", str(folder), "--json").json()["warnings"] == []
