"""A fresh log in a folder of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.store import keys
from kiosk.store.keys import Keys
from kiosk.store.log import Log
from kiosk.store.place import key_path, log_path
from tests.store.making import MOMENT


@dataclass(frozen=True, slots=True)
class Place:
    """A state directory with a log and its keys."""

    state: Path
    path: Path
    keys: Keys

    def open(self) -> Log:
        """Open the log once more, as another process would."""
        return Log.open(self.path, self.keys)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Make a state directory as the set-up does."""
    made = keys.create(key_path(tmp_path))
    Log.create(log_path(tmp_path), made, "north", 1, MOMENT).close()
    return Place(tmp_path, log_path(tmp_path), made)


@pytest.fixture
def log(place: Place) -> Iterator[Log]:
    """Open the log of the place."""
    with place.open() as opened:
        yield opened
