"""The append-only log: append, append after deciding again, read by position, verify, erase.

Every writer goes through `Log`, which reads the head from the file inside `BEGIN IMMEDIATE`; so
any number of processes append to one file without a lost or a doubled sequence number.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from kiosk.core.events import (
    Actor,
    Event,
    Moment,
    PersonalErased,
    decision_subjects,
)
from kiosk.store import connection as connections
from kiosk.store import rows, schema, writing
from kiosk.store.asking import Asking
from kiosk.store.errors import (
    KeyFileError,
    LogDamaged,
    LogExists,
    LogMissing,
    LogTooNew,
    translated,
)
from kiosk.store.keys import Keys, sync_folder
from kiosk.store.lookup import Lookup
from kiosk.store.privacy import key_check
from kiosk.store.rows import Stored
from kiosk.store.upgrade import upgrade
from kiosk.store.verify import Verified, verify_log
from kiosk.store.writing import Appended

Asked = TypeVar("Asked", bound=Asking)

CHUNK = 50
"""Most rows that a writer other than a lane appends in one transaction."""


class Log:
    """One connection to a log file; each thread has its own.

    Every method may raise LogNotWritable (nothing was written), LogDamaged, or ValueError for an
    event that holds a value without a place in JSON.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, keys: Keys) -> None:
        self.path = path
        self.lookup = Lookup(connection, keys)
        self._connection = connection
        self._keys = keys
        self._patience_s = connections.BUSY_MS / 1000
        self.node, self._incarnation = self._origin()

    @classmethod
    def create(
        cls, path: Path, keys: Keys, node: str, incarnation: int, first_moment: Moment
    ) -> "Log":
        """Make a new log whose first event begins the incarnation, and open it.

        The file appears under its name only when it is whole. Raises LogExists.
        """
        building = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(building, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError as error:
            raise LogMissing(f"cannot make a log at {path}: {error.strerror}") from error
        try:
            with translated():
                writing.fill(building, keys, node, incarnation, first_moment)
            try:
                os.link(building, path)
            except FileExistsError as error:
                raise LogExists(f"there is a log at {path} already") from error
        finally:
            for suffix in ("", "-wal", "-shm"):
                building.with_name(building.name + suffix).unlink(missing_ok=True)
        sync_folder(path.parent)
        return cls.open(path, keys)

    @classmethod
    def open(cls, path: Path, keys: Keys) -> "Log":
        """Open a log with its keys.

        Raises LogMissing, LogTooNew, KeyFileError for the keys of another log, SettingRefused.
        """
        connection = connections.connect(path)
        try:
            with translated():
                found = schema.version(connection)
                if found > schema.VERSION:
                    raise LogTooNew(f"{path} has tables of version {found}: update the program")
                if found == 0:
                    raise LogDamaged(f"{path} is not a log")
                if found < schema.VERSION:
                    upgrade(connection)
                return cls(connection, path, keys)
        except BaseException:  # why: it tidies up and raises again
            connection.close()
            raise

    def close(self) -> None:
        """Close the connection; the last one to close writes the WAL back into the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def of(self, kind: type[Asked]) -> Asked:
        """Give the questions of one topic on the connection of this log."""
        return kind(self._connection, self._keys)

    def wait_for_lock(self, milliseconds: int) -> None:
        """Set how long an append of this connection waits for another writer."""
        self._patience_s = milliseconds / 1000

    def append(self, event: Event, *more: Event) -> Appended:
        """Append one event, or several in one transaction; return when they are on disk.

        An event whose intent acted before appends nothing, and the earlier one is returned.
        """
        with self._writing():
            return self._append_first(event, lambda _: more)

    def append_if(
        self,
        event: Event,
        decided_at: int,
        again: Callable[[Sequence[Stored]], Event],
        then: Callable[[Event], Sequence[Event]] | None = None,
    ) -> Appended:
        """Append a decision made when the head was `decided_at`, or the one that replaces it.

        When newer events touch what the decision rests on, `again(newer)` decides anew inside
        the same transaction, where it may look things up. `then(event)` gives the events that
        follow from the one appended, in the same transaction.
        """
        with self._writing():
            if (earlier := self._earlier(event)) is not None:
                return earlier
            newer = self._touching(decision_subjects(event), decided_at)
            decided = again(newer) if newer else event
            return self._append_first(decided, then or (lambda _: ()))

    def append_many(self, events: Iterable[Event], pause: Callable[[], None]) -> int:
        """Append many events in chunks of at most 50, calling `pause` after each; give the count.

        `pause` must let other writers in: they wait for the lock without a queue.
        """
        source = iter(events)
        count = 0
        while chunk := list(islice(source, CHUNK)):
            with self._writing():
                for event in chunk:
                    self._insert(event)
            count += len(chunk)
            pause()
        return count

    def erase(self, pos: int, moment: Moment, actor: Actor, why: str | None = None) -> Appended:
        """Erase the personal body of the event at `pos`, and append who did it.

        The chain still verifies. Raises ValueError when nothing is at `pos`.
        """
        with self._writing():
            row = rows.row_at(self._connection, pos)
            if row is None:
                raise ValueError(f"there is no event at {pos}")
            self._connection.execute("DELETE FROM personal WHERE pos = ?", (pos,))
            self._connection.execute("DELETE FROM blind WHERE pos = ?", (pos,))
            fact = PersonalErased(str(row.id))
            appended = self._insert(Event(moment, actor, fact, why=why))
        with translated():
            # The bytes also leave the WAL; a reader in the way only delays that.
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return appended

    def read(self, after: int, limit: int) -> list[Stored]:
        """Give at most `limit` events after the position `after`, in the order of arrival."""
        with translated():
            return [
                rows.open_row(self._keys, row)
                for page in rows.pages(self._connection, after, limit)
                for row in page
            ]

    def head(self) -> int:
        """Give the position of the newest event."""
        with translated():
            return self._head()

    def verify(self) -> Verified:
        """Walk the whole log and refold its views; see `kiosk.store.verify`."""
        return verify_log(self._connection, self._keys)

    def _origin(self) -> tuple[str, int]:
        with translated():
            found = self._connection.execute(
                "SELECT node, incarnation, key_check FROM origin"
            ).fetchone()
        if found is None:
            raise LogDamaged(f"{self.path} does not say whose log it is")
        if found[2] != key_check(self._keys):
            raise KeyFileError(f"these keys do not belong to {self.path}")
        return found[0], found[1]

    def _head(self) -> int:
        found: int = self._connection.execute("SELECT coalesce(max(pos), 0) FROM log").fetchone()[0]
        return found

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with translated(), writing.transaction(self._connection, self._patience_s):
            yield

    def _append_first(self, event: Event, follow: Callable[[Event], Sequence[Event]]) -> Appended:
        if (earlier := self._earlier(event)) is not None:
            return earlier
        first = self._insert(event)
        return replace(first, more=tuple(self._insert(one) for one in follow(event)))

    def _earlier(self, event: Event) -> Appended | None:
        if event.intent is None:
            return None
        stored = self.lookup.intent(event.intent)
        if stored is None:
            return None
        return Appended(stored.id, stored.pos, stored.event, repeated=True)

    def _touching(self, subjects: frozenset[str], after: int) -> list[Stored]:
        marks = ", ".join("?" * len(subjects))
        found = self._connection.execute(
            f"SELECT DISTINCT pos FROM subject WHERE subject IN ({marks}) AND pos > ?"  # noqa: S608 - only marks
            " ORDER BY pos",
            (*sorted(subjects), after),
        ).fetchall()
        return [self.lookup.at(pos) for (pos,) in found]

    def _insert(self, event: Event) -> Appended:
        return writing.insert(self._connection, self._keys, (self.node, self._incarnation), event)
