"""A simulated gatehouse as a child process, and waiting for what it or a driver says."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parents[2]
DEADLINE_S = 10.0
Item = TypeVar("Item")


class Heard(list[Item]):
    """What was said so far, filled from any thread; `until` waits for a condition on it."""

    def __init__(self) -> None:
        super().__init__()
        self._news = threading.Condition()

    def add(self, item: Item) -> None:
        """Take one more item, from any thread."""
        with self._news:
            self.append(item)
            self._news.notify_all()

    def until(
        self, wanted: Callable[[Item], bool], after: int = 0, within_s: float = DEADLINE_S
    ) -> Item:
        """Return the first wanted item from place `after` on; fails when the time is over."""
        deadline = time.monotonic() + within_s
        with self._news:
            while True:
                for item in self[after:]:
                    if wanted(item):
                        return item
                left_s = deadline - time.monotonic()
                assert left_s > 0, f"not within {within_s} s; heard: {self[after:][-20:]}"
                self._news.wait(left_s)


class Gatehouse:
    """The running process: `order` speaks to it, `heard` holds its answers."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process = process
        self.folder = folder
        self.heard: Heard[dict[str, object]] = Heard()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def port(self, device: str) -> str:
        """Return the path of a device's port."""
        return str(self.folder / device)

    def order(self, do: str, **what: object) -> None:
        """Give an order and wait until it is carried out."""
        assert self.process.stdin is not None
        before = len(self.heard)
        self.process.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self.process.stdin.flush()
        answer = self.heard.until(lambda line: bool({"ok", "error"} & set(line)), before)
        assert answer == {"ok": do}, answer

    def relay(self, state: str, after: int = 0, within_s: float = DEADLINE_S) -> float:
        """Wait for the relay and return the simulated time at which it switched."""
        line = self.heard.until(lambda line: line.get("relay") == state, after, within_s)
        at = line["at"]
        assert isinstance(at, float | int)
        return float(at)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.heard.add(json.loads(line))

    def end(self) -> None:
        """Kill the process; returns when everything it said was heard."""
        self.process.kill()
        self._reader.join(DEADLINE_S)


@contextmanager
def gatehouse(
    folder: Path,
    speed: float = 1.0,
    devices: str = "thermometer,door,scanner",
    door: str = "lcus",
    thermometer: str = "gy_mcu90615",
) -> Iterator[Gatehouse]:
    """Run a gatehouse without a camera, with its ports in `folder`."""
    command = [sys.executable, "-m", "simulators", "gatehouse", "--dir", str(folder)]
    command += ["--devices", devices, "--door", door, "--thermometer", thermometer]
    with subprocess.Popen(
        [*command, "--speed", str(speed), "--seed", "7"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        house = Gatehouse(process, folder)
        try:
            house.heard.until(lambda line: "ready" in line)
            yield house
        finally:
            house.end()
