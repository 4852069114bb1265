"""A terminal that is stopped for a minute: what it costs the station, and how it comes back.

The terminal is a real process on a real pty; the station's side publishes 50 states a second the
whole time, far more than a gate does.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.tui.running import FakeStation
from tests.tui.scenes import DENY, GRANT, IDLE, RECHECK, SCENES, told
from tests.tui.terminal import Terminal, resident

STATES_A_SECOND = 50


def parser() -> argparse.ArgumentParser:
    """Give the options of this measure."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.terminal_stop")
    options.add_argument("--seconds", type=float, default=60.0, help="default: %(default)s")
    return options


def run(args: list[str]) -> dict[str, object]:
    """Measure publishing, memory and the way back; and what the terminal itself costs."""
    options = parser().parse_args(args)
    with tempfile.TemporaryDirectory() as folder:
        station = FakeStation(Path(folder) / "link" / "station.sock")
        try:
            station.publish(IDLE)
            with Terminal(station.path, (120, 40)) as terminal:
                terminal.until(lambda text: "07:1" in text)
                found = {"at_work": _at_work(station, terminal)}
                found["stopped"] = _stopped(station, terminal, options.seconds)
                return dict(found)
        finally:
            station.server.close()


def _stopped(station: FakeStation, terminal: Terminal, seconds: float) -> dict[str, object]:
    terminal.process.send_signal(signal.SIGSTOP)
    began, before = time.monotonic(), resident(os.getpid())
    published, slowest, most, cut_after = 0, 0.0, before, None
    pause = threading.Event()
    while time.monotonic() - began < seconds:
        at = time.monotonic()
        station.publish(GRANT if published % 2 else DENY)
        slowest = max(slowest, time.monotonic() - at)
        published += 1
        if cut_after is None and station.server.clients == 0:
            cut_after = round(time.monotonic() - began, 2)
        most = max(most, resident(os.getpid()))
        pause.wait(1 / STATES_A_SECOND)
    station.publish(told(RECHECK))
    at = time.monotonic()
    terminal.process.send_signal(signal.SIGCONT)
    terminal.until(lambda text: "W A I T" in text and "S T O P" not in text)
    return {
        "seconds": seconds,
        "states_published": published,
        "slowest_publish_ms": round(slowest * 1000, 2),
        "cut_after_s": cut_after,
        "memory_grown_kb": (most - before) // 1024,
        "newest_state_shown_after_s": round(time.monotonic() - at, 2),
    }


def _at_work(station: FakeStation, terminal: Terminal, seconds: float = 10.0) -> dict[str, object]:
    """Measure the terminal's own cost: a busy gate, four states a second."""
    before, began = _cpu_seconds(terminal.process.pid), time.monotonic()
    scenes = [IDLE, SCENES["want_temperature"], SCENES["measuring"], GRANT]
    pause = threading.Event()
    for number in range(int(seconds * 4)):
        station.publish(scenes[number // 4 % len(scenes)])
        pause.wait(0.25)
    spent = _cpu_seconds(terminal.process.pid) - before
    return {
        "cpu_percent": round(100 * spent / (time.monotonic() - began), 1),
        "memory_mb": terminal.memory() // 1_000_000,
    }


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:]), indent=2))
