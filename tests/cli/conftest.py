"""A desk with an empty state directory, and one with a kiosk that is set up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.typing_it import Desk
from tests.cli.wired import configure
from tests.drivers.gatehouse import Gatehouse, gatehouse


@pytest.fixture
def empty_desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    return Desk(tmp_path / "state", capsys, monkeypatch)


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    empty_desk.set_up()
    return empty_desk


@pytest.fixture
def house(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gatehouse]:
    """Run simulated devices, with a configuration that names them."""
    assert desk.state.exists()
    configure(tmp_path / "config", tmp_path / "ports")
    monkeypatch.setenv("KIOSK_CONFIG", str(tmp_path / "config"))
    with gatehouse(tmp_path / "ports") as running:
        yield running
