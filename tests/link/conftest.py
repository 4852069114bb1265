"""A station of the link for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.link.stations import Station


@pytest.fixture
def socket_path(tmp_path: Path) -> Path:
    return tmp_path / "link" / "station.sock"


@pytest.fixture
def station(socket_path: Path) -> Iterator[Station]:
    made = Station(socket_path)
    yield made
    made.server.close()
