"""The one owner of a device: a thread that opens its port, reads it and posts what it says."""

import threading
from collections.abc import Callable, Sequence

from drivers import registry
from drivers.errors import DeviceError
from drivers.events import DeviceEvent, Seen
from drivers.framing import Decoder
from drivers.link import Link, SerialLink
from drivers.watch import Watch

IDLE_S = 0.05
SILENT_AFTER_S = 1.5
_JOIN_S = 5.0


Sink = Callable[[Seen], None]


class DeviceReader:
    """Reads one device until stopped; no one else may open its port.

    `sink` is called from the reader's thread and must neither block nor raise. `now` stamps the
    events and measures `silent_after_s`, so a clock that runs faster needs a longer silence.
    `start` is sent each time the port is opened. Nothing is opened before `start()`.
    """

    def __init__(
        self,
        name: str,
        link: Link,
        decoder: Decoder,
        sink: Sink,
        now: Callable[[], float],
        *,
        streams: bool,
        greeting: bytes = b"",
        silent_after_s: float = SILENT_AFTER_S,
    ) -> None:
        self.name = name
        self._link = link
        self._sink = sink
        self._now = now
        self._greeting = greeting
        self._watch = Watch(decoder, streams=streams, silent_after_s=silent_after_s)
        self._heard_at = now()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"reader {name}", daemon=True)

    def start(self) -> None:
        """Begin to read; once only."""
        self._thread.start()

    def stop(self) -> None:
        """Stop reading and close the port; returns when both are done."""
        self._stopped.set()
        self._thread.join(_JOIN_S)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._read_until_broken()
            self._link.close()
            self._stopped.wait(self._watch.pause())

    def _read_until_broken(self) -> None:
        opening = True
        try:
            self._link.open()
            self._heard_at = self._now()
            self._post(self._watch.opened(self._heard_at))
            opening = False
            if self._greeting:
                self._link.write(self._greeting)
            while not (self._watch.broken or self._stopped.is_set()):
                self._read()
        except DeviceError as error:
            self._post(self._watch.failed(opening, error))

    def _read(self) -> None:
        data = self._link.read(IDLE_S)
        now = self._now()
        self._post(self._watch.heard(now, data) if data else self._watch.quiet(now))

    def _post(self, events: Sequence[DeviceEvent]) -> None:
        # What the kernel kept while this thread waited for its turn came in evenly, not at once:
        # a stamp for all would make a presence of a second look like a moment.
        now = self._now()
        step = (now - self._heard_at) / max(1, len(events))
        for number, event in enumerate(events, 1):
            self._sink(Seen(self.name, self._heard_at + number * step, event))
        if events:
            self._heard_at = now


def serial_reader(
    name: str,
    driver: str,
    port: str,
    sink: Sink,
    now: Callable[[], float],
    *,
    baud: int | None = None,
    silent_after_s: float = SILENT_AFTER_S,
    **options: object,
) -> DeviceReader:
    """Return the reader of a registered device on a serial port; raises as `registry.decoder`.

    `baud` is the device's factory setting when left out.
    """
    device = registry.device(driver)
    return DeviceReader(
        name,
        SerialLink(port, device.baud if baud is None else baud),
        registry.decoder(driver, **options),
        sink,
        now,
        streams=device.streams,
        greeting=device.start,
        silent_after_s=silent_after_s,
    )
