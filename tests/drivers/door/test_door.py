"""A door is shut whatever is killed, pulled or stuck: real processes, a simulated relay."""

import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.door.client import DoorHelper
from drivers.events import Back, Locked, Lost, NotUnlocked, Seen, Unlocked, Why
from tests.drivers.gatehouse import ROOT, Gatehouse, Heard, gatehouse

STATION = """
import sys, time
from drivers.door.client import DoorHelper
from drivers.events import Back
import threading
ready = threading.Event()
def hear(seen):
    if isinstance(seen.event, Back):
        ready.set()
door = DoorHelper("door", "lcus", sys.argv[1], hear, time.monotonic)
door.start()
assert ready.wait(10)
assert door.unlock(4000, "Li")
sys.stdin.read()
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Gatehouse]:
    with gatehouse(tmp_path / "gate") as running:
        yield running


@contextmanager
def helped(port: str, limit_ms: int = 5000) -> Iterator[tuple[DoorHelper, Heard[Seen]]]:
    heard: Heard[Seen] = Heard()
    door = DoorHelper("door", "lcus", port, heard.add, time.monotonic, limit_ms=limit_ms)
    door.start()
    try:
        yield door, heard
    finally:
        door.close()


def until(heard: Heard[Seen], wanted: object, after: int = 0, within_s: float = 10.0) -> Seen:
    return heard.until(lambda seen: seen.event == wanted, after, within_s)


def ended(heard: Heard[Seen]) -> list[Why | str]:
    events = [seen.event for seen in list(heard)]
    return [
        event.why if isinstance(event, Lost) else "back"
        for event in events
        if isinstance(event, Lost | Back)
    ]


def test_a_pulse_opens_the_door_for_its_time(house: Gatehouse) -> None:
    with helped(house.port("door")) as (door, heard):
        until(heard, Back())
        assert door.unlock(300, "Li")
        until(heard, Unlocked("Li", 300))
        opened = house.relay("on")
        until(heard, Locked("Li"))
        assert 0.25 <= house.relay("off") - opened <= 1.0


def test_a_second_visitor_does_not_cut_the_first_ones_pulse_short(house: Gatehouse) -> None:
    with helped(house.port("door")) as (door, heard):
        until(heard, Back())
        door.unlock(900, "Li")
        opened = house.relay("on")
        door.unlock(100, "Wu")
        until(heard, Locked("Wu"))
        assert house.relay("off") - opened >= 0.85
        relay = [line["relay"] for line in list(house.heard) if "relay" in line]
        assert relay == ["on", "off"]


def test_no_pulse_is_longer_than_the_limit(house: Gatehouse) -> None:
    with helped(house.port("door"), limit_ms=400) as (door, heard):
        until(heard, Back())
        door.unlock(60_000, "Li")
        until(heard, Unlocked("Li", 400))
        assert house.relay("off", within_s=3) - house.relay("on") <= 1.0


def test_the_station_killed_in_the_middle_of_a_pulse_leaves_the_door_shut(house: Gatehouse) -> None:
    command = [sys.executable, "-c", STATION, house.port("door")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as station:
        opened = house.relay("on")
        station.send_signal(signal.SIGKILL)
        station.wait()
        assert house.relay("off", within_s=5.0) - opened < 2.0


def test_the_helper_killed_in_the_middle_of_a_pulse_is_replaced_and_shuts(house: Gatehouse) -> None:
    with helped(house.port("door")) as (door, heard):
        until(heard, Back())
        door.unlock(5000, "Li")
        opened = house.relay("on")
        until(heard, Unlocked("Li", 5000))
        place, pid = len(heard), door.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert house.relay("off", within_s=5.0) - opened < 3.0
        until(heard, Locked("Li"), place)
        until(heard, Back(), place)
        assert ended(heard) == ["back", Why.ENDED, "back"]
        assert door.pid() not in (None, pid)


def test_a_helper_that_hangs_in_a_pulse_is_replaced(house: Gatehouse) -> None:
    with helped(house.port("door")) as (door, heard):
        until(heard, Back())
        door.unlock(200, "Li")
        house.relay("on")
        pid = door.pid()
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        house.relay("off", within_s=5.0)
        until(heard, Back(), 1)


def test_the_helper_shuts_the_door_when_it_is_told_to_end(house: Gatehouse) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        place = len(house.heard)
        with running_helper(house.port("door")) as helper:
            say(helper, b'{"unlock_ms": 5000, "id": "Li"}')
            house.relay("on", place)
            helper.send_signal(number)
            house.relay("off", place, within_s=2.0)
            assert helper.wait(5) == 0


def test_a_door_left_open_by_somebody_else_is_shut_at_start(house: Gatehouse) -> None:
    port = os.open(house.port("door"), os.O_RDWR | os.O_NOCTTY)
    settings = termios.tcgetattr(port)
    settings[4:6] = [termios.B9600, termios.B9600]
    termios.tcsetattr(port, termios.TCSANOW, settings)
    os.write(port, b"\xa0\x01\x01\xa2")
    house.relay("on")
    os.close(port)
    with helped(house.port("door")):
        house.relay("off")


def test_a_pulled_door_is_lost_once_back_once_and_shut_when_it_comes_back(house: Gatehouse) -> None:
    with helped(house.port("door")) as (door, heard):
        until(heard, Back())
        door.unlock(5000, "Li")
        house.relay("on")
        pulled = time.monotonic()
        house.order("unplug", device="door")
        lost = heard.until(lambda seen: isinstance(seen.event, Lost))
        assert lost.at - pulled < 2.0
        assert not door.unlock(700, "Wu")
        place, plugged = len(heard), time.monotonic()
        house.order("replug", device="door")
        assert until(heard, Back(), place).at - plugged < 3.0
        until(heard, Locked("Li"))
        opened = len(house.heard)
        assert door.unlock(200, "Wu")
        house.relay("on", opened)
        until(heard, Locked("Wu"))
        assert ended(heard) == ["back", Why.UNPLUGGED, "back"]


def test_without_a_port_the_door_is_told_as_absent_and_unlocks_nothing(tmp_path: Path) -> None:
    with helped(str(tmp_path / "door")) as (door, heard):
        lost = heard.until(lambda seen: isinstance(seen.event, Lost)).event
        assert isinstance(lost, Lost)
        assert lost.why is Why.ABSENT
        assert not door.unlock(700, "Li")


def test_a_helper_that_cannot_be_started_is_told_and_tried_again(
    house: Gatehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    heard: Heard[Seen] = Heard()
    door = DoorHelper("door", "lcus", house.port("door"), heard.add, time.monotonic)
    door.start()
    lost = heard.until(lambda seen: isinstance(seen.event, Lost)).event
    assert isinstance(lost, Lost)
    assert lost.why is Why.ENDED
    assert not door.unlock(700, "Li")
    door.close()


def test_closing_shuts_the_door_and_leaves_no_process(house: Gatehouse) -> None:
    with helped(house.port("door")) as (door, heard):
        until(heard, Back())
        door.unlock(5000, "Li")
        house.relay("on")
        pid = door.pid()
        assert pid is not None
    house.relay("off", within_s=2.0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert [seen.event for seen in heard if isinstance(seen.event, Lost | NotUnlocked)] == []


@contextmanager
def running_helper(port: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "drivers.door.helper", "--driver", "lcus", "--port", port]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as helper:
        try:
            assert helper.stdout is not None
            assert helper.stdout.readline() == b'{"back": true}\n'
            yield helper
        finally:
            helper.kill()


def say(helper: subprocess.Popen[bytes], line: bytes) -> None:
    assert helper.stdin is not None
    helper.stdin.write(line + b"\n")


def test_garbage_on_its_input_is_answered_and_opens_nothing(house: Gatehouse) -> None:
    with running_helper(house.port("door")) as helper:
        assert helper.stdout is not None
        for line in (
            b"\xff\xfe",
            b"unlock",
            b'{"unlock_ms": true, "id": "x"}',
            b'{"unlock_ms": -5, "id": "x"}',
            b'{"unlock_ms": 700}',
            b'{"unlock_ms": 700, "id": "' + b"x" * 200 + b'"}',
            b"[" * 4000,
            b'{"unlock_ms": 700, "id": "x"}' + b" " * 20_000,
        ):
            say(helper, line)
            assert b'"error"' in helper.stdout.readline(), line
        say(helper, b'{"unlock_ms": 100, "id": "Li"}')
        assert helper.stdout.readline() == b'{"unlocked": "Li", "ms": 100}\n'
        assert helper.stdout.readline() == b'{"locked": "Li"}\n'


def test_a_pulse_of_any_length_is_held_to_the_limit(house: Gatehouse) -> None:
    with running_helper(house.port("door")) as helper:
        assert helper.stdout is not None
        say(helper, b'{"unlock_ms": 1' + b"0" * 400 + b', "id": "Li"}')
        assert helper.stdout.readline() == b'{"unlocked": "Li", "ms": 5000}\n'


def instead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str) -> DoorHelper:
    """Give a door whose helper is another program, with what it says."""
    script = tmp_path / "helper.py"
    script.write_text(program)
    door = DoorHelper("door", "lcus", "none", Heard[Seen]().add, time.monotonic)
    monkeypatch.setattr(door, "_command", [sys.executable, str(script)])
    return door


def test_what_a_library_prints_in_the_helper_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    heard: Heard[Seen] = Heard()
    program = """
import sys
print('libgpio: warning', flush=True)
print('{"back": true}', flush=True)
print('[1, 2]', flush=True)
sys.stdin.readline()
print('{"locked": "Li"}', flush=True)
sys.stdin.read()
"""
    door = instead(monkeypatch, tmp_path, program)
    monkeypatch.setattr(door, "_sink", heard.add)
    door.start()
    until(heard, Back())
    assert door.unlock(100, "Li")
    until(heard, Locked("Li"))
    door.close()
    assert ended(heard) == ["back"]


def test_a_helper_that_ends_again_and_again_is_started_more_and_more_seldom(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    heard: Heard[Seen] = Heard()
    program = "print('{\"back\": true}', flush=True)"
    door = instead(monkeypatch, tmp_path, program)
    monkeypatch.setattr(door, "_sink", heard.add)
    door.start()
    for turn in range(6):
        heard.until(lambda seen: isinstance(seen.event, Lost), 2 * turn)
    door.close()
    lost = [seen.at for seen in list(heard) if isinstance(seen.event, Lost)]
    assert lost[5] - lost[4] > 0.8


def test_a_station_that_reads_no_answers_does_not_keep_the_door_open(house: Gatehouse) -> None:
    with running_helper(house.port("door")) as helper:
        for _ in range(3000):
            say(helper, b"no request")
        place = len(house.heard)
        say(helper, b'{"unlock_ms": 200, "id": "Li"}')
        opened = house.relay("on", place)
        assert house.relay("off", place, within_s=3.0) - opened < 2.0
