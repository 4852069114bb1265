"""Types commands as an administrator does, and keeps what came out."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli.main import main
from kiosk.store.log import Log
from kiosk.store.place import open_log

PIN = "4711"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: its exit code and both outputs."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Give the lines on stderr."""
        return self.err.splitlines()

    def json(self) -> Any:
        """Read what it printed as JSON."""
        return json.loads(self.out)


class Desk:
    """A shell over one state directory."""

    def __init__(
        self, state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.state = state
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        monkeypatch.setenv("KIOSK_STATE", str(state))
        monkeypatch.delenv("KIOSK_CONFIG", raising=False)

    def type(self, *words: str, stdin: str = "") -> Said:
        """Run one command in this process; a wrong option ends it as argparse does."""
        self._capsys.readouterr()
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        try:
            code = main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = self._capsys.readouterr()
        return Said(code, out, err)

    def must(self, *words: str, stdin: str = "") -> Said:
        """Run one command that has to succeed."""
        said = self.type(*words, stdin=stdin)
        assert said.code == 0, said.err
        return said

    def set_up(self) -> None:
        """Make the kiosk, with the supervisor wang."""
        self.must("setup", "--school", "3201", "--account", "wang", "--pin-stdin", stdin=PIN)

    def log(self) -> Log:
        """Open the log."""
        return open_log(self.state)
