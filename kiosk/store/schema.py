"""Tables of the log file and their migrations; `user_version` says which the file has.

The chain tables are written out; those of the views are made by sqlite-utils from `VIEWS`, as
they can be dropped and folded again at any time.
"""

import sqlite3

from sqlite_utils import Database

from kiosk.store import (
    views_filing,
    views_gate,
    views_health,
    views_incidents,
    views_instruments,
    views_people,
    views_permits,
    views_school,
    views_station,
)
from kiosk.store.tables import View, view

VERSION = 4

CHAIN = (
    """
    CREATE TABLE log (
      pos INTEGER PRIMARY KEY AUTOINCREMENT,
      node TEXT NOT NULL,
      incarnation INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      body TEXT NOT NULL,
      commitment BLOB,
      prev BLOB NOT NULL,
      hash BLOB NOT NULL,
      kind TEXT GENERATED ALWAYS AS (json_extract(body, '$.kind')) VIRTUAL,
      wall TEXT GENERATED ALWAYS AS (json_extract(body, '$.moment.wall')) VIRTUAL,
      intent TEXT GENERATED ALWAYS AS (json_extract(body, '$.intent')) VIRTUAL,
      UNIQUE (node, incarnation, seq)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX log_intent ON log (intent) WHERE intent IS NOT NULL",
    """
    CREATE TABLE personal (
      pos INTEGER PRIMARY KEY REFERENCES log (pos),
      salt BLOB NOT NULL,
      nonce BLOB NOT NULL,
      sealed BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE blind (
      name TEXT NOT NULL,
      digest BLOB NOT NULL,
      pos INTEGER NOT NULL REFERENCES log (pos),
      PRIMARY KEY (name, digest, pos)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX blind_pos ON blind (pos)",
    """
    CREATE TABLE origin (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      node TEXT NOT NULL,
      incarnation INTEGER NOT NULL,
      key_check BLOB NOT NULL
    ) STRICT
    """,
)
CHAIN_TABLES = frozenset({"log", "personal", "blind", "origin"})
"""The log itself. `origin` says as whom this file appends and under which keys."""


_SUBJECT = {"subject": view("subject pos", "subject", "pos")}

VIEWS: dict[str, View] = (
    _SUBJECT
    | views_people.TABLES
    | views_permits.TABLES
    | views_health.TABLES
    | views_gate.TABLES
    | views_incidents.TABLES
    | views_school.TABLES
    | views_station.TABLES
    | views_filing.TABLES
    | views_instruments.TABLES
)
"""Every table that `views.fold` keeps; none holds a name, a number or a health value."""


def build(connection: sqlite3.Connection) -> None:
    """Make every table in an empty file, inside the caller's transaction."""
    for statement in CHAIN:
        connection.execute(statement)
    build_views(connection)
    connection.execute(f"PRAGMA user_version={VERSION}")


def build_views(connection: sqlite3.Connection) -> None:
    """Make the tables of the views only, as a refold needs them."""
    database = Database(connection)
    for name, made in VIEWS.items():
        key = made.key if len(made.key) > 1 else made.key[0]
        table = database.create_table(
            name,
            made.columns,
            pk=key,
            not_null=[column for column in made.columns if column not in made.optional],
            strict=True,
        )
        for number, columns in enumerate(made.indexes):
            table.create_index(columns, index_name=f"{name}_{number}")


def drop_views(connection: sqlite3.Connection) -> None:
    """Drop the tables of the views, whatever version made them."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for (name,) in found:
        if name not in CHAIN_TABLES:
            connection.execute(f'DROP TABLE "{name}"')


def version(connection: sqlite3.Connection) -> int:
    """Give the version of the tables in the file; 0 for a file without any."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found
