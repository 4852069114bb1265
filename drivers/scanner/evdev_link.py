"""The link to a keyboard of the kernel: only this process gets its keys, no terminal does."""

import errno
import fcntl
import os
import select
import tty
from pathlib import Path

from drivers.errors import DeviceError, LinkLost, Refused

EVIOCGRAB = 0x40044590
"""The request to grab a device, `_IOW('E', 0x90, int)` of linux/input.h; x86 and ARM agree."""
INPUT = Path("/dev/input")
READ_BYTES = 4096

_REFUSALS = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.EAGAIN}


class EvdevLink:
    """A device under /dev/input, grabbed; any other path is read as the bytes of one.

    The other path is a recording or a simulated keyboard on a terminal, which one process has for
    itself. The path is resolved at each `open`, so that a scanner plugged in again is found.
    """

    def __init__(self, path: str, baud: int) -> None:
        self.path = path
        self._fileno: int | None = None

    def open(self) -> None:
        """Open and grab it; LinkLost when it is not there, Refused when another has it."""
        self.close()
        try:
            fileno = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            raise self._error(error) from error
        self._fileno = fileno
        try:
            self._take(fileno)
        except OSError as error:
            self.close()
            raise self._error(error) from error

    def read(self, timeout_s: float) -> bytes:
        """Return the next bytes, none after `timeout_s`; LinkLost when the device went away."""
        if self._fileno is None:
            raise LinkLost(f"{self.path}: not open")
        poll = select.poll()
        poll.register(self._fileno, select.POLLIN)
        if not poll.poll(timeout_s * 1000):
            return b""
        try:
            data = os.read(self._fileno, READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLost(f"{self.path}: {error.strerror}") from error
        if not data:
            raise LinkLost(f"{self.path}: end of file")
        return data

    def write(self, data: bytes) -> None:
        """Refuse: nothing is said to a keyboard."""
        raise Refused(f"{self.path}: a keyboard takes no bytes")

    def close(self) -> None:
        """Give the device back; one that is gone already is closed too."""
        fileno, self._fileno = self._fileno, None
        if fileno is not None:
            os.close(fileno)

    def _take(self, fileno: int) -> None:
        if INPUT in Path(self.path).resolve().parents:
            fcntl.ioctl(fileno, EVIOCGRAB, 1)
            return
        fcntl.flock(fileno, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.isatty(fileno):
            tty.setraw(fileno)

    def _error(self, error: OSError) -> DeviceError:
        kind = Refused if error.errno in _REFUSALS else LinkLost
        return kind(f"{self.path}: {error.strerror}")
