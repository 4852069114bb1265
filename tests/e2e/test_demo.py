"""The demo in a terminal: people pass, and when it ends nothing of it is left behind."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.cli.crowd.wires import wires_path
from kiosk.core.events import AccessDecided
from kiosk.core.words_screens_answers import ANSWERS
from kiosk.store.errors import StoreError
from kiosk.store.place import open_log
from tests.e2e.crowds import ROOT

BUSY = ANSWERS["lane_busy"].zh
LEAVE_SCREEN, SHOW_CURSOR = b"\x1b[?1049l", b"\x1b[?25h"


class Window:
    """A terminal window of 120x40: what it was sent, and its keyboard."""

    def __init__(self, near: int) -> None:
        self.near = near
        self.got = b""
        threading.Thread(target=self._read, daemon=True).start()

    def type(self, keys: bytes) -> None:
        """Type keys."""
        os.write(self.near, keys)

    def _read(self) -> None:
        try:
            while data := os.read(self.near, 65536):
                self.got += data
        except OSError:
            pass


def until(wanted: Callable[[], bool], what: str, within_s: float = 40.0) -> None:
    """Wait for a condition; fails when the time is over."""
    deadline, pause = time.monotonic() + within_s, threading.Event()
    while not wanted():
        assert time.monotonic() < deadline, f"not within {within_s} s: {what}"
        pause.wait(0.05)


@contextmanager
def demo(state: Path) -> Iterator[tuple[subprocess.Popen[bytes], Window]]:
    """Run the demo in a session of its own, as a terminal emulator does."""
    near, far = pty.openpty()
    fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    code = "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)"
    code += "; from kiosk.cli.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "demo", f"--state={state}", "--people=8"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=far, stdout=far, stderr=far, start_new_session=True
    )
    os.close(far)
    window = Window(near)
    try:
        until(
            lambda: b"Enter begins" in window.got or process.poll() is not None, "the introduction"
        )
        assert process.poll() is None, window.got.decode(errors="replace")
        window.type(b"\r")
        yield process, window
    finally:
        process.kill()
        process.wait()
        until(lambda: not of_the_demo(state), "the children have ended")
        os.close(near)


def of_the_demo(state: Path) -> list[str]:
    """List the processes that work on a state directory."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes()
        except OSError:
            continue
        if str(state).encode() in line:
            found.append(line.replace(b"\0", b" ").decode(errors="replace"))
    return found


def people_have_passed(state: Path) -> bool:
    """Tell whether the station has decided something."""
    try:
        with open_log(state) as log:
            facts = [one.event.fact for one in log.read(0, 10_000)]
    except StoreError:
        return False
    return sum(isinstance(one, AccessDecided) for one in facts) >= 1


def typed(window: Window, keys: str, shown: str) -> None:
    """Type keys and wait for a text; while the gate says that it is busy, Enter tries again.

    A screen sends what changed only, so that a second "busy" in a row is never drawn: once it was
    seen, Enter is pressed each second until the text comes.
    """
    window.got = b""
    window.type(keys.encode())
    tried_at = time.monotonic()

    def seen() -> bool:
        nonlocal tried_at
        if shown.encode() in window.got:
            return True
        if BUSY.encode() in window.got and time.monotonic() > tried_at + 1:
            tried_at = time.monotonic()
            window.type(b"\r")
        return False

    until(seen, shown)


@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGKILL])
def test_however_the_demo_ends_the_screen_is_clean_and_no_process_stays(
    tmp_path: Path, end: signal.Signals
) -> None:
    state = tmp_path / "state"
    with demo(state) as (process, window):
        until(lambda: people_have_passed(state), "somebody passes")
        assert len(of_the_demo(state)) >= 6
        process.send_signal(end)
        process.wait(20)
        until(lambda: not of_the_demo(state), "the children have ended", 20)
        until(lambda: LEAVE_SCREEN in window.got, "the screen is given back", 5)
    assert SHOW_CURSOR in window.got[window.got.rindex(LEAVE_SCREEN) - 200 :]


def test_whoever_tries_it_types_a_card_and_pulls_the_sensor_as_the_introduction_says(
    tmp_path: Path,
) -> None:
    state = tmp_path / "state"
    with demo(state) as (_, window):
        said = (state / "intro.txt").read_text(encoding="utf-8")
        until(lambda: people_have_passed(state), "somebody passes")
        # Some on file have passed before the demo; a key is for a screen that is there.
        until(lambda: "门卫 脚本".encode() in window.got, "the script has the gate")
        for keys, shown in (
            ("0", "退出登录"),
            ("2", "未登录"),
            ("0", "登录: 输 PIN"),
            ("1357\r", "张师傅"),
            ("1", "输入校园卡号或证件号"),
            ("GPS3001\r", "****3001"),
        ):
            typed(window, keys, shown)
        window.got = b""
        assert f"echo unplug thermometer > {wires_path(state)}" in said
        wires_path(state).write_text("unplug thermometer\n", encoding="utf-8")
        until(lambda: "测温仪无应答".encode() in window.got, "the screen says that it is lost")
        window.got = b""
        wires_path(state).write_text("pull everything\nreplug thermometer\n", encoding="utf-8")
        until(lambda: "正常".encode() in window.got, "the strip says that it is back")
    assert "GPS3001" in said
    assert "1357" in said
    assert (state / "intro.txt").stat().st_mode & 0o077 == 0
