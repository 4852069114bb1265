"""A desk with an empty state directory, and one with a kiosk that is set up."""

from pathlib import Path

import pytest

from tests.cli.typing_it import Desk


@pytest.fixture
def empty_desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    return Desk(tmp_path / "state", capsys, monkeypatch)


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    empty_desk.set_up()
    return empty_desk
