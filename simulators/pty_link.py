"""A serial port that is not one: a pty behind a symbolic link, which can be pulled and plugged."""

import contextlib
import errno
import os
import termios
import tty
from pathlib import Path

_GONE = (errno.EIO, errno.EAGAIN)
_RATES: dict[int, int] = {
    getattr(termios, f"B{rate}"): rate
    for rate in (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
}


class BadPathError(OSError):
    """The path cannot be the link to a port; the text says what to do."""


class PtyLink:
    """The device's end of the wire; the other end opens `path` like a serial port.

    The link keeps the pty's far end open, so that it stays raw and no signal is lost while nobody
    reads. What nobody reads is thrown away, oldest first, as a UART does. No constructor I/O.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._near: int | None = None
        self._far: int | None = None

    @property
    def plugged(self) -> bool:
        """Whether the device is plugged in."""
        return self._near is not None

    def plug(self) -> None:
        """Make a new pty and point the link at it; raises BadPathError, and replaces no file."""
        if self.plugged:
            return
        if self.path.exists() and not self.path.is_symlink():
            raise BadPathError(f"{self.path} is there already and no link; name another path")
        if not self.path.parent.is_dir():
            raise BadPathError(f"{self.path.parent} is no folder; make it first")
        self._near, self._far = os.openpty()
        tty.setraw(self._far)
        os.set_blocking(self._near, False)
        # A link with another name is moved over the old one, so that the path is never half there.
        fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._far))
        fresh.replace(self.path)

    def unplug(self) -> None:
        """Pull the device: whoever has the port open gets an end of file or an I/O error."""
        if not self.plugged:
            return
        self.path.unlink(missing_ok=True)
        for end in (self._near, self._far):
            if end is not None:
                os.close(end)
        self._near = self._far = None

    def other_baud(self) -> int | None:
        """Return the rate that the other side has set its end to; None while unplugged."""
        if self._far is None:
            return None
        return _RATES.get(termios.tcgetattr(self._far)[5])

    def fileno(self) -> int | None:
        """Return the descriptor to wait on for bytes; None while unplugged."""
        return self._near

    def read(self) -> bytes:
        """Return what the other side has written, empty when there is nothing."""
        if self._near is None:
            return b""
        try:
            return os.read(self._near, 4096)
        except OSError as error:
            if error.errno not in _GONE:
                raise
            return b""

    def write(self, data: bytes) -> None:
        """Send bytes; nothing happens while unplugged, and nothing ever blocks."""
        if self._near is None or self._far is None or not data:
            return
        try:
            written = os.write(self._near, data)
        except BlockingIOError:
            written = 0
        if written < len(data):
            with contextlib.suppress(OSError):
                termios.tcflush(self._far, termios.TCIFLUSH)
                os.write(self._near, data[written:])
