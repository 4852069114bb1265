"""Brings the views of a file made by an earlier version up to this one: dropped and folded anew.

The chain is never touched. All of it is one transaction: whoever reads sees the old or the new.
"""

import json
import sqlite3

from kiosk.core.codec import CodecError, from_bodies
from kiosk.store import rows, schema, views
from kiosk.store.errors import LogDamaged
from kiosk.store.rows import Row
from kiosk.store.writing import transaction

PATIENCE_S = 60.0
"""How long to wait for the lock: another process may be upgrading the file just now."""


def upgrade(connection: sqlite3.Connection) -> None:
    """Make the views anew if the file has those of an earlier version; raises LogDamaged."""
    with transaction(connection, PATIENCE_S):
        if schema.version(connection) >= schema.VERSION:
            return
        schema.drop_views(connection)
        schema.build_views(connection)
        for page in rows.pages(connection, 0, 2**62):
            for row in page:
                _fold(connection, row)
        connection.execute(f"PRAGMA user_version={schema.VERSION}")


def _fold(connection: sqlite3.Connection, row: Row) -> None:
    try:
        clear = json.loads(row.body)
        clear.pop("id")
        event = from_bodies(clear, None)
    except (CodecError, ValueError, KeyError, AttributeError) as error:
        raise LogDamaged(f"the body of row {row.pos} cannot be read: {error}") from error
    views.fold(connection, row.pos, event)
