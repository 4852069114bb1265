"""Tables of the log file and their migrations; `user_version` says which the file has.

The chain tables are written out; those of the views are made by sqlite-utils from `VIEWS`, as
they can be dropped and folded again at any time.
"""

import sqlite3
from dataclasses import dataclass

from sqlite_utils import Database

VERSION = 1

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
"""The log itself. `origin` says as whom this file appends and under which keys."""


@dataclass(frozen=True, slots=True)
class View:
    """A table of a view: columns with their types, its key, what may be NULL, what is indexed."""

    columns: dict[str, type]
    key: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    indexes: tuple[tuple[str, ...], ...] = ()


def _view(
    key: str, texts: str = "", numbers: str = "", optional: str = "", indexes: str = ""
) -> View:
    columns: dict[str, type] = dict.fromkeys(texts.split(), str)
    columns |= dict.fromkeys(numbers.split(), int)
    return View(
        columns,
        tuple(key.split()),
        frozenset(optional.split()),
        tuple(tuple(one.split()) for one in indexes.split(",") if one.strip()),
    )


VIEWS: dict[str, View] = {
    "subject": _view("subject pos", "subject", "pos"),
    "import_file": _view("import_id", "import_id", "begun_pos closed_pos", "begun_pos closed_pos"),
    "person_record": _view(
        "pos", "person_id kind unit import_id", "pos", "unit import_id", "person_id"
    ),
    "card_record": _view("pos", "card_id person_id import_id", "pos", "import_id", "card_id"),
    "card_revoked": _view("card_id", "card_id", "pos"),
    "shift": _view("shift_id", "shift_id person_id since until", "pos", "since until", "person_id"),
    "permit": _view(
        "permit_id",
        "permit_id person_id state purpose areas access_points since until",
        "entries pos",
        "access_points since until",
        "person_id",
    ),
    "pass": _view(
        "pass_id",
        "pass_id person_id permit_id since until",
        "key_id uses pos",
        "permit_id since until uses",
    ),
    "pass_revoked": _view("pass_id", "pass_id", "pos"),
    "home_record": _view("pos", "person_id day import_id", "pos", "import_id", "person_id day"),
    "watch": _view(
        "watch_id", "watch_id person_id reason since until", "pos", "since until", "person_id"
    ),
    "isolation": _view("person_id", "person_id since cause", "case_no pos", "case_no"),
    "certificate": _view("person_id", "person_id", "hospital school_doctor pos"),
    "policy": _view("one", "name digest", "one pos"),
    "phase": _view("one", "phase released", "one pos run_pos", "run_pos"),
    "clock": _view("boot_id", "boot_id", "pos"),
    "account": _view("account_id", "account_id role", "pos"),
    "device": _view("device", "device cause wall", "lost pos", "cause"),
    "direction": _view("access_point", "access_point direction", "pos"),
    "cold_mode": _view("access_point", "access_point", "cold pos"),
    "token": _view("name", "name sha256", "pos"),
    "pull": _view(
        "pull_id",
        "pull_id",
        "begun_pos ended_pos rows complete",
        "begun_pos ended_pos rows complete",
    ),
    "visit": _view(
        "pos",
        "visit_id wall access_point direction verdict reason clause also credential_kind "
        "person_id person_kind unit pass_id permit_id override_of outcome",
        "pos case_no never_seen_in late",
        "access_point person_id person_kind unit pass_id permit_id override_of outcome case_no",
        "visit_id, person_id pos, permit_id, pass_id, wall",
    ),
    "occupancy": _view(
        "person_id", "person_id", "inside since_pos off_pos", "since_pos off_pos", "inside"
    ),
    "held_case": _view(
        "case_no",
        "person_id visit_id access_point opened first_reason latest_reason outcome",
        "case_no opened_pos latest_pos closed_pos",
        "person_id access_point outcome closed_pos",
        "person_id, closed_pos",
    ),
    "case_decision": _view("case_no pos", "", "case_no pos"),
    "erased": _view("event_id", "event_id", "pos"),
}
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
    for name, view in VIEWS.items():
        key = view.key if len(view.key) > 1 else view.key[0]
        table = database.create_table(
            name,
            view.columns,
            pk=key,
            not_null=[column for column in view.columns if column not in view.optional],
            strict=True,
        )
        for number, columns in enumerate(view.indexes):
            table.create_index(columns, index_name=f"{name}_{number}")


def version(connection: sqlite3.Connection) -> int:
    """Give the version of the tables in the file; 0 for a file without any."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found
