"""Site and devices: everything that is wrong is told at once, with file, line and key."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.site import load_gate

SHIPPED = Path(__file__).parents[2] / "config"


def folder(tmp_path: Path, site: str | None = None, devices: str = "") -> Path:
    text = (SHIPPED / "site.toml").read_text(encoding="utf-8") if site is None else site
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    (tmp_path / "devices.toml").write_text(devices, encoding="utf-8")
    return tmp_path


def problems(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_gate(path)
    return [str(one) for one in caught.value.problems]


def test_what_is_shipped_loads() -> None:
    assert load_gate(SHIPPED).site.lane.access_point == "north"


def test_a_gate_works_without_any_device(tmp_path: Path) -> None:
    assert load_gate(folder(tmp_path)).devices.thermometer is None


def test_every_problem_is_listed_at_once_with_its_place(tmp_path: Path) -> None:
    devices = '[thermometer]\nname = "t"\nbaudd = 9600\n[[camera]]\nname = "c"\n'
    found = problems(folder(tmp_path, devices=devices))
    assert any("devices.toml, line 3: thermometer.baudd" in one for one in found)
    assert any("thermometer.driver" in one for one in found)
    assert any("camera.1.source" in one for one in found)


def test_a_pulse_longer_than_a_door_may_be_open_is_refused(tmp_path: Path) -> None:
    text = (SHIPPED / "site.toml").read_text(encoding="utf-8").replace("= 700", "= 60000")
    assert any("lane.pulse_ms" in one for one in problems(folder(tmp_path, text)))


def test_files_that_are_missing_or_no_toml_are_told(tmp_path: Path) -> None:
    assert len(problems(tmp_path)) == 2
    assert any("is not TOML" in one for one in problems(folder(tmp_path, site="node = ")))


def test_the_environment_overrides_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_SITE__LANE__PULSE_MS", "500")
    assert load_gate(folder(tmp_path)).site.lane.pulse_ms == 500
