"""What can go wrong with the log, by what the reader of the error must do."""

# ruff: noqa: N818 - the names say what happened, as those of the drivers do

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class StoreError(Exception):
    """Root of every error of the store."""


class LogMissing(StoreError):
    """There is no log at that path: set up the kiosk first, or name another state directory."""


class LogExists(StoreError):
    """A log is there already, and a log is never overwritten."""


class LogNotWritable(StoreError):
    """Nothing was written: the disk is full, read-only or failing, or the file stayed locked."""


class LogDamaged(StoreError):
    """The file does not hold what was once written to it: keep it, and run `kiosk log verify`."""


class LogTooNew(StoreError):
    """The file was written by a newer version of the program."""


class SettingRefused(StoreError):
    """SQLite did not accept a setting on which the safety of every entry rests."""


class IntentRepeated(StoreError):
    """An event that is not the first of its transaction carries an intent that acted already."""


class KeyFileError(StoreError):
    """The key file is missing, malformed, readable by others, or belongs to another log."""


_NOT_WRITABLE = {
    sqlite3.SQLITE_BUSY: "another process held the log for too long",
    sqlite3.SQLITE_LOCKED: "another process held the log for too long",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the log is read-only",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_CANTOPEN: "the log cannot be opened for writing",
    sqlite3.SQLITE_PERM: "the log may not be written by this user",
    sqlite3.SQLITE_NOLFS: "the disk cannot hold a file that large",
}


def from_sqlite(error: sqlite3.Error) -> StoreError:
    """Translate an error of SQLite into what it means for the log."""
    # The low byte is the primary result code; the rest refines it.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in _NOT_WRITABLE:
        return LogNotWritable(f"{_NOT_WRITABLE[code]} ({error})")
    return LogDamaged(f"the log is damaged ({error})")


@contextmanager
def translated() -> Iterator[None]:
    """Let errors of SQLite leave as errors of the store.

    A ProgrammingError (another thread, a closed connection) is a mistake of the caller and stays.
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        raise from_sqlite(error) from error
