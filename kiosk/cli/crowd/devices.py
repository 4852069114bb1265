"""The simulated devices of one gate as child processes, ordered by JSON lines.

The camera is a process of its own: drawing pictures must not make the thermometer stutter.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

_PARTS = ("thermometer,door,scanner", "camera")
_READY_S = 30.0
_ANSWER_S = 10.0
_MOVE_S = 30.0
_KEPT = 500


class DevicesFailedError(Exception):
    """A simulator does not start, or does not take an order; the text says which and why."""


class SimulatedDevices:
    """Both processes; start it with `with`. They end with this process, whatever ends it.

    `addresses` says where the kiosk finds each device, a path or a URL.
    """

    def __init__(self, folder: Path, seed: int, speed: float) -> None:
        self.addresses: dict[str, str] = {}
        self._simulators = [_Simulator(folder, parts, seed, speed) for parts in _PARTS]

    def __enter__(self) -> "SimulatedDevices":
        try:
            for one in self._simulators:
                one.start()
            for one in self._simulators:
                self.addresses |= one.ready()
        except BaseException:  # why: it tidies up and raises again
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End both processes."""
        for one in self._simulators:
            one.close()

    def mend(self) -> None:
        """Start again what has ended, at the same addresses; raises DevicesFailedError."""
        for one in self._simulators:
            if one.ended:
                one.start(camera_port=int(urlsplit(self.addresses["camera"]).port or 0))
                one.ready()

    def approach(self, name: str, person: Mapping[str, object]) -> None:
        """Let somebody come near the thermometer."""
        self._simulators[0].order({"do": "approach", "id": name, "person": dict(person)})

    def wait(self, what: str, name: str) -> None:
        """Wait until somebody is "here" or has "left"; raises DevicesFailedError without that."""
        self._simulators[0].wait(lambda line: line.get(what) == name, _MOVE_S)

    def order(self, do: str, **what: object) -> None:
        """Give an order of the simulators' README to the process that has the device."""
        camera = do in ("show", "hide") or what.get("device") == "camera"
        self._simulators[int(camera)].order({"do": do, **what})


class _Simulator:
    """One process: its orders, and everything it has said."""

    def __init__(self, folder: Path, parts: str, seed: int, speed: float) -> None:
        self._parts = parts
        self._command = [sys.executable, "-m", "simulators", "gatehouse"]
        self._command += ["--dir", str(folder), "--devices", parts]
        self._command += ["--seed", str(seed), "--speed", str(speed)]
        self._process: subprocess.Popen[str] | None = None
        self._heard: deque[tuple[int, dict[str, object]]] = deque(maxlen=_KEPT)
        self._count = self._began = 0
        self._ended = False
        self._news = threading.Condition()
        self._ordering = threading.Lock()

    @property
    def ended(self) -> bool:
        """Whether the process has ended."""
        return self._process is None or self._process.poll() is not None

    def start(self, camera_port: int = 0) -> None:
        """Start the process, or start it again."""
        self.close()
        self._ended = False
        self._process = subprocess.Popen(  # noqa: S603 - our own simulators
            [*self._command, "--camera-port", str(camera_port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._began = self._count
        threading.Thread(target=self._read, args=(self._process,), daemon=True).start()

    def ready(self) -> dict[str, str]:
        """Wait until the devices are there, and give their addresses."""
        ready = self.wait(lambda line: "ready" in line, _READY_S, self._began)["ready"]
        assert isinstance(ready, dict)  # noqa: S101 - as the simulators' README says
        return ready

    def close(self) -> None:
        """End the process: its orders end."""
        process = self._process
        if process is None or process.stdin is None:
            return
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def order(self, order: dict[str, object]) -> None:
        """Give an order and wait until it is carried out; one thread at a time."""
        with self._ordering:
            self._order(order)

    def _order(self, order: dict[str, object]) -> None:
        process, before = self._process, self._count
        if process is None or process.stdin is None:
            raise DevicesFailedError(f"the simulator of {self._parts} was not started")
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
        except BrokenPipeError as error:
            raise DevicesFailedError(f"the simulator of {self._parts} has ended") from error
        answer = self.wait(lambda line: "ok" in line or "error" in line, _ANSWER_S, before)
        if "error" in answer:
            raise DevicesFailedError(f"the simulator of {self._parts}: {answer['error']}")

    def wait(
        self, wanted: Callable[[dict[str, object]], bool], timeout_s: float, after: int = 0
    ) -> dict[str, object]:
        """Give the first wanted line; raises DevicesFailedError when it does not come."""
        deadline = time.monotonic() + timeout_s
        with self._news:
            while True:
                found = next(
                    (line for at, line in self._heard if at > after and wanted(line)), None
                )
                if found is not None:
                    return found
                left_s = deadline - time.monotonic()
                if self._ended or left_s <= 0:
                    why = "has ended" if self._ended else f"says nothing for {timeout_s:.0f} s"
                    raise DevicesFailedError(f"the simulator of {self._parts} {why}")
                self._news.wait(left_s)

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        for text in process.stdout:
            with self._news:
                self._count += 1
                self._heard.append((self._count, json.loads(text)))
                self._news.notify_all()
        process.stdout.close()
        with self._news:
            self._ended = self._process is process
            self._news.notify_all()
