"""The one owner of a camera: newest picture in, codes and the camera's own state out."""

import threading
import time
from collections.abc import Callable

import cv2

from drivers.camera.decode import CodeReader
from drivers.camera.health import Health
from drivers.camera.picture import Gray
from drivers.camera.source import Frame, open_source
from drivers.events import Back, DeviceEvent, Lost, Seen, Why

# How long a wait for a picture lasts at most, and so how late an unplug or `stop` is noticed.
WAIT_S = 0.25
# Pictures that cannot be decoded for so long are no camera.
BROKEN_S = 1.5

Sink = Callable[[Seen], None]


class CameraReader:
    """Reads the codes of one camera until stopped; at most one decode for each new picture.

    `sink` is called from the reader's thread and must neither block nor raise; a `CodeSeen` comes
    with the time at which its picture was grabbed, again for every picture in which it is read.
    `now` is the clock of those times; waiting is measured in real seconds. `source` is as in
    `open_source`, which raises ValueError. Nothing is opened before `start()`.
    """

    def __init__(
        self, name: str, source: str, sink: Sink, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = name
        self._source = open_source(source, now)
        self._sink = sink
        self._now = now
        self._codes = CodeReader()
        self._health = Health()
        self._usable: bool | None = None
        self._decoded_at = time.monotonic()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"reader {name}", daemon=True)

    def start(self) -> None:
        """Begin to read; once only."""
        self._thread.start()

    def stop(self) -> None:
        """Stop reading; returns when the thread has ended, within about a second."""
        self._stopped.set()
        self._source.stop()
        if self._thread.is_alive():
            self._thread.join(timeout=2.0)

    def _run(self) -> None:
        # One thread: OpenCV's pool would spin on the core that the station needs.
        cv2.setNumThreads(1)
        self._source.start()
        number = 0
        while not self._stopped.is_set():
            frame = self._source.newer(number, WAIT_S)
            if frame is not None:
                number = frame.number
                self._take(frame)
            elif (lost := self._source.lost()) is not None:
                self._lose(lost)
        self._source.stop()

    def _take(self, frame: Frame) -> None:
        if self._health.is_repeat(frame.picture):
            if self._health.is_frozen():
                self._lose(Lost(Why.BLIND, "the picture is frozen"))
            return
        gray = frame.gray()
        if gray is None:
            if time.monotonic() - self._decoded_at > BROKEN_S:
                self._lose(Lost(Why.BLIND, "the pictures are broken"))
            return
        self._decoded_at = time.monotonic()
        if (trouble := self._health.blind(gray)) is not None:
            self._lose(Lost(Why.BLIND, trouble))
            return
        self._find_codes(gray, frame.at)

    def _find_codes(self, gray: Gray, at: float) -> None:
        if not self._usable:
            self._usable = True
            self._post(at, Back())
        for code in self._codes.look(gray):
            self._post(at, code)

    def _lose(self, lost: Lost) -> None:
        if self._usable is not False:
            self._usable = False
            self._post(self._now(), lost)

    def _post(self, at: float, event: DeviceEvent) -> None:
        self._sink(Seen(self.name, at, event))
