"""What every door keeps, tried on each simulated one at once: real ptys, real helper processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from drivers import registry
from drivers.door.board import Place
from drivers.door.client import DoorHelper
from drivers.events import Back, Locked, Lost, Seen, Unlocked, Why
from simulators.registry import DOORS
from tests.drivers.gatehouse import ROOT, Gatehouse, Heard, gatehouse

TIMED = {"osdp", "hw_667"}
"""Boards that end a pulse of up to a second by themselves."""

STATION = """
import sys, time, threading
from drivers.door.client import DoorHelper
from drivers.events import Back
ready = threading.Event()
def hear(seen):
    if isinstance(seen.event, Back):
        ready.set()
door = DoorHelper("door", sys.argv[1], sys.argv[2], hear, time.monotonic)
door.start()
assert ready.wait(10)
assert door.unlock(4000, "Li")
sys.stdin.read()
"""


@dataclass
class Gate:
    """One simulated door: its driver, its gatehouse, and what the helper said."""

    driver: str
    house: Gatehouse
    heard: Heard[Seen]

    @property
    def port(self) -> str:
        """Return the path of its port."""
        return self.house.port("door")

    @contextmanager
    def helped(self, limit_ms: int = 5000) -> Iterator[DoorHelper]:
        """Run a helper that has the door."""
        door = DoorHelper(
            "door", self.driver, self.port, self.heard.add, time.monotonic, limit_ms=limit_ms
        )
        door.start()
        try:
            self.until(Back())
            yield door
        finally:
            door.close()

    def until(self, wanted: object, after: int = 0) -> Seen:
        """Wait until the helper has said something."""
        return self.heard.until(lambda seen: seen.event == wanted, after)

    def spans(self) -> list[float]:
        """Return for how long the relay was on, each time."""
        lines = [line for line in list(self.house.heard) if "relay" in line]
        assert [line["relay"] for line in lines] == ["on", "off"] * (len(lines) // 2)
        times = [float(str(line["at"])) for line in lines]
        return [end - begin for begin, end in list(pairwise(times))[::2]]


@pytest.fixture
def everywhere(tmp_path: Path) -> Callable[[Callable[[Gate], None]], None]:
    """Run a story at every door at once; one that fails is told with its name."""

    def run(story: Callable[[Gate], None]) -> None:
        def one(driver: str) -> None:
            with gatehouse(tmp_path / driver, devices="door", door=driver) as house:
                story(Gate(driver, house, Heard()))

        with ThreadPoolExecutor(len(DOORS)) as pool:
            running = {driver: pool.submit(one, driver) for driver in DOORS}
        wrong = {name: error for name, done in running.items() if (error := done.exception())}
        for name, error in wrong.items():
            error.add_note(f"at the door {name}; wrong ones: {', '.join(wrong)}")
            raise error

    return run


def test_every_pulse_has_its_length_and_a_second_never_cuts_the_first_short(
    everywhere: Callable[[Callable[[Gate], None]], None],
) -> None:
    def story(gate: Gate) -> None:
        with gate.helped(limit_ms=1300) as door:
            door.unlock(300, "short")
            gate.until(Locked("short"))
            door.unlock(700, "first")
            gate.until(Unlocked("first", 700))
            door.unlock(100, "hurried")
            gate.until(Locked("hurried"))
            door.unlock(600, "first")
            gate.heard.until(lambda seen: seen.event == Unlocked("first", 600))
            door.unlock(1000, "longer")
            gate.until(Locked("longer"))
            door.unlock(60_000, "too long")
            gate.until(Unlocked("too long", 1300))
            gate.until(Locked("too long"))
            gate.house.heard.until(lambda _line: len(offs(gate)) == 4)
        short, first, longer, limit = gate.spans()
        assert 0.25 <= short <= 0.9
        assert 0.65 <= first <= 1.3
        assert 0.95 <= longer <= 1.9
        assert 1.2 <= limit <= 1.9

    everywhere(story)


def offs(gate: Gate) -> list[dict[str, object]]:
    return [line for line in list(gate.house.heard) if line.get("relay") == "off"]


def test_every_door_left_open_by_somebody_else_is_shut_at_start(
    everywhere: Callable[[Callable[[Gate], None]], None],
) -> None:
    def story(gate: Gate) -> None:
        board = registry.board(gate.driver, Place(gate.port, 9600))
        board.open()
        board.unlock(20.0)
        opened = gate.house.relay("on")
        board.close()
        with gate.helped():
            assert gate.house.relay("off", within_s=4.0) - opened < 4.0

    everywhere(story)


def test_every_door_is_shut_when_the_station_is_killed_in_the_middle_of_a_pulse(
    everywhere: Callable[[Callable[[Gate], None]], None],
) -> None:
    def story(gate: Gate) -> None:
        command = [sys.executable, "-c", STATION, gate.driver, gate.port]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as station:
            opened = gate.house.relay("on")
            station.send_signal(signal.SIGKILL)
            station.wait()
            assert gate.house.relay("off") - opened < 3.0

    everywhere(story)


def test_a_killed_helper_leaves_a_door_to_the_board_s_own_timer_or_to_the_next_helper(
    everywhere: Callable[[Callable[[Gate], None]], None],
) -> None:
    def story(gate: Gate) -> None:
        command = [sys.executable, "-m", "drivers.door.helper", "--driver", gate.driver]
        command += ["--port", gate.port]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        ) as helper:
            assert helper.stdout is not None
            assert helper.stdin is not None
            assert helper.stdout.readline() == b'{"back": true}\n'
            helper.stdin.write(b'{"unlock_ms": 1000, "id": "Li"}\n')
            opened = gate.house.relay("on")
            helper.kill()
            helper.wait()
        if gate.driver in TIMED:
            assert 0.9 <= gate.house.relay("off") - opened <= 1.6
        else:
            place = len(gate.house.heard)
            assert offs(gate) == []
            with gate.helped():
                gate.house.relay("off", place)

    everywhere(story)


def test_a_helper_killed_in_a_pulse_is_replaced_and_every_door_is_shut(
    everywhere: Callable[[Callable[[Gate], None]], None],
) -> None:
    def story(gate: Gate) -> None:
        with gate.helped() as door:
            door.unlock(5000, "Li")
            opened = gate.house.relay("on")
            gate.until(Unlocked("Li", 5000))
            place, pid = len(gate.heard), door.pid()
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            assert gate.house.relay("off") - opened < 4.0
            gate.until(Back(), place)
        assert said(gate.heard) == ["back", Why.ENDED, "back"]

    everywhere(story)


def test_every_door_that_is_pulled_is_lost_once_and_back_once(
    everywhere: Callable[[Callable[[Gate], None]], None],
) -> None:
    def story(gate: Gate) -> None:
        with gate.helped() as door:
            door.unlock(5000, "Li")
            gate.until(Unlocked("Li", 5000))
            gate.house.order("unplug", device="door")
            gate.heard.until(lambda seen: isinstance(seen.event, Lost))
            assert not door.unlock(700, "Wu")
            place = len(gate.heard)
            gate.house.order("replug", device="door")
            gate.until(Back(), place)
            gate.until(Locked("Li"))
            opened = len(gate.house.heard)
            assert door.unlock(200, "Wu")
            gate.house.relay("on", opened)
            gate.until(Locked("Wu"))
        assert said(gate.heard) == ["back", Why.UNPLUGGED, "back"]

    everywhere(story)


def said(heard: Heard[Seen]) -> list[Why | str]:
    events = [seen.event for seen in list(heard)]
    return [
        event.why if isinstance(event, Lost) else "back"
        for event in events
        if isinstance(event, Lost | Back)
    ]
