"""The terminal as the guard has it: its own process on a real pty, its bytes read by pyte."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import pyte

_COMMAND = ("-m", "kiosk.cli", "tui", "--socket")


class _Screen(pyte.Screen):
    """A screen that counts its bells; those that end a sequence are none."""

    bells = 0

    def bell(self, *_: object) -> None:
        self.bells += 1


class Terminal:
    """A running `kiosk tui`; a thread reads all it writes, so that it never waits for us."""

    def __init__(self, socket_path: Path, size: tuple[int, int] = (80, 24), *more: str) -> None:
        self.width, self.height = size
        self.bytes = bytearray()
        self._hung_up = False
        self._screen = _Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self._master, slave = pty.openpty()
        self.resize(*size, tell=False)
        environment = os.environ | {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.getcwd(),
        }
        self.process = subprocess.Popen(
            [sys.executable, *_COMMAND, str(socket_path), *more],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env=environment,
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def end(self) -> bytes:
        """End it as its parent does, by SIGTERM, and return all that it ever wrote."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=10) == 0
        self._reader.join(timeout=5)
        return bytes(self.bytes)

    def hang_up(self) -> None:
        """Take the terminal away, as a closed window or a lost line does, without any signal."""
        # The thread that reads holds it open, and lets go of it after what is drawn next.
        self._hung_up = True
        self._reader.join(timeout=10)
        master, self._master = self._master, os.open(os.devnull, os.O_RDWR)
        os.close(master)

    def close(self) -> None:
        """End the process, whatever state it is in."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.wait()
        self._reader.join(timeout=5)
        os.close(self._master)

    def send(self, data: bytes) -> None:
        """Type bytes."""
        os.write(self._master, data)

    def resize(self, width: int, height: int, *, tell: bool = True) -> None:
        """Change the size of the window."""
        with self._lock:
            self._screen.resize(height, width)
        packed = struct.pack("HHHH", height, width, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, packed)
        if tell:
            self.process.send_signal(signal.SIGWINCH)

    @property
    def bells(self) -> int:
        """How often it rang."""
        return self._screen.bells

    def text(self) -> str:
        """Give the screen as pyte understood the bytes."""
        with self._lock:
            rows = range(self._screen.lines)
            return "\n".join(
                "".join(self._screen.buffer[y][x].data for x in range(self._screen.columns))
                for y in rows
            )

    def until(self, holds: Callable[[str], bool], seconds: float = 15.0) -> str:
        """Wait until the screen is as wanted, and return it."""
        deadline = time.monotonic() + seconds
        pause = threading.Event()
        while not holds(text := self.text()):
            assert time.monotonic() < deadline, f"the screen never became so:\n{text}"
            assert self.process.poll() is None, f"the terminal ended:\n{text}"
            pause.wait(0.02)
        return text

    def memory(self) -> int:
        """Give the resident memory of the process, in bytes."""
        return resident(self.process.pid)

    def _read(self) -> None:
        while not self._hung_up:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return
            if not data:
                return
            with self._lock:
                self.bytes += data
                self._stream.feed(data)


def resident(pid: int) -> int:
    """Give the resident memory of a process, in bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


OWN = re.compile(
    rb"\x1b\[[0-9;:]*m"  # colours
    rb"|\x1b\[\d+;\d+H"  # where the next letters go
    rb"|\x1b\[\?(?:1049|25|1004|2004|2026|2048|7)[hl]"  # modes that Textual sets and resets
    rb"|\x1b\[\?(?:2026|2048)\$p"  # questions about modes
    rb"|\x1b\[[<>]\d*u"  # keyboard protocol
    rb"|\x1b\[c|\x1b\[0?K|\x1b\[2?J|\x1b\[H"
    rb"|\x1b\]22;[a-z-]*(?:\x1b\\|\x07)"  # shape of the mouse pointer
    rb"|\r\n|\r|\n"
)
"""Everything that Textual itself writes besides letters."""


def foreign(data: bytes) -> bytes:
    """Return the control bytes that are left once Textual's own sequences are taken out."""
    rest = OWN.sub(b"", data).decode("utf-8", "backslashreplace")
    return "".join(one for one in rest if ord(one) < 32 or 0x7F <= ord(one) < 0xA0).encode()
