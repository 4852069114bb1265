"""The terminal as a process: what ends it, what does not, and what a stopped one costs the gate."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.link.messages import EndTerminal
from kiosk.link.server import STUCK_SECONDS
from tests.tui.running import FakeStation
from tests.tui.scenes import DENY, GRANT, IDLE, RECHECK, SCENES, told
from tests.tui.terminal import Terminal, foreign, resident


@pytest.fixture
def station(socket_path: Path) -> Iterator[FakeStation]:
    made = FakeStation(socket_path)
    yield made
    made.server.close()


def test_it_needs_a_terminal(socket_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "tui", "--socket", str(socket_path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=False,
        env=os.environ | {"PYTHONPATH": os.getcwd()},
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert b"terminal" in done.stderr


def test_keys_mouse_and_paste_do_not_end_it_and_sigterm_does(station: FakeStation) -> None:
    station.publish(IDLE)
    with Terminal(station.path) as terminal:
        terminal.until(lambda text: "北门" in text.replace(" ", ""))
        for hostile in (
            b"\x11",  # Ctrl+Q
            b"\x03",  # Ctrl+C
            b"\x10",  # Ctrl+P
            b"\x1a",  # Ctrl+Z
            b"\x1c",  # Ctrl+backslash
            b"\x04",  # Ctrl+D
            b"\x1b[<0;40;12M\x1b[<0;40;12m",  # a click
            b"\x1b[M !!",  # a click of the old kind
            b"\x1b[200~4\r2\r2\rq\x1b[201~",  # a paste
            b"\xff\xfe\x80",  # no text at all
        ):
            terminal.send(hostile)
        terminal.process.send_signal(signal.SIGINT)
        terminal.resize(100, 30)
        station.publish(DENY)
        terminal.until(lambda text: "S T O P" in text)
        assert station.acts == []
        written = terminal.end()
        assert b"\x1b[?1049l" in written[-400:]
        assert b"\x1b[?25h" in written[-400:]
        assert foreign(written).strip(b"\x07") == b""


def test_a_supervisor_ends_it_by_pin(station: FakeStation) -> None:
    station.publish(IDLE)
    with Terminal(station.path) as terminal:
        terminal.until(lambda text: "07:12" in text)
        terminal.send(b"328899\r")
        assert terminal.process.wait(timeout=10) == 10
        assert station.acts == [EndTerminal("8899")]


def test_it_ends_when_its_terminal_is_gone(station: FakeStation) -> None:
    station.publish(IDLE)
    with Terminal(station.path) as terminal:
        terminal.until(lambda screen: "北门" in screen)
        terminal.hang_up()
        assert terminal.process.wait(timeout=10) == 0


def test_random_bytes_at_the_keyboard_do_not_end_it(station: FakeStation) -> None:
    made = random.Random(20200220)
    station.publish(IDLE)
    with Terminal(station.path) as terminal:
        terminal.until(lambda text: "07:12" in text)
        for _ in range(16):
            terminal.send(made.randbytes(250).replace(b"\r", b""))
            station.publish(GRANT)
        terminal.send(b"\x1b" * 3)
        terminal.until(lambda text: "按数字选" not in text.replace(" ", ""))
        terminal.send(b"\x1b")
        station.publish(DENY)
        terminal.until(lambda text: "S T O P" in text)


def test_grant_refer_and_deny_ring_once_twice_three_times(station: FakeStation) -> None:
    station.publish(IDLE)
    with Terminal(station.path) as terminal:
        terminal.until(lambda text: "07:12" in text)
        rung = 0
        for state, word, bells in (
            (GRANT, "P A S S", 1),
            (told(RECHECK), "W A I T", 2),
            (DENY, "S T O P", 3),
        ):
            station.publish(state)
            terminal.until(lambda text, word=word: word in text)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            rung += bells
            terminal.until(lambda _, rung=rung: terminal.bells == rung)  # type: ignore[misc]  # see above
            station.publish(state)
            station.publish(SCENES["measuring"])
            terminal.until(lambda text: "稳定读数" in text.replace(" ", ""))
            assert terminal.bells == rung


def test_it_says_since_when_the_station_is_gone_and_finds_it_again(socket_path: Path) -> None:
    first = FakeStation(socket_path)
    first.publish(IDLE)
    with Terminal(socket_path) as terminal:
        terminal.until(lambda text: "07:12" in text)
        first.server.close()
        terminal.until(lambda text: "Station not reached" in text and "since 07:12" in text)
        second = FakeStation(socket_path)
        second.publish(GRANT)
        terminal.until(lambda text: "P A S S" in text)
        second.server.close()


def test_a_stopped_terminal_costs_the_gate_nothing_and_wakes_to_the_newest_state(
    station: FakeStation,
) -> None:
    station.publish(IDLE)
    pause = threading.Event()
    with Terminal(station.path) as terminal:
        terminal.until(lambda text: "07:12" in text)
        terminal.process.send_signal(signal.SIGSTOP)
        for _ in range(200):
            station.publish(GRANT)
        stopped, before = time.monotonic(), resident(os.getpid())
        slowest, cut_after = 0.0, None
        while time.monotonic() - stopped < STUCK_SECONDS + 2:
            began = time.monotonic()
            station.publish(DENY)
            slowest = max(slowest, time.monotonic() - began)
            if cut_after is None and station.server.clients == 0:
                cut_after = time.monotonic() - stopped
            pause.wait(0.01)
        assert cut_after is not None, "the stopped terminal was never cut"
        assert STUCK_SECONDS - 0.5 <= cut_after <= STUCK_SECONDS + 1.5
        assert slowest < 0.25
        assert resident(os.getpid()) - before < 4_000_000
        station.publish(told(RECHECK))
        terminal.process.send_signal(signal.SIGCONT)
        terminal.until(lambda text: "W A I T" in text and "S T O P" not in text)
        assert station.server.clients == 1
