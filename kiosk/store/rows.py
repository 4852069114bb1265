"""Events to rows of the log and back: bodies, identity, chain and commitment."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kiosk.core.codec import CodecError, blind_fields, canonical, from_bodies, to_bodies
from kiosk.core.events import Event, EventId
from kiosk.store.errors import LogDamaged
from kiosk.store.keys import Keys
from kiosk.store.privacy import Sealed, blind_digest, seal, unseal

NO_HASH = bytes(32)
"""Stands before the first row of an incarnation, and for a commitment that there is none of."""

COLUMNS = (
    "log.pos, log.node, log.incarnation, log.seq, log.body, log.commitment, log.prev, log.hash, "
    "personal.salt, personal.nonce, personal.sealed"
)
SOURCE = "log LEFT JOIN personal ON personal.pos = log.pos"
PAGE = 500
"""Rows read in one statement, and so in one read transaction."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An event as it stands in the log; `erased` when its personal body is gone."""

    pos: int
    id: EventId
    event: Event
    hash: bytes
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The raw columns of one event."""

    pos: int
    id: EventId
    body: str
    commitment: bytes | None
    prev: bytes
    hash: bytes
    personal: Sealed | None
    blind: tuple[tuple[str, bytes], ...] = field(default=())


def chained(prev: bytes, body: str, commitment: bytes | None) -> bytes:
    """Give the hash of a row: SHA-256(prev || body || commitment, or 32 zero bytes for none)."""
    return hashlib.sha256(prev + body.encode() + (commitment or NO_HASH)).digest()


def to_row(keys: Keys, pos: int, event_id: EventId, event: Event, prev: bytes) -> Row:
    """Turn an event into its row; raises ValueError when a value cannot be written as JSON."""
    clear, hidden = to_bodies(event)
    body = canonical(clear | {"id": [event_id.node, event_id.incarnation, event_id.seq]})
    personal = seal(keys, str(event_id), canonical(hidden)) if hidden else None
    commitment = personal.commitment if personal else None
    return Row(
        pos,
        event_id,
        body,
        commitment,
        prev,
        chained(prev, body, commitment),
        personal,
        blind_rows(keys, event),
    )


def blind_rows(keys: Keys, event: Event) -> tuple[tuple[str, bytes], ...]:
    """List the (index name, digest) pairs by which an event is found."""
    return tuple((name, blind_digest(keys, name, value)) for name, value in blind_fields(event))


def insert(connection: sqlite3.Connection, row: Row) -> None:
    """Write a row and its personal parts, inside the caller's transaction."""
    connection.execute(
        "INSERT INTO log (pos, node, incarnation, seq, body, commitment, prev, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.pos,
            row.id.node,
            row.id.incarnation,
            row.id.seq,
            row.body,
            row.commitment,
            row.prev,
            row.hash,
        ),
    )
    if row.personal is not None:
        connection.execute(
            "INSERT INTO personal (pos, salt, nonce, sealed) VALUES (?, ?, ?, ?)",
            (row.pos, row.personal.salt, row.personal.nonce, row.personal.sealed),
        )
    for name, digest in row.blind:
        connection.execute(
            "INSERT OR IGNORE INTO blind (name, digest, pos) VALUES (?, ?, ?)",
            (name, digest, row.pos),
        )


def from_columns(columns: Sequence[Any]) -> Row:
    """Build a row from `COLUMNS`; raises LogDamaged when a commitment is missing."""
    pos, node, incarnation, seq, body, commitment, prev, hashed, salt, nonce, sealed = columns
    personal = None
    if sealed is not None:
        if commitment is None:
            raise LogDamaged(f"row {pos} has a personal body that it never committed to")
        personal = Sealed(salt, nonce, sealed, commitment)
    return Row(pos, EventId(node, incarnation, seq), body, commitment, prev, hashed, personal)


def open_row(keys: Keys, row: Row) -> Stored:
    """Turn a row into its event; raises LogDamaged when a body is not what was written."""
    try:
        clear = json.loads(row.body)
        identity = clear.pop("id")
        hidden = json.loads(unseal(keys, str(row.id), row.personal)) if row.personal else None
        event = from_bodies(clear, hidden)
    except (CodecError, ValueError, KeyError, AttributeError) as error:
        raise LogDamaged(f"the body of row {row.pos} cannot be read: {error}") from error
    if identity != [row.id.node, row.id.incarnation, row.id.seq]:
        raise LogDamaged(f"the body of row {row.pos} belongs to another event")
    erased = row.commitment is not None and row.personal is None
    return Stored(row.pos, row.id, event, row.hash, erased)


def pages(connection: sqlite3.Connection, after: int, limit: int) -> Iterator[list[Row]]:
    """Give raw rows after a position, page by page, each in a read transaction of its own."""
    while limit > 0:
        found = connection.execute(
            f"SELECT {COLUMNS} FROM {SOURCE} WHERE log.pos > ? ORDER BY log.pos LIMIT ?",  # noqa: S608 - constants
            (after, min(limit, PAGE)),
        ).fetchall()
        if not found:
            return
        yield [from_columns(one) for one in found]
        after = found[-1][0]
        limit -= len(found)


def row_at(connection: sqlite3.Connection, pos: int) -> Row | None:
    """Give the raw row at a position."""
    found = connection.execute(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE log.pos = ?",  # noqa: S608 - constants
        (pos,),
    ).fetchone()
    return from_columns(found) if found else None
