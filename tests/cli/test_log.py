"""`kiosk log`: what an administrator types, and what comes out of a real process."""

import json
import os
import pwd
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.core.events import ActorKind, LogPulled, PersonRecorded, PullEnded
from kiosk.core.people import PersonKind
from kiosk.core.request import ClockTrust
from kiosk.sheets.columns import match
from kiosk.sheets.reading import read_table
from kiosk.store import keys
from kiosk.store.export import COLUMNS
from kiosk.store.log import Log
from kiosk.store.place import key_path, log_path, open_log, state_dir
from tests.store.making import MOMENT, event

ROOT = Path(__file__).parents[2]
RUN = "import argparse, sys; from kiosk.cli import log\n" + (
    "p = argparse.ArgumentParser('kiosk log'); log.add(p); sys.exit(log.run(p.parse_args()))"
)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    made = keys.create(key_path(tmp_path))
    with Log.create(log_path(tmp_path), made, "north", 1, MOMENT) as log:
        people = (PersonRecorded(f"p{n}", PersonKind.PUPIL, name="王小明") for n in range(300))
        log.append_many((event(fact) for fact in people), lambda: None)
    return tmp_path


def kiosk_log(state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `kiosk log` as a process of its own, the state directory by environment."""
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=ROOT,
        env=os.environ | {"KIOSK_STATE": str(state)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_an_export_streams_and_is_written_down_with_the_name_of_its_user(state: Path) -> None:
    done = kiosk_log(state, "export", "--format", "ndjson", "--after", "290", "--limit", "5")
    assert (done.returncode, done.stderr) == (0, "")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["pos"] for row in found] == [291, 292, 293, 294, 295]
    assert {row["name"] for row in found} == {"王**"}
    with open_log(state) as log:
        begun, ended = log.read(301, 10)
    assert isinstance(begun.event.fact, LogPulled)
    assert isinstance(ended.event.fact, PullEnded)
    user = pwd.getpwuid(os.getuid()).pw_name
    assert (begun.event.actor.kind, begun.event.actor.name) == (ActorKind.ACCOUNT, f"os:{user}")
    assert begun.event.moment.clock is ClockTrust.UNSURE
    assert (ended.event.fact.rows, ended.event.fact.complete) == (5, True)


def test_names_in_clear_need_a_reason(state: Path) -> None:
    refused = kiosk_log(state, "export", "--format", "csv", "--unmask")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--why" in refused.stderr
    with open_log(state) as log:
        assert log.head() == 301
    given = kiosk_log(state, "export", "--format", "csv", "--unmask", "--why", "病例 17")
    assert given.returncode == 0
    assert given.stdout.startswith("\ufeff")
    assert "王小明" in given.stdout
    with open_log(state) as log:
        assert log.read(301, 1)[0].event.why == "病例 17"


def test_a_workbook_holds_what_the_csv_holds_and_is_written_down(state: Path) -> None:
    asked = ("export", "--after", "290", "--limit", "5", "--format")
    done = subprocess.run(
        [sys.executable, "-c", RUN, *asked, "xlsx", "--state", str(state)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=60,
    )
    table = read_table(done.stdout, "log.xlsx")
    assert table.header.cells == tuple(COLUMNS)
    rows = list(match(table, dict.fromkeys(COLUMNS, ())).records())
    assert [row["pos"] for row in rows] == [291.0, 292.0, 293.0, 294.0, 295.0]
    assert {row["name"] for row in rows} == {"王**"}
    with open_log(state) as log:
        ended = log.read(302, 1)[0].event.fact
    assert isinstance(ended, PullEnded)
    assert (ended.rows, ended.complete) == (5, True)


def test_a_reader_that_goes_away_is_no_crash_and_the_log_says_so(state: Path) -> None:
    with open_log(state) as log:
        log.append(*(event(PersonRecorded(f"q{n}", PersonKind.PUPIL)) for n in range(2000)))
    with subprocess.Popen(
        [sys.executable, "-c", RUN, "export", "--format", "csv", "--state", str(state)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        said = child.stderr.read().decode()
    assert child.returncode == 1
    assert said.count("\n") == 1
    assert "went away" in said
    with open_log(state) as log:
        fact = log.read(log.head() - 1, 1)[0].event.fact
    assert isinstance(fact, PullEnded)
    assert not fact.complete


def test_verify_holds_and_after_one_flipped_byte_names_the_row(state: Path) -> None:
    done = kiosk_log(state, "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "301 rows" in done.stdout
    assert json.loads(kiosk_log(state, "verify", "--json").stdout) == {
        "ok": True,
        "rows": 301,
        "first_bad_pos": None,
        "problem": None,
    }
    whole = log_path(state).read_bytes()
    at = whole.index(b'"person_id":"p117"') + 16
    log_path(state).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    bad = kiosk_log(state, "verify")
    assert (bad.returncode, bad.stdout) == (1, "")
    assert "row 119:" in bad.stderr
    found = json.loads(kiosk_log(state, "verify", "--json").stdout)
    assert (found["ok"], found["first_bad_pos"]) == (False, 119)


def test_a_changed_view_is_found(state: Path) -> None:
    with closing(sqlite3.connect(log_path(state), isolation_level=None)) as raw:
        raw.execute("UPDATE person_record SET kind = 'staff' WHERE person_id = 'p5'")
    bad = kiosk_log(state, "verify")
    assert bad.returncode == 1
    assert "person_record" in bad.stderr
    assert "row 7:" in bad.stderr


def test_wrong_use_is_told_in_one_line(state: Path, tmp_path: Path) -> None:
    missing = kiosk_log(tmp_path / "nowhere", "verify")
    assert missing.returncode == 2
    assert missing.stderr.count("\n") == 1
    assert "--state" in missing.stderr
    assert kiosk_log(state, "export", "--format", "pdf").returncode == 2
    assert kiosk_log(state, "export", "--format", "csv", "--after", "-1").returncode == 2
    assert kiosk_log(state).returncode == 2
    key_path(state).chmod(0o644)
    open_to_all = kiosk_log(state, "verify")
    assert open_to_all.returncode == 1
    assert "chmod 600" in open_to_all.stderr


def test_help_has_an_example_and_every_column(state: Path) -> None:
    shown = kiosk_log(state, "--help").stdout
    assert "kiosk log verify" in shown
    assert "masked: first three, last four" in shown


def test_the_state_directory_is_given_or_named_or_the_users_own(tmp_path: Path) -> None:
    assert state_dir(tmp_path, {"KIOSK_STATE": "/elsewhere"}) == tmp_path
    assert state_dir(None, {"KIOSK_STATE": "/elsewhere"}) == Path("/elsewhere")
    assert state_dir(None, {}) == Path.home() / ".local/state/kiosk"
