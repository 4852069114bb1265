"""The one owner of a device: a thread that opens its port, speaks, reads and posts what it says."""

import math
import threading
from collections.abc import Callable, Sequence

from drivers import registry
from drivers.bauds import PROBE_S, SURE, BaudSearch
from drivers.errors import DeviceError
from drivers.events import Back, BadFrame, DeviceEvent, DriverEvent, OtherBaud, Seen
from drivers.framing import Decoder
from drivers.link import Link
from drivers.talk import Greeting, Talk
from drivers.watch import MEASURES, Watch, WatchEvent

IDLE_S = 0.05
SILENT_AFTER_S = 1.5
SILENT_PERIODS = 3
"""A device that speaks rarely is silent after so many of its periods."""
_JOIN_S = 5.0

Sink = Callable[[Seen], None]
MakeLink = Callable[[int], Link]
"""Makes the link to a device for a baud rate; opens nothing."""


class DeviceReader:
    """Owns one device until stopped; no one else may open its port.

    `sink` is called from the owner's thread and must neither block nor raise. `now` stamps the
    events and measures `silent_after_s`, so a clock that runs faster needs a longer silence.
    Nothing is opened before `start()`. `rate` is how much faster than real time `now` runs.
    """

    def __init__(
        self,
        name: str,
        make_link: MakeLink,
        decoder: Decoder,
        sink: Sink,
        now: Callable[[], float],
        *,
        streams: bool,
        bauds: BaudSearch,
        talk: Talk | None = None,
        silent_after_s: float = SILENT_AFTER_S,
        period_s: float = 0.1,
        good: tuple[type, ...] | None = None,
        rate: float = 1.0,
        tap: Callable[[float, bytes], None] | None = None,
    ) -> None:
        self.name = name
        self._make_link = make_link
        self._link = make_link(bauds.baud)
        self._bauds = bauds
        self._talk = Greeting() if talk is None else talk
        self._sink = sink
        self._now = now
        self._rate = rate
        # Another rate needs SURE samples in a row: a device that speaks rarely is given the time.
        self._probe_s = max(PROBE_S * rate, 0.6 * silent_after_s, (SURE + 1) * period_s * rate)
        # A rate at which nothing good comes is left soon: the device may be back at its own.
        self._hush_s = max(PROBE_S, 1.6 * period_s) * rate
        self._streams = streams
        self._tap = tap
        self._watch = Watch(
            decoder,
            streams=streams,
            silent_after_s=silent_after_s,
            good=good,
            other_rates=bauds.has_others,
        )
        self._heard_at = now()
        self._byte_at = self._heard_at
        self._echo = b""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"reader {name}", daemon=True)

    def start(self) -> None:
        """Begin to read; once only."""
        self._thread.start()

    def stop(self) -> None:
        """Stop reading and close the port; returns when both are done."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        try:
            while not self._stopped.is_set():
                self._read_until_broken()
                self._link.close()
                if self._watch.made_no_sense:
                    self._bauds.no_sense()
                self._stopped.wait(self._watch.pause())
        finally:
            self._link.close()
            if not self._stopped.is_set():
                # An error nobody thought of: the screen must not go on showing that all is well.
                self._post(self._watch.ended())

    def _read_until_broken(self) -> None:
        opening = True
        probing = self._bauds.probing
        try:
            self._link = self._make_link(self._bauds.baud)
            self._link.open()
            self._heard_at = self._byte_at = self._now()
            self._talk.opened(self._heard_at)
            self._post(
                self._watch.opened(
                    self._heard_at,
                    sure=SURE if probing else 1,
                    patience_s=self._probe_s if probing else None,
                    hush_s=self._hush_s if probing else math.inf,
                )
            )
            opening = False
            while not (self._watch.broken or self._stopped.is_set()):
                self._speak()
                self._read()
        except DeviceError as error:
            self._post(self._watch.failed(opening, error))

    def _speak(self) -> None:
        now = self._now()
        if said := self._talk.due(now):
            self._link.write(said)
            self._echo = said
        if news := self._talk.news(now):
            for event in self._watch.told(now, list(news)):
                self._sink(Seen(self.name, now, event))

    def _read(self) -> None:
        wake = self._talk.next_wake()
        asked_at = self._now()
        wait_s = IDLE_S if wake is None else (wake - asked_at) / self._rate
        data = self._link.read(min(IDLE_S, max(0.001, wait_s)))
        now = self._now()
        if not data:
            # Nothing waited in the kernel: what comes next has come since.
            self._heard_at = max(self._heard_at, asked_at)
            if (now - self._byte_at) / self._rate >= 0.98 * IDLE_S:
                self._post(self._watch.quiet(now))
            return
        self._byte_at = now
        if self._tap is not None:
            self._tap(now, data)
        # A half-duplex adapter says again what was said to it, also when no device is there.
        echo = self._echo.startswith(data)
        self._echo = self._echo[len(data) :] if echo else b""
        self._post(self._watch.heard(now, data, echo=echo))

    def _post(self, events: Sequence[WatchEvent]) -> None:
        # What the kernel kept while this thread waited for its turn came in evenly, not at once:
        # a stamp for all would make a presence of a second look like a moment.
        now = self._now()
        step = (now - self._heard_at) / max(1, len(events))
        for number, event in enumerate(events, 1):
            at = self._heard_at + number * step
            if self._makes_sense(event):
                self._bauds_found(at)
            for told in self._told(at, event):
                self._sink(Seen(self.name, at, told))
        if events:
            self._heard_at = now

    def _told(self, at: float, event: WatchEvent) -> Sequence[DeviceEvent]:
        """Return what the kiosk gets for an event: the talk keeps what is its own."""
        return self._talk.heard(at, event) if isinstance(event, DriverEvent) else (event,)

    def _makes_sense(self, event: WatchEvent) -> bool:
        if self._streams:
            return isinstance(event, Back)
        return isinstance(event, DriverEvent) and not isinstance(event, BadFrame)

    def _bauds_found(self, at: float) -> None:
        probing = self._bauds.probing
        self._bauds.found()
        if self._bauds.baud != self._bauds.configured and (probing or self._streams):
            told = OtherBaud(self._bauds.baud, self._bauds.configured)
            self._sink(Seen(self.name, at, told))


def serial_reader(
    name: str,
    driver: str,
    port: str,
    sink: Sink,
    now: Callable[[], float],
    *,
    baud: int | None = None,
    rate: float = 1.0,
    options: dict[str, object] | None = None,
    tap: Callable[[float, bytes], None] | None = None,
) -> DeviceReader:
    """Return the owner of a registered device; raises as `registry.decoder`.

    `baud` is the device's factory setting when left out; `rate` is how much faster than real time
    `now` runs; `tap` gets every piece of bytes with its time.
    """
    device = registry.device(driver)
    given = dict(options or {})
    configured = device.baud if baud is None else baud

    def make_link(rate_of_port: int) -> Link:
        return device.link(port, rate_of_port)

    return DeviceReader(
        name,
        make_link,
        registry.decoder(driver, **registry.decoder_options(driver, given)),
        sink,
        now,
        streams=device.streams,
        bauds=BaudSearch(configured, (device.baud, *device.bauds)),
        talk=device.talk(given),
        silent_after_s=max(SILENT_AFTER_S, SILENT_PERIODS * device.period_s) * rate,
        period_s=device.period_s,
        good=MEASURES if device.kind == "thermometer" else None,
        rate=rate,
        tap=tap,
    )
