"""A socket path of its own for each test."""

from pathlib import Path

import pytest


@pytest.fixture
def socket_path(tmp_path: Path) -> Path:
    return tmp_path / "link" / "station.sock"
