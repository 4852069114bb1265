"""One server for most tests, over a directory whose log is made anew for each of them.

The server keeps no connection between two requests. Each test comes from an address of its own,
so that wrong tokens of one are not counted against another.
"""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from kiosk.core.events import PersonRecorded
from kiosk.core.people import PersonKind
from kiosk.store import keys
from kiosk.store.log import Log
from kiosk.store.place import key_path, log_path
from tests.store.making import MOMENT, decided, event
from tests.web.running import MANY, Served, Shared, running, visiting


def write_few(state: Path) -> None:
    """Make a log of ten events."""
    made = keys.create(key_path(state))
    with Log.create(log_path(state), made, "north", 1, MOMENT) as log:
        log.append(event(PersonRecorded("p1", PersonKind.PUPIL, "九年级", name="王小明")))
        log.append(*(event(decided(f"v{n}")) for n in range(8)))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """Start the server once."""
    folder = tmp_path_factory.mktemp("shared")
    state, errors = folder / "state", folder / "serve.err"
    write_few(state)
    with running(state, errors) as (url, process):
        yield Shared(state, errors, url, process, count())


@pytest.fixture(scope="session")
def long_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a long log once; copy it before it is changed."""
    folder = tmp_path_factory.mktemp("long")
    made = keys.create(key_path(folder))
    with Log.create(log_path(folder), made, "north", 1, MOMENT) as log:
        log.append(*(event(decided(f"v{n}", f"p{n % 500}")) for n in range(MANY - 1)))
    return folder


@pytest.fixture
def served(shared: Shared) -> Iterator[Served]:
    """Serve a new log of ten events, and the token in the eleventh."""
    shutil.rmtree(shared.state)
    write_few(shared.state)
    with visiting(shared.state, shared.url, shared.process, shared.address()) as visitor:
        yield visitor


@pytest.fixture
def long_served(shared: Shared, long_log: Path) -> Iterator[Served]:
    """Serve a copy of the long log."""
    shutil.rmtree(shared.state)
    shutil.copytree(long_log, shared.state)
    with visiting(shared.state, shared.url, shared.process, shared.address()) as visitor:
        yield visitor


@pytest.fixture
def own_server(long_log: Path, tmp_path: Path) -> Iterator[Served]:
    """Serve a copy of the long log by a process that a test may measure and end."""
    state = tmp_path / "state"
    shutil.copytree(long_log, state)
    with (
        running(state, tmp_path / "serve.err") as (url, process),
        visiting(state, url, process) as visitor,
    ):
        yield visitor


@pytest.fixture
def impatient_server(long_log: Path, tmp_path: Path) -> Iterator[Served]:
    """Serve a copy of the long log by a process that waits for nobody longer than 0.3 s."""
    state = tmp_path / "state"
    shutil.copytree(long_log, state)
    shorter = "from kiosk.web import server, stream; server.HEADER_S = stream.SLOW_S = 0.3"
    with (
        running(state, tmp_path / "serve.err", shorter) as (url, process),
        visiting(state, url, process) as visitor,
    ):
        yield visitor
