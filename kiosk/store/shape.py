"""Checks of the file as a whole: its tables are ours, and SQLite finds them sound."""

import sqlite3
from contextlib import closing
from functools import cache
from typing import Any

from kiosk.store import schema


class Misfit(Exception):  # noqa: N818 - a finding of the verification, not an error of the program
    """Something in the file is not what was written; `pos` names the first row concerned."""

    def __init__(self, problem: str, pos: int | None = None) -> None:
        super().__init__(problem)
        self.pos = pos


def check_shape(connection: sqlite3.Connection) -> None:
    """Demand the very tables, columns and indexes that this version makes, and no others."""
    if _shape(connection) != _wanted_shape():
        raise Misfit("the tables of the file are not those of a log")


def check_tables(connection: sqlite3.Connection) -> None:
    """Let SQLite check each table with its indexes, and every reference, table by table."""
    tables = [row[0] for row in _names(connection) if row[1] == "table"]
    for table in tables:
        found = connection.execute(f"PRAGMA integrity_check({table})").fetchall()
        if found != [("ok",)]:
            raise Misfit(f"the table {table} is damaged: {found[0][0]}")
        broken = connection.execute(f"PRAGMA foreign_key_check({table})").fetchone()
        if broken is not None:
            raise Misfit(f"a row of {table} belongs to no event", broken[1])


@cache
def _wanted_shape() -> list[Any]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        schema.build(fresh)
        return _shape(fresh)


def _names(connection: sqlite3.Connection) -> list[Any]:
    return connection.execute(
        "SELECT name, type, tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'"
        " ORDER BY name"
    ).fetchall()


def _shape(connection: sqlite3.Connection) -> list[Any]:
    shape: list[Any] = []
    for name, kind, table in _names(connection):
        if kind == "table":
            columns = connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
        elif kind == "index":
            columns = connection.execute(f"PRAGMA index_xinfo({name})").fetchall()
        else:
            columns = []
        shape.append((name, kind, table, columns))
    return shape
