"""A camera as its newest picture: one thread reads a transport, everybody else only looks.

A transport may block, fail and come back; `newest()` never blocks, and a reader that has got stuck
for good (V4L2 after an unplug, OpenCV 14044) is left behind for a new one.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from drivers.camera.picture import Gray, from_jpeg
from drivers.camera.source_files import FolderTransport
from drivers.camera.source_http import HttpTransport
from drivers.camera.source_v4l2 import V4l2Transport
from drivers.errors import DeviceError, NoAnswer, Refused
from drivers.events import Lost, Why

# A camera that gives no picture for so long is lost; an unplug must be noticed within 2 s.
SILENCE_S = 1.5
# Between two attempts to open; a camera must be back within 3 s of its re-plug.
RETRY_S = 0.4
# A reader that has said nothing at all for so long is stuck, not slow: a transport's own time-outs
# are shorter.
STUCK_S = 4.0
# So many stuck readers are left behind; more would mean that opening anew does not help.
MOST_STUCK = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture, JPEG bytes or gray; `number` counts up, `at` is the clock's time of grabbing."""

    number: int
    at: float
    picture: bytes | Gray

    def gray(self) -> Gray | None:
        """Decode to gray; None when the JPEG is broken."""
        return from_jpeg(self.picture) if isinstance(self.picture, bytes) else self.picture


class Transport(Protocol):
    """A way to get pictures. All three raise DeviceError; the constructor does no I/O."""

    def open(self) -> None:
        """Connect; may block for about a second."""

    def read(self) -> bytes | Gray | None:
        """Wait for the newest picture, up to about a quarter of a second; None when none came."""

    def close(self) -> None:
        """Let go of everything; never raises."""


class Source:
    """Keeps the newest picture of a transport; start, look at `newest()`, stop.

    `clock` gives the time written on a frame; waiting and silence are measured in real seconds,
    whatever speed that clock runs at.
    """

    def __init__(
        self,
        make_transport: Callable[[], Transport],
        clock: Callable[[], float] = time.monotonic,
        *,
        silence_s: float | None = SILENCE_S,
    ) -> None:
        self._make_transport = make_transport
        self._clock = clock
        self._silence_s = silence_s
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._stuck: list[threading.Thread] = []
        self._frame: Frame | None = None
        self._trouble: Lost | None = Lost(Why.ABSENT, "not started")
        self._heard_at = 0.0

    def start(self) -> None:
        """Begin to read, in a thread of its own; once for each Source."""
        self._begin()

    def stop(self) -> None:
        """End the reading; returns within about half a second even when the transport is stuck."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=0.5)

    def newest(self) -> Frame | None:
        """Give the newest frame; None while the camera is lost. Never blocks."""
        with self._changed:
            return None if self._lost() else self._frame

    def lost(self) -> Lost | None:
        """Say why there is no picture; None while there is one."""
        with self._changed:
            return self._lost()

    def newer(self, than: int, timeout_s: float) -> Frame | None:
        """Wait for a frame with a number above `than`; None when none came in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._has_newer(than), timeout_s)
            frame = self._frame
        self._leave_stuck_reader()
        return frame if frame is not None and frame.number > than else None

    def _has_newer(self, than: int) -> bool:
        return self._stopping.is_set() or (self._frame is not None and self._frame.number > than)

    def _lost(self) -> Lost | None:
        if self._trouble is not None:
            return self._trouble
        return Lost(Why.SILENT, "no picture comes") if self._is_silent() else None

    def _is_silent(self) -> bool:
        silence_s = self._silence_s
        return silence_s is not None and time.monotonic() - self._heard_at > silence_s

    def _is_stuck(self) -> bool:
        return self._silence_s is not None and time.monotonic() - self._heard_at > STUCK_S

    def _begin(self) -> None:
        self._heard_at = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="camera source", daemon=True)
        self._thread.start()

    def _leave_stuck_reader(self) -> None:
        self._stuck = [thread for thread in self._stuck if thread.is_alive()]
        if not self._is_stuck() or self._stopping.is_set() or self._thread is None:
            return
        if len(self._stuck) < MOST_STUCK:
            self._stuck.append(self._thread)
            with self._changed:
                self._trouble = Lost(Why.SILENT, "no picture comes")
            self._begin()

    def _is_mine(self) -> bool:
        """Tell whether the calling thread is still the reader, not one left behind."""
        return self._thread is threading.current_thread() and not self._stopping.is_set()

    def _run(self) -> None:
        while self._is_mine():
            transport = self._make_transport()
            opened = False
            try:
                transport.open()
                opened = True
                self._read_on(transport)
            except DeviceError as error:
                self._lose(Lost(_why(error, opened=opened), str(error)))
            finally:
                transport.close()
            self._stopping.wait(RETRY_S)

    def _read_on(self, transport: Transport) -> None:
        while self._is_mine():
            picture = transport.read()
            if self._is_mine() and (picture is not None or self._silence_s is None):
                self._take(picture)

    def _take(self, picture: bytes | Gray | None) -> None:
        with self._changed:
            self._trouble = None
            self._heard_at = time.monotonic()
            if picture is not None:
                number = self._frame.number + 1 if self._frame else 1
                self._frame = Frame(number, self._clock(), picture)
                self._changed.notify_all()

    def _lose(self, lost: Lost) -> None:
        with self._changed:
            if self._is_mine():
                self._trouble = lost
                # An honest failure is no stuck reader: it tries again by itself.
                self._heard_at = time.monotonic()
                self._changed.notify_all()


def _why(error: DeviceError, *, opened: bool) -> Why:
    if isinstance(error, Refused):
        return Why.REFUSED
    if isinstance(error, NoAnswer):
        return Why.SILENT
    return Why.UNPLUGGED if opened else Why.ABSENT


def open_source(spec: str, clock: Callable[[], float] = time.monotonic) -> Source:
    """Make the source that a line of the configuration names; it is not started yet.

    `v4l2:/dev/v4l/by-id/...`, `http://host:port/path` or `folder:/path`. Raises ValueError for
    anything else.
    """
    kind, _, rest = spec.partition(":")
    if kind == "v4l2" and rest:
        return Source(lambda: V4l2Transport(rest), clock)
    if kind == "folder" and rest:
        return Source(lambda: FolderTransport(rest), clock, silence_s=None)
    if kind == "http":
        HttpTransport(spec)  # a wrong address is told now, not at every attempt to connect
        return Source(lambda: HttpTransport(spec), clock)
    raise ValueError(
        f"no camera is meant by {spec!r}: v4l2:PATH, http://HOST:PORT/PATH, folder:PATH"
    )
