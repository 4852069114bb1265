"""What the read sides of all topics share: short questions on the connection of one log."""

import sqlite3
from typing import Any

from kiosk.store import rows
from kiosk.store.errors import LogDamaged, translated
from kiosk.store.keys import Keys
from kiosk.store.privacy import blind_digest
from kiosk.store.rows import Stored


class Asking:
    """Questions to the views of one log; made by `Log.of`, and used on the same thread.

    Each may raise LogDamaged, or LogNotWritable when the file stays locked.
    """

    def __init__(self, connection: sqlite3.Connection, keys: Keys) -> None:
        self._db = connection
        self._keys = keys

    def at(self, pos: int) -> Stored:
        """Give the event at a position that a view named; raises LogDamaged when there is none."""
        with translated():
            row = rows.row_at(self._db, pos)
        if row is None:
            raise LogDamaged(f"row {pos} is gone")
        return rows.open_row(self._keys, row)

    def _blind(self, name: str, value: str) -> bytes:
        return blind_digest(self._keys, name, value)

    def _all(self, sql: str, *values: object) -> list[Any]:
        with translated():
            return self._db.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: object) -> Any:
        with translated():
            return self._db.execute(sql, values).fetchone()
