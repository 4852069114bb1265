"""Writing one event, one transaction, one new file; every number comes from the file itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.core.events import Actor, ActorKind, Event, EventId, IncarnationBegun, Moment
from kiosk.store import connection as connections
from kiosk.store import rows, schema, views
from kiosk.store.errors import IntentRepeated
from kiosk.store.keys import Keys
from kiosk.store.privacy import key_check

_NEXT_POS = (
    "SELECT max(coalesce(max(pos), 0),"
    " coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'log'), 0)) + 1 FROM log"
)
"""The counter outlives a row that was cut off, so that its place stays empty and is found."""


@dataclass(frozen=True, slots=True)
class Appended:
    """An event that is on disk.

    `more` are those appended in the same transaction after it. `repeated` marks one that was
    there already, as its intent had acted before; nothing was appended then.
    """

    id: EventId
    pos: int
    event: Event
    more: tuple["Appended", ...] = ()
    repeated: bool = False


@contextmanager
def transaction(
    connection: sqlite3.Connection, patience_s: float = connections.BUSY_MS / 1000
) -> Iterator[None]:
    """Hold the lock of the file; commit at the end, undo everything on any error."""
    connections.begin(connection, patience_s)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:  # why: it tidies up and raises again
        # SQLite has rolled back by itself after some errors, a full disk among them.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def insert(
    connection: sqlite3.Connection, keys: Keys, origin: tuple[str, int], event: Event
) -> Appended:
    """Append one event of (node, incarnation) inside a transaction; raises IntentRepeated."""
    pos = connection.execute(_NEXT_POS).fetchone()[0]
    last = connection.execute(
        "SELECT seq, hash FROM log WHERE node = ? AND incarnation = ? ORDER BY seq DESC LIMIT 1",
        origin,
    ).fetchone()
    seq, prev = (last[0] + 1, last[1]) if last else (1, rows.NO_HASH)
    row = rows.to_row(keys, pos, EventId(*origin, seq), event, prev)
    try:
        rows.insert(connection, row)
    except sqlite3.IntegrityError as error:
        if event.intent is not None and "intent" in str(error):
            raise IntentRepeated(f"intent {event.intent} acted already") from error
        raise
    views.fold(connection, pos, event)
    return Appended(row.id, pos, event)


def fill(path: Path, keys: Keys, node: str, incarnation: int, moment: Moment) -> None:
    """Make the tables in an empty file, and the event that begins its incarnation."""
    first = Event(moment, Actor(ActorKind.SYSTEM, "log"), IncarnationBegun("new"))
    connection = connections.connect(path)
    try:
        with transaction(connection):
            schema.build(connection)
            connection.execute(
                "INSERT INTO origin (one, node, incarnation, key_check) VALUES (1, ?, ?, ?)",
                (node, incarnation, key_check(keys)),
            )
            insert(connection, keys, (node, incarnation), first)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()
