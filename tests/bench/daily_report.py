"""The daily report of a school of 5,000 over 200 days of events: the facts of a day and its table.

Two visits a person a day make 2 million decisions. See `tests.bench.school_year` for how the file
is made, and which of its rows are copies.
"""

import argparse
import json
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from kiosk.cli.report_day import day_facts
from kiosk.core.reports import REPORTS
from kiosk.store.place import log_path, open_log
from tests.bench.school import ZONE
from tests.bench.school_year import FIRST_DAY, build


def parser() -> argparse.ArgumentParser:
    """Give the options of this measure."""
    options = argparse.ArgumentParser(prog="python -m tests.bench daily_report --")
    options.add_argument("--people", type=int, default=5000, help="(default: %(default)s)")
    options.add_argument("--days", type=int, default=200, help="(default: %(default)s)")
    options.add_argument(
        "--own-days", type=int, default=3, help="days not copied (default: %(default)s)"
    )
    options.add_argument("--rounds", type=int, default=3, help="(default: %(default)s)")
    options.add_argument("--dir", type=Path, help="make the log on the disk of this directory")
    return options


def run(args: list[str]) -> dict[str, object]:
    """Measure the daily report of the newest, a middle and the first day; seconds of wall time."""
    # The other measures of one run get the same arguments.
    options, _ = parser().parse_known_args(args)
    days = options.days
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        state = Path(folder)
        began = time.perf_counter()
        built = build(state, options.people, days, max(1, min(options.own_days, days)))
        took = time.perf_counter() - began
        size = log_path(state).stat().st_size
        return {
            "people": built.people,
            "days": built.days,
            "visits": built.visits,
            "visits_copied": built.visits_copied,
            "events_appended": built.events,
            "file_mb": size // 1_000_000,
            "build_s": round(took, 1),
            "newest_day": _day(state, days - 1, options.rounds),
            "middle_day": _day(state, days // 2, options.rounds),
            "first_day": _day(state, 0, options.rounds),
        }


def _day(state: Path, number: int, rounds: int) -> dict[str, object]:
    """Time a report on a connection of its own: the first asks with nothing in its cache."""
    day = FIRST_DAY + timedelta(days=number)
    times: list[tuple[float, float]] = []
    with open_log(state) as log:
        for _ in range(rounds):
            began = time.perf_counter()
            facts = day_facts(log, day, ZONE)
            gathered = time.perf_counter()
            table = REPORTS["daily"].make(facts)
            times.append((gathered - began, time.perf_counter() - gathered))
    total = dict(zip((one.code for one in table.columns), table.rows[-1], strict=True))
    return {
        "first_s": round(sum(times[0]), 3),
        "best_s": round(min(map(sum, times)), 3),
        "of_which_facts_s": round(min(one for one, _ in times), 3),
        "total_row": {code: total[code] for code in ("enrolled", "present", "absent_sick")},
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:]), indent=2))
