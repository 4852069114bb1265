"""Import of a whole school from one workbook: tried, brought in, brought in again.

The limit of the issue is ten seconds for 5,000 people; each step is a process of its own, as it
is typed, and is told as a share of that limit.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from kiosk.core.documents import check_holds
from kiosk.core.tables import Column, ReportTable
from kiosk.sheets.writing import to_xlsx
from kiosk.store import keys
from kiosk.store.log import Log
from kiosk.store.place import key_path, log_path, open_log
from tests.store.making import MOMENT

ROOT = Path(__file__).parents[2]
LIMIT_S = 10.0
PUPILS, STAFF = 4600, 400


def run(args: list[str]) -> dict[str, object]:
    """Measure in a new directory; the disk it lies on is the one that is measured."""
    options = parser().parse_args(args)
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        state = Path(folder)
        Log.create(log_path(state), keys.create(key_path(state)), "north", 1, MOMENT).close()
        path = state / "school.xlsx"
        path.write_bytes(to_xlsx(workbook()))
        found: dict[str, Any] = {"people": PUPILS + STAFF, "limit_s": LIMIT_S}
        for name, more in (("dry_run", ["--dry-run"]), ("import", []), ("again", [])):
            found[name] = _timed(state, path, more)
        with open_log(state) as log:
            found["events"] = log.head()
            found["chain_verified"] = log.verify().ok
    return found


def parser() -> argparse.ArgumentParser:
    """Give the options of this measure."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.import_school")
    options.add_argument("--dir", type=Path, help="measure on the disk of this directory")
    return options


def workbook() -> tuple[ReportTable, ReportTable]:
    """Make a school: every pupil and member of staff with a document, a card and a phone."""
    pupils = tuple(
        _person(f"{2020_0000 + n}", n, f"{n % 9 + 1}年级/{n % 11 + 1}班") for n in range(PUPILS)
    )
    staff = tuple(_person(f"T{n:04}", PUPILS + n, f"{n % 12}组") for n in range(STAFF))
    return _sheet("学生", "学号", pupils), _sheet("教工", "工号", staff)


def _person(number: str, n: int, unit: str) -> tuple[str, ...]:
    first = f"110101{1960 + n % 60}{n % 12 + 1:02}{n % 28 + 1:02}{n % 1000:03}"
    document = next(first + check for check in "0123456789X" if check_holds(first + check))
    return (number, f"王{n}", unit, document, f"S{n:06}", f"138{n:08}")


def _sheet(title: str, number: str, rows: tuple[tuple[str, ...], ...]) -> ReportTable:
    headings = (number, "姓名", "班级" if number == "学号" else "部门", "证件号", "卡号", "电话")
    return ReportTable(title, title, tuple(Column(one, one, one) for one in headings), rows)


def _timed(state: Path, path: Path, more: list[str]) -> dict[str, Any]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "people", "import", str(path), "--json", *more],
        cwd=ROOT,
        env=os.environ | {"KIOSK_STATE": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.monotonic() - began
    if done.returncode != 0:
        raise RuntimeError(f"the import failed: {done.stderr}")
    return {
        "took_s": round(took, 2),
        "share_of_limit": round(took / LIMIT_S, 2),
        **json.loads(done.stdout)["counts"],
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:]), indent=2))
