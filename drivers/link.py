"""The serial port, as thin as it can be: open, read with a time-out, write, close."""

import errno
import os
import select
import termios
import time
from typing import Protocol

import serial

from drivers.errors import DeviceError, LinkLost, NoAnswer, Refused

READ_BYTES = 4096
WRITE_TIMEOUT_S = 1.0

LINES_LOW_S, LINES_HIGH_S = 0.05, 0.25
"""How long DTR and RTS are kept low, and high, to wake a board (one public source's numbers)."""

_NO_SUCH_LINES = {errno.ENOTTY, errno.EINVAL}
_REFUSALS = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK}


class Link(Protocol):
    """What the owner of a device needs from its wire; every method may raise DeviceError."""

    def open(self) -> None:
        """Open the wire; LinkLost when it is not there, Refused when it may not be used."""
        ...

    def read(self, timeout_s: float) -> bytes:
        """Return the next bytes, none after the time-out; LinkLost when the wire went away."""
        ...

    def write(self, data: bytes) -> None:
        """Send all bytes; LinkLost when the wire went away, NoAnswer when it does not take them."""
        ...

    def close(self) -> None:
        """Give the wire back; never raises."""
        ...


class SerialLink:
    """A serial port by path (also a link to it); 8 data bits, no parity, one stop bit.

    The path is resolved at each `open`, so that a device that was plugged in again is found. DTR
    and RTS are off before the port opens: on many CH340 boards they switch something. Some boards
    say nothing until both were low and then high: `wake_lines` does that each time, in 0.3 s.
    """

    def __init__(self, port: str, baud: int, *, wake_lines: bool = False) -> None:
        self.port = port
        self.baud = baud
        self._wake_lines = wake_lines
        self._serial: serial.Serial | None = None

    def open(self) -> None:
        """Open the port for this process alone, with an empty input."""
        self.close()
        port = serial.Serial()
        port.port = self.port
        port.timeout = 0
        port.write_timeout = WRITE_TIMEOUT_S
        port.exclusive = True
        port.dtr = False
        port.rts = False
        try:
            port.baudrate = self.baud
            port.open()
            if self._wake_lines:
                _wake(port)
        except (OSError, termios.error) as error:
            port.close()
            raise _open_error(self.port, error) from error
        except ValueError as error:
            port.close()
            raise Refused(f"{self.port}: cannot be set to {self.baud} baud") from error
        self._serial = port

    def fileno(self) -> int:
        """Return the descriptor to wait on; LinkLost when the port is not open."""
        return int(self._opened().fileno())

    def read(self, timeout_s: float) -> bytes:
        """Return the next bytes, none after `timeout_s`; LinkLost when the port went away."""
        fileno = self.fileno()
        poll = select.poll()
        poll.register(fileno, select.POLLIN)
        if not poll.poll(timeout_s * 1000):
            return b""
        try:
            data = os.read(fileno, READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLost(f"{self.port}: {error.strerror}") from error
        if not data:
            raise LinkLost(f"{self.port}: end of file")
        return data

    def write(self, data: bytes) -> None:
        """Send all bytes within a second; LinkLost or NoAnswer."""
        port = self._opened()
        try:
            port.write(data)
        except serial.SerialTimeoutException as error:
            raise NoAnswer(f"{self.port}: takes no bytes") from error
        except (OSError, termios.error) as error:
            raise LinkLost(f"{self.port}: {error}") from error

    def close(self) -> None:
        """Close the port; a port that is gone already is closed too."""
        port, self._serial = self._serial, None
        if port is not None:
            port.close()

    def _opened(self) -> serial.Serial:
        if self._serial is None:
            raise LinkLost(f"{self.port}: not open")
        return self._serial


def _wake(port: serial.Serial) -> None:
    """Take both lines low and then high; a port without such lines is left as it is."""
    try:
        for level, wait_s in ((False, LINES_LOW_S), (True, LINES_HIGH_S)):
            port.dtr = port.rts = level
            time.sleep(wait_s)
    except OSError as error:
        if error.errno not in _NO_SUCH_LINES:
            raise
    port.reset_input_buffer()


def _open_error(port: str, error: OSError | termios.error) -> DeviceError:
    number = error.errno if isinstance(error, OSError) else None
    if number in _REFUSALS:
        return Refused(f"{port}: {os.strerror(number or 0)}")
    return LinkLost(f"{port}: {os.strerror(number) if number else error}")
