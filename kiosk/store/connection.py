"""Connections to the log file, with the settings on which every entry rests read back.

WAL with `synchronous=FULL` is what keeps an acknowledged entry through a power cut; a connection
that does not have it must not exist.
"""

import sqlite3
import time
from pathlib import Path

from kiosk.store.errors import LogMissing, SettingRefused, from_sqlite

BUSY_MS = 5000
FULL = 2
SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", FULL),
    ("busy_timeout", str(BUSY_MS), BUSY_MS),
    ("secure_delete", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("wal_autocheckpoint", "400", 400),
    # A mapped file can show pages that were never synced after a power cut.
    ("mmap_size", "0", 0),
)
"""Pragma, the value set, and the value that must be read back."""


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing log file in autocommit mode, with every setting asserted.

    Raises LogMissing, SettingRefused, LogNotWritable or LogDamaged.
    """
    if not path.exists():
        raise LogMissing(f"there is no log at {path}")
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_MS / 1000,
            isolation_level=None,
            cached_statements=256,
        )
    except sqlite3.Error as error:
        raise from_sqlite(error) from error
    try:
        # The waiting time comes first, so that the others wait for a lock instead of failing.
        for name, value, _ in sorted(SETTINGS, key=lambda one: one[0] != "busy_timeout"):
            connection.execute(f"PRAGMA {name}={value}")
        assert_settings(connection)
    except sqlite3.Error as error:
        connection.close()
        raise from_sqlite(error) from error
    except SettingRefused:
        connection.close()
        raise
    return connection


def begin(connection: sqlite3.Connection, patience_s: float = BUSY_MS / 1000) -> None:
    """Begin a transaction that writes, waiting up to `patience_s` for the lock.

    SQLite looks for a free lock at growing distances of up to 100 ms, so that an importer that
    yields for a moment would never let the gate in. Here it looks every millisecond.
    """
    until = time.monotonic() + patience_s
    connection.execute("PRAGMA busy_timeout=1")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                # The low byte says busy; the rest why, as while a crash is being recovered from.
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() >= until:
                    raise
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def assert_settings(connection: sqlite3.Connection) -> None:
    """Read every setting back; raises SettingRefused for the first that is not what it must be."""
    for name, value, expected in SETTINGS:
        row = connection.execute(f"PRAGMA {name}").fetchone()
        # A SQLite built without memory mapping answers nothing to mmap_size, which is as good.
        found = expected if row is None and name == "mmap_size" else row and row[0]
        if found != expected:
            raise SettingRefused(f"SQLite refused {name}={value}: it answers {found!r}")
