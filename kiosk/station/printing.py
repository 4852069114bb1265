"""Lists on paper: a text file in the folder of the printer, and a command that takes it there.

The file is what counts: it is there when no printer is. The command runs without a shell and is
never waited for longer than a moment.
"""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FOLDER = "print"
KEPT = 5
"""Lists that are kept: they hold names in clear (local practice)."""

AT_ONCE_S = 0.2
"""How long the station waits to hear that a printer refuses at once."""


@dataclass
class Printer:
    """Writes lists below a state directory; `command` is run with the file as its last word."""

    state: Path
    command: Sequence[str] = ()
    running: subprocess.Popen[bytes] | None = None
    lost: datetime | None = None
    """When a command failed that was not waited for; None since the last list."""

    def write(self, name: str, text: str) -> Path:
        """Write a list for its owner's eyes only, and drop the oldest; raises OSError."""
        folder = self.state / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / name
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        kind = name.split("-", 1)[0]
        for old in sorted(folder.glob(f"{kind}-*"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return path

    def hand_over(self, path: Path) -> bool:
        """Give a file to the printer's command; False when it refused at once or is not there."""
        self.lost = None
        self.give_up()
        if not self.command:
            return True
        try:
            self.running = subprocess.Popen(  # noqa: S603 - the command stands in site.toml
                [*self.command, str(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return False
        try:
            self.running.wait(AT_ONCE_S)
        except subprocess.TimeoutExpired:
            return True
        return self.failed() is not True

    def failed(self) -> bool | None:
        """Tell how the command ended: True when it failed; None while it runs or none was run."""
        if self.running is None or self.running.poll() is None:
            return None
        code, self.running = self.running.returncode, None
        return bool(code != 0)

    def give_up(self) -> None:
        """End a command that still runs: its paper is overtaken."""
        if self.running is not None and self.running.poll() is None:
            self.running.kill()
            self.running.wait()
        self.running = None
