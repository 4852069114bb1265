"""Real processes: killed at random moments, and several that write and read at once."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.core.events import PersonRecorded, StationStarted
from tests.store.conftest import Place
from tests.store.making import event

ROOT = Path(__file__).parents[2]
PEOPLE = 1500
"""Rows of the import here; the bench imports 5,000."""

WRITERS = """
import itertools, os, sys
from pathlib import Path
from tests.store.making import decided, event, infrared
from kiosk.store.place import open_log

def say(*words):
    # One write to a pipe is whole or not there at all.
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def write(turn):
    say("writer", os.getpid())
    with open_log(Path(sys.argv[1])) as log:
        for number in itertools.count():
            fact = decided(f"{turn}-{number}", readings=(infrared(36.5),))
            appended = log.append(event(fact, why="x" * (number % 7) * 100))
            say("ack", appended.pos, appended.id.seq, fact.visit_id)

for turn in range(int(sys.argv[2])):
    pid = os.fork()
    if pid == 0:
        write(turn)
    status = os.waitpid(pid, 0)[1]
    say("ended", os.WTERMSIG(status))
"""

IMPORT = """
import sys, threading
from pathlib import Path
from tests.store.making import event
from kiosk.core.events import ImportBegun, ImportClosed, PersonRecorded
from kiosk.core.people import PersonKind
from kiosk.store.place import open_log
rest = threading.Event()
people = (
    event(PersonRecorded(f"p{n}", PersonKind.PUPIL, "grade-7/class-3", "roster", name=f"名{n}"))
    for n in range(int(sys.argv[2]))
)
with open_log(Path(sys.argv[1])) as log:
    log.append(event(ImportBegun("roster", "roster.csv")))
    count = log.append_many(people, lambda: rest.wait(0.002))
    log.append(event(ImportClosed("roster", count)))
"""

EXPORT = """
import sys
from pathlib import Path
from kiosk.store import export
from kiosk.store.place import open_log
with open_log(Path(sys.argv[1])) as log:
    print("ready", flush=True)
    while not log.lookup.holder("p1"):
        for text in export.to_csv(export.rows(log, 0, None, True)):
            pass
    print(sum(1 for text in export.to_csv(export.rows(log, 0, None, True))))
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a process on the same log."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_writers(parent: subprocess.Popen[str], chance: random.Random) -> list[list[str]]:
    """Kill each writer some time after some acknowledgements; give all that were made."""
    acknowledged: list[list[str]] = []
    assert parent.stdout is not None
    patience, writer = 0, 0
    for line in parent.stdout:
        word, *rest = line.split()
        if word == "writer":
            writer, patience = int(rest[0]), chance.randrange(1, 8)
        elif word == "ended":
            assert int(rest[0]) == signal.SIGKILL
        else:
            acknowledged.append(rest)
            patience -= 1
            if patience == 0:
                threading.Timer(chance.uniform(0, 0.004), os.kill, (writer, signal.SIGKILL)).start()
    return acknowledged


def test_twenty_kills_at_random_moments_lose_no_acknowledged_entry(place: Place) -> None:
    with start(WRITERS, place.state, 20) as parent:
        acknowledged = kill_writers(parent, random.Random(20))
    assert parent.returncode == 0
    assert len(acknowledged) > 40
    assert len({visit_id.split("-")[0] for _, _, visit_id in acknowledged}) == 20
    with place.open() as log:
        stored = {one.pos: one for one in log.read(0, 10**6)}
        for pos, seq, visit_id in acknowledged:
            assert stored[int(pos)].id.seq == int(seq)
            assert getattr(stored[int(pos)].event.fact, "visit_id", None) == visit_id
        assert [one.id.seq for one in stored.values()] == list(range(1, len(stored) + 1))
        assert log.verify().ok


def append_until(place: Place, done: Callable[[], bool]) -> list[int]:
    """Append as the gate does until others are done; give the positions acknowledged."""
    acknowledged = []
    next_person = threading.Event()
    with place.open() as gate:
        while not done():
            acknowledged.append(gate.append(event(StationStarted("gate"))).pos)
            next_person.wait(0.005)
    return acknowledged


def test_the_gate_appends_while_one_process_imports_and_another_exports(place: Place) -> None:
    reader = start(EXPORT, place.state)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    writer = start(IMPORT, place.state, PEOPLE)
    assert writer.stdout is not None
    try:
        acknowledged = append_until(place, lambda: writer.poll() is not None)
        assert int(reader.stdout.readline()) > PEOPLE
    finally:
        for child in (writer, reader):
            child.kill()
            child.wait()
            assert child.stdout is not None
            child.stdout.close()
    assert writer.returncode == 0
    assert len(acknowledged) > 10
    with place.open() as log:
        stored = log.read(0, 10**6)
        assert [one.id.seq for one in stored] == list(range(1, len(stored) + 1))
        gate = [one.pos for one in stored if one.event.fact == StationStarted("gate")]
        assert gate == acknowledged
        people = [one for one in stored if isinstance(one.event.fact, PersonRecorded)]
        assert len(people) == PEOPLE
        assert log.lookup.holder(f"p{PEOPLE - 1}") is not None
        assert log.verify().ok
