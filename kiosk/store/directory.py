"""Lists for administrators, page by page: people, permits, and whose a permit is."""

# ruff: noqa: S608 - every part that is joined is a constant of this package

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from kiosk.core.permits import Permit
from kiosk.store import connection as connections
from kiosk.store import reading
from kiosk.store.errors import translated
from kiosk.store.log import Log

PAGE = 200

_PERMITS = (
    f"SELECT {reading.PERMIT}, (SELECT count(*) FROM visit WHERE"
    f" visit.permit_id = permit.permit_id AND {reading.ENTRY}), person_id FROM permit"
)


@dataclass(frozen=True, slots=True)
class PermitRow:
    """A permit as it stands, with the entries made on it, and whose it is."""

    permit_id: str
    person_id: str
    permit: Permit


class Directory:
    """A connection of its own beside that of a `Log`; ids and codes only, nothing personal.

    Each question may raise LogDamaged, or LogNotWritable when the file stays locked.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @classmethod
    def of(cls, log: Log) -> "Directory":
        """Open the directory of a log; raises StoreError."""
        return cls(connections.connect(log.path))

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def person_ids(self) -> Iterator[str]:
        """Give the id of everybody on record, in order; rows of an open import do not count."""
        after = ""
        while True:
            found = self._all(
                f"SELECT DISTINCT person_id FROM person_record LEFT JOIN {reading.CURRENT}"
                " AND person_id > ? ORDER BY person_id LIMIT ?",
                after,
                PAGE,
            )
            yield from (row[0] for row in found)
            if len(found) < PAGE:
                return
            after = found[-1][0]

    def permits(self, person_id: str | None = None) -> Iterator[PermitRow]:
        """Give every permit, or those of one person, by their ids."""
        after = ""
        while True:
            found = self._all(
                f"{_PERMITS} WHERE permit_id > ? AND (? IS NULL OR person_id = ?)"
                " ORDER BY permit_id LIMIT ?",
                after,
                person_id,
                person_id,
                PAGE,
            )
            yield from map(_permit, found)
            if len(found) < PAGE:
                return
            after = found[-1][0]

    def permit(self, permit_id: str) -> PermitRow | None:
        """Give one permit."""
        found = self._all(f"{_PERMITS} WHERE permit_id = ?", permit_id)
        return _permit(found[0]) if found else None

    def _all(self, sql: str, *values: object) -> list[Any]:
        with translated():
            return self._db.execute(sql, values).fetchall()


def _permit(row: Any) -> PermitRow:
    *columns, used, person_id = row
    return PermitRow(columns[0], person_id, reading.permit(columns, used))
