"""When nothing can be written: the error says so, and nothing is half there."""

import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.core.events import PersonRecorded, SignedIn
from kiosk.core.people import PersonKind
from kiosk.store import connection
from kiosk.store.errors import LogDamaged, LogNotWritable, SettingRefused
from kiosk.store.log import Log
from tests.store.conftest import Place
from tests.store.making import decided, event, infrared


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("synchronous", "NORMAL"),
        ("synchronous", "OFF"),
        ("secure_delete", "OFF"),
        ("foreign_keys", "OFF"),
        ("busy_timeout", "0"),
        ("journal_mode", "DELETE"),
    ],
)
def test_a_connection_that_is_not_safe_is_refused(place: Place, name: str, value: str) -> None:
    unsafe = connection.connect(place.path)
    try:
        connection.assert_settings(unsafe)
        unsafe.execute(f"PRAGMA {name}={value}")
        with pytest.raises(SettingRefused, match=name):
            connection.assert_settings(unsafe)
    finally:
        unsafe.close()


def test_a_log_is_not_opened_when_sqlite_does_not_sync(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsafe = tuple(
        (name, "NORMAL" if name == "synchronous" else value, wanted)
        for name, value, wanted in connection.SETTINGS
    )
    monkeypatch.setattr(connection, "SETTINGS", unsafe)
    with pytest.raises(SettingRefused, match="synchronous"):
        place.open()


def test_a_lock_held_too_long_is_an_error_and_not_a_wait_for_ever(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_MS", 20)
    holder = sqlite3.connect(place.path, isolation_level=None)
    with place.open() as log:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogNotWritable, match="another process"):
            log.append(event(SignedIn("a")))
        assert log.head() == 1
        holder.execute("ROLLBACK")
        assert log.append(event(SignedIn("a"))).pos == 2
    holder.close()


def _fill_up(log: Log) -> int:
    """Append until the disk is full; give the number of acknowledged events."""
    for number in range(10_000):
        person = event(PersonRecorded(f"p{number}", PersonKind.PUPIL, name="王" * 200))
        visit = event(decided(f"v{number}", readings=(infrared(36.5),)))
        try:
            log.append(person, visit)
        except LogNotWritable:
            return 2 * number
    raise AssertionError("the disk never filled up")


def test_a_full_disk_is_an_error_and_nothing_is_half_written(place: Place) -> None:
    with place.open() as log:
        pages = log._connection.execute("PRAGMA page_count").fetchone()[0]  # noqa: SLF001 - a full disk, made on the very connection that appends
        log._connection.execute(f"PRAGMA max_page_count={pages + 20}")  # noqa: SLF001 - a full disk, made on the very connection that appends
        acknowledged = _fill_up(log)
        assert log.head() == 1 + acknowledged
        assert log.verify().ok
        log._connection.execute("PRAGMA max_page_count=1000000")  # noqa: SLF001 - a full disk, made on the very connection that appends
        assert log.append(event(SignedIn("a"))).pos == 2 + acknowledged


CHILD = """
import resource, sys
from pathlib import Path
from tests.store.making import event
from kiosk.core.events import SignedIn
from kiosk.store.errors import LogNotWritable
from kiosk.store.place import open_log
with open_log(Path(sys.argv[1])) as log:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        while True:
            print(log.append(event(SignedIn("x" * 500))).pos, flush=True)
    except LogNotWritable as error:
        print("refused")
"""


def test_a_file_that_may_not_grow_loses_no_acknowledged_entry(place: Place) -> None:
    limit = place.path.stat().st_size + 200_000
    child = subprocess.run(
        [sys.executable, "-c", CHILD, place.state, str(limit)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    *acknowledged, last = child.stdout.split()
    assert last == "refused"
    assert len(acknowledged) > 10
    with place.open() as log:
        assert log.head() == int(acknowledged[-1])
        assert log.verify().ok
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_file_that_is_no_database_is_damaged(place: Place) -> None:
    place.path.write_bytes(b"not a database" * 1000)
    with pytest.raises(LogDamaged):
        place.open()
