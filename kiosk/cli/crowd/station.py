"""The station of a crowd as a child process, with the clock of its simulators."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from kiosk.cli.leash import leashed
from kiosk.cli.station import SOCKET_NAME

_STOP_S = 15.0


class StationProcess:
    """`kiosk station` on a state directory; start it with `with`. Ends with this process."""

    def __init__(self, state: Path, config: Path, begins: datetime, rate: float) -> None:
        self.socket = state / "run" / SOCKET_NAME
        self.words = state / "run" / "station.log"
        self._command = [sys.executable, "-m", "kiosk.cli", "station"]
        self._command += ["--state", str(state), "--config", str(config)]
        self._command += ["--clock-rate", str(rate), "--clock-start", begins.isoformat()]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._process is not None  # noqa: S101 - asked for after the start only
        return self._process.pid

    def __enter__(self) -> "StationProcess":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process; what it says goes to `words`."""
        self.words.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.words.open("ab") as out:
            self._process = subprocess.Popen(  # noqa: S603 - our own verb
                leashed(self._command), stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def stop(self) -> int | None:
        """End the process in good order, and by force when it does not; gives its exit code."""
        process = self._process
        if process is None:
            return None
        process.terminate()
        try:
            return process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()
