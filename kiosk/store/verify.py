"""Verification: walk the chain, open every personal body, refold the views and compare.

What it cannot see: rows cut off at the end together with everything that follows from them, by
somebody who also refolds the views, or a WAL whose last frames are lost; and a log rewritten from
some row on by somebody who holds the keys. Only a head kept elsewhere shows those.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from kiosk.store import rows, schema, views
from kiosk.store.errors import StoreError
from kiosk.store.keys import Keys
from kiosk.store.rows import Row, Stored
from kiosk.store.shape import Misfit, check_shape, check_tables
from kiosk.store.tables import View

COMPARED = 500
"""Rows of a view compared in one read transaction."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found; `first_bad_pos` is None when the fault has no position."""

    ok: bool
    rows: int
    first_bad_pos: int | None = None
    problem: str | None = None


def verify_log(connection: sqlite3.Connection, keys: Keys) -> Verified:
    """Check the whole file; other processes may go on appending meanwhile."""
    # An unnamed database lives in memory and spills to a file of its own when it grows large.
    with closing(sqlite3.connect("", isolation_level=None)) as scratch:
        scratch.execute("PRAGMA synchronous=OFF")
        schema.build_views(scratch)
        walk = _Walk(connection, keys, scratch)
        try:
            check_shape(connection)
            walk.to_head()
            walk.compare_views()
            walk.check_erasures()
            walk.check_origin()
            check_tables(connection)
        except Misfit as misfit:
            return Verified(False, walk.pos, misfit.pos, str(misfit))
        except (sqlite3.DatabaseError, StoreError) as error:
            bad = None if walk.done else walk.pos + 1
            return Verified(False, walk.pos, bad, f"the file cannot be read: {error}")
        return Verified(True, walk.pos)


@dataclass(slots=True)
class _Walk:
    """Follows the log row by row, and folds a second set of views beside it."""

    connection: sqlite3.Connection
    keys: Keys
    scratch: sqlite3.Connection
    pos: int = 0
    done: bool = False
    heads: dict[tuple[str, int], tuple[int, bytes]] = field(default_factory=dict)
    bare: dict[str, int] = field(default_factory=dict)

    def to_head(self) -> None:
        """Check and fold every row up to the newest, each page at one state of the file."""
        more = True
        while more:
            with _snapshot(self.connection):
                more = self._fold_next_page()
        self.done = True

    def compare_views(self) -> None:
        """Compare each view with its refold, page by page, each at one state of the file."""
        for name, view in schema.VIEWS.items():
            after: Sequence[Any] | None = None
            while True:
                with _snapshot(self.connection):
                    while self._fold_next_page():
                        pass
                    stored = _view_page(self.connection, name, view, after)
                    folded = _view_page(self.scratch, name, view, after)
                if stored != folded:
                    raise _difference(name, view, stored, folded)
                if len(stored) < COMPARED:
                    break
                after = stored[-1][: len(view.key)]

    def check_erasures(self) -> None:
        """Demand that each personal body that is gone was erased by an event."""
        for event_id, pos in self.bare.items():
            found = self.scratch.execute(
                "SELECT 1 FROM erased WHERE event_id = ?", (event_id,)
            ).fetchone()
            if found is None:
                raise Misfit(f"the personal body of row {pos} is gone without an erasure", pos)

    def check_origin(self) -> None:
        """Demand that the file appends as the newest incarnation of a node it knows."""
        node, incarnation = self.connection.execute(
            "SELECT node, incarnation FROM origin"
        ).fetchone()
        if incarnation != max((inc for name, inc in self.heads if name == node), default=None):
            raise Misfit(f"the log does not hold the incarnation {node}/{incarnation} it names")
        (last,) = self.connection.execute(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'log'"
        ).fetchone()
        if last < self.pos:
            raise Misfit(f"the counter of the log stands at {last}, before its newest row")
        if last > max(self.pos, self._head()):
            raise Misfit(f"row {self.pos + 1} is missing", self.pos + 1)

    def _head(self) -> int:
        found: int = self.connection.execute("SELECT coalesce(max(pos), 0) FROM log").fetchone()[0]
        return found

    def _fold_next_page(self) -> bool:
        page = next(rows.pages(self.connection, self.pos, rows.PAGE), None)
        if page is None:
            return False
        blind = _blind_of(self.connection, page[0].pos, page[-1].pos)
        self.scratch.execute("BEGIN")
        try:
            for row in page:
                stored = self._check(row)
                expected = set() if stored.erased else set(rows.blind_rows(self.keys, stored.event))
                if blind.get(row.pos, set()) != expected:
                    raise Misfit(f"the blind index of row {row.pos} does not fit it", row.pos)
                views.fold(self.scratch, row.pos, stored.event)
                self.pos = row.pos
        finally:
            self.scratch.execute("COMMIT")
        return True

    def _check(self, row: Row) -> Stored:
        if row.pos != self.pos + 1:
            raise Misfit(f"row {self.pos + 1} is missing", self.pos + 1)
        origin = (row.id.node, row.id.incarnation)
        seq, prev = self.heads.get(origin, (0, rows.NO_HASH))
        if row.id.seq != seq + 1:
            raise Misfit(f"row {row.pos} is {row.id}, not number {seq + 1}", row.pos)
        if row.prev != prev:
            raise Misfit(f"row {row.pos} does not follow the row before it", row.pos)
        if rows.chained(row.prev, row.body, row.commitment) != row.hash:
            raise Misfit(f"the hash of row {row.pos} does not fit its body", row.pos)
        self.heads[origin] = (row.id.seq, row.hash)
        try:
            stored = rows.open_row(self.keys, row)
        except StoreError as error:
            raise Misfit(str(error), row.pos) from error
        if stored.erased:
            self.bare[str(row.id)] = row.pos
        return stored


def _blind_of(
    connection: sqlite3.Connection, first: int, last: int
) -> dict[int, set[tuple[str, bytes]]]:
    found: dict[int, set[tuple[str, bytes]]] = {}
    for name, digest, pos in connection.execute(
        "SELECT name, digest, pos FROM blind WHERE pos BETWEEN ? AND ?", (first, last)
    ):
        found.setdefault(pos, set()).add((name, digest))
    return found


def _view_page(
    connection: sqlite3.Connection, name: str, view: View, after: Sequence[Any] | None
) -> list[tuple[Any, ...]]:
    """Give rows of a view in the order of its key, the columns of the key first."""
    key = ", ".join(view.key)
    rest = ", ".join(column for column in view.columns if column not in view.key)
    marks = ", ".join("?" * len(view.key))
    where = "" if after is None else f"WHERE ({key}) > ({marks}) "
    return connection.execute(
        f"SELECT {key}{', ' if rest else ''}{rest} FROM {name} {where}"  # noqa: S608 - constants
        f"ORDER BY {key} LIMIT {COMPARED}",
        tuple(after or ()),
    ).fetchall()


def _difference(
    name: str, view: View, stored: list[tuple[Any, ...]], folded: list[tuple[Any, ...]]
) -> Misfit:
    """Say which row of a view is the first that does not come out of the log."""
    pairs = zip_longest(stored, folded)
    mine, ours = next((a, b) for a, b in pairs if a != b)
    columns = [*view.key, *(column for column in view.columns if column not in view.key)]
    row = ours or mine or ()
    named = dict(zip(columns, row, strict=False))
    key = ", ".join(str(named.get(column)) for column in view.key)
    return Misfit(f"the view {name} does not come out of the log at {key}", named.get("pos"))


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Read at one state of the file; never held for more than a page."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")
