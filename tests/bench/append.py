"""Append against a bare fsynced insert, and the gate's append while others import and export.

The bare insert is what the disk and SQLite cost at least: one row of the same size in WAL with
`synchronous=FULL`. Both are measured in turn in one run, so that a slow moment hits both.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from kiosk.core.events import StationStarted
from kiosk.store import keys
from kiosk.store.log import Log
from kiosk.store.place import key_path, log_path, open_log
from tests.store.making import MOMENT, decided, event, infrared

ROOT = Path(__file__).parents[2]
PEOPLE = 5000
PACE_S = 0.01
"""Between two entries of the measured gate; a real one makes at most one a second."""

IMPORT = """
import sys, threading
from pathlib import Path
from tests.store.making import event
from kiosk.core.events import ImportBegun, ImportClosed, PersonRecorded
from kiosk.core.people import PersonKind
from kiosk.store.place import open_log
rest = threading.Event()
people = (
    event(PersonRecorded(
        f"p{n}", PersonKind.PUPIL, "grade-7/class-3", "roster", name=f"名{n}",
        id_number=f"3201022008{n:08}", phone=f"138{n:08}",
    ))
    for n in range(int(sys.argv[2]))
)
with open_log(Path(sys.argv[1])) as log:
    log.append(event(ImportBegun("roster", "roster.csv")))
    count = log.append_many(people, lambda: rest.wait(0.005))
    log.append(event(ImportClosed("roster", count)))
"""

EXPORT = """
import sys
from pathlib import Path
from kiosk.store import export
from kiosk.store.place import open_log
with open_log(Path(sys.argv[1])) as log:
    print("ready", flush=True)
    while True:
        for text in export.to_csv(export.rows(log, 0, None, True)):
            pass
"""


def run(args: list[str]) -> dict[str, object]:
    """Measure in a new directory; the disk it lies on is the one that is measured."""
    options = parser().parse_args(args)
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        state = Path(folder)
        Log.create(log_path(state), keys.create(key_path(state)), "north", 1, MOMENT).close()
        return {"append": _against_bare(state, options.rounds), "contended": _contended(state)}


def parser() -> argparse.ArgumentParser:
    """Give the options of this measure."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.append")
    options.add_argument("--rounds", type=int, default=2000, help="appends (default: %(default)s)")
    options.add_argument("--dir", type=Path, help="measure on the disk of this directory")
    return options


def _against_bare(state: Path, rounds: int) -> dict[str, Any]:
    ours: list[float] = []
    bare: list[float] = []
    with open_log(state) as log, closing(_bare_database(state / "bare.db")) as plain:
        size = _row_bytes(log)
        for number in range(rounds):
            one = event(decided(f"v{number}", f"p{number % 500}", readings=(infrared(36.5),)))
            ours.append(_timed(lambda one=one: log.append(one)))  # type: ignore[misc]  # bound now
            row = os.urandom(size)
            bare.append(
                _timed(lambda row=row: plain.execute("INSERT INTO t (b) VALUES (?)", (row,)))  # type: ignore[misc]  # bound now, called now
            )
    found: dict[str, Any] = {"rounds": rounds, "row_bytes": size}
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        mine, floor = _percentile(ours, share), _percentile(bare, share)
        found[name] = {
            "append_ms": round(mine, 3),
            "bare_insert_ms": round(floor, 3),
            "ratio": round(mine / floor, 2),
        }
    return found


def _contended(state: Path) -> dict[str, Any]:
    """Append as the gate does while one process imports and another exports without end."""
    reader = _start(EXPORT, state)
    assert reader.stdout is not None
    reader.stdout.readline()
    writer = _start(IMPORT, state, str(PEOPLE))
    began = time.monotonic()
    waits: list[float] = []
    pace = threading.Event()
    try:
        with open_log(state) as gate:
            while writer.poll() is None:
                waits.append(_timed(lambda: gate.append(event(StationStarted("gate")))))
                pace.wait(PACE_S)
            took = time.monotonic() - began
            verified = gate.verify()
    finally:
        for child in (reader, writer):
            child.kill()
            child.communicate()
    if writer.returncode != 0:
        raise RuntimeError("the import failed")
    return {
        "import_rows": PEOPLE,
        "import_s": round(took, 2),
        "gate_appends": len(waits),
        "p50_ms": round(_percentile(waits, 0.5), 3),
        "p99_ms": round(_percentile(waits, 0.99), 3),
        "max_ms": round(max(waits), 3),
        "chain_verified": verified.ok,
    }


def _bare_database(path: Path) -> sqlite3.Connection:
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA synchronous=FULL")
    plain.execute("PRAGMA wal_autocheckpoint=400")
    plain.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)")
    return plain


def _row_bytes(log: Log) -> int:
    """Give the bytes that one decision puts into log and personal together."""
    log.append(event(decided("v", "p", readings=(infrared(36.5),))))
    with closing(sqlite3.connect(log.path)) as raw:
        (size,) = raw.execute(
            "SELECT length(CAST(body AS BLOB)) + length(commitment) + length(prev) + length(hash)"
            " + length(salt) + length(nonce) + length(sealed)"
            " FROM log JOIN personal USING (pos) ORDER BY pos DESC LIMIT 1"
        ).fetchone()
    return int(size)


def _start(code: str, state: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(state), *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def _timed(act: Callable[[], object]) -> float:
    """Give the milliseconds that an act takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:]), indent=2))
