"""Builds the drivers of the configuration; turns what they say into calls of the station."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from config.site import CameraConfig, CardReaderConfig, DevicesConfig, ScannerConfig
from drivers.door.client import DoorHelper
from drivers.events import (
    Back,
    CardRead,
    CodeSeen,
    Locked,
    Lost,
    Noisy,
    NoTarget,
    NotUnlocked,
    OtherBaud,
    Reply,
    Seen,
    TemperatureSample,
    Why,
)
from drivers.reader import DeviceReader, serial_reader
from kiosk.core.id_cards import IdCard
from kiosk.core.phases import Direction
from kiosk.link.messages import DeviceShown, DeviceState, DeviceWarning
from kiosk.station.clock import Clock
from kiosk.station.device_check import unusable
from kiosk.station.shown import DeviceBoard

if TYPE_CHECKING:
    from drivers.camera.reader import CameraReader


QUIET_S = 120.0
"""Noise is over when it was not said again: one is said in each minute that has too much of it."""

NOISY, OTHER_BAUD = "noisy", "other_baud"

_log = logging.getLogger(__name__)


class Listener(Protocol):
    """What the devices tell the station; every method may be called from any thread."""

    def code_seen(
        self, payload: str, at: float, direction: Direction | None, *, watching: bool
    ) -> None:
        """Take a code that a reader saw; a camera is `watching` and sees it again and again."""

    def card_laid(self, card: IdCard | None, at: float, direction: Direction | None) -> None:
        """Take an ID card that was laid on a reader; None lies there and cannot be read."""

    def sampled(self, at: float, object_c: float | None, ambient_c: float | None) -> None:
        """Take a sample of the thermometer; without `object_c` it saw nobody."""

    def device_lost(self, name: str, cause: str) -> None:
        """Note that a device no longer answers."""

    def device_back(self, name: str) -> None:
        """Note that a device answers."""

    def device_warned(self, name: str, warning: DeviceWarning) -> None:
        """Note that a device works and has something to be mended."""

    def door_shut(self, visit_id: str) -> None:
        """Note that the pulse of a visit is over."""


class PulseDoor:
    """The lane's door: pulses in milliseconds of the station, through the helper process."""

    def __init__(self, helper: DoorHelper, rate: float) -> None:
        self._helper = helper
        self._rate = rate

    def unlock(self, pulse_ms: int, visit_id: str) -> None:
        """Open for a pulse; returns at once. A door that is lost shows on the strip."""
        self._helper.unlock(max(1, round(pulse_ms / self._rate)), visit_id)


class Devices:
    """All devices of one station: one owner each, started and stopped together."""

    def __init__(self, config: DevicesConfig, clock: Clock, listener: Listener) -> None:
        self.board = DeviceBoard()
        self.door: PulseDoor | None = None
        self._clock = clock
        self._listener = listener
        self._owners: list[DeviceReader | CameraReader] = []
        self._helper: DoorHelper | None = None
        self._started = False
        self._noisy_until: dict[str, float] = {}
        self._misconfigured: list[str] = []
        self._wrong = unusable(config)
        self.thermometer = None if ("thermometer",) in self._wrong else config.thermometer
        """The thermometer whose samples come; None without one, or with a line that is wrong."""
        self._build(config)

    def start(self) -> None:
        """Start every owner; a device that is not there is lost, and the rest go on."""
        self._started = True
        for name in self._misconfigured:
            self._listener.device_lost(name, Why.MISCONFIGURED)
        for owner in self._owners:
            owner.start()
        if self._helper is not None:
            self._helper.start()

    def stop(self) -> None:
        """Stop every owner that was started; the door is shut first."""
        if not self._started:
            return
        if self._helper is not None:
            self._helper.close()
        for owner in self._owners:
            owner.stop()

    def note(self, name: str, cause: str | None, at: datetime) -> None:
        """Keep the state of a device for the screen."""
        self.board.set(name, DeviceState.OK if cause is None else DeviceState.LOST, at, cause)

    def warn(self, name: str, warning: DeviceWarning, at: float) -> None:
        """Keep what is to be mended on a device; noise is over when it was not said again."""
        self.board.warn(name, warning)
        if warning.code == NOISY:
            self._noisy_until[name] = at + QUIET_S

    def look(self, at: float) -> bool:
        """Let warnings end that are over at `at`, seconds of the station; tell whether any did."""
        over = [name for name, until in self._noisy_until.items() if at >= until]
        for name in over:
            del self._noisy_until[name]
            self.board.unwarn(name, NOISY)
        return bool(over)

    def _usable(self, table: tuple[str, ...], name: str, family: str) -> bool:
        """Add the device's row; tell whether its line can be used, and say why not."""
        wrong = self._wrong.get(table, ())
        for one in wrong:
            _log.error("devices.toml: %s: %s", ".".join(one.key), one.what)
        if any(one.key == (*table, "name") for one in wrong):
            # There is a row of that name already; kiosk check and the log tell the rest.
            return False
        self._row(name, family)
        if wrong:
            self._misconfigured.append(name)
        return not wrong

    def _build(self, config: DevicesConfig) -> None:
        self._thermometer(config)
        for number, camera in enumerate(config.camera, 1):
            if self._usable(("camera", str(number)), camera.name, "camera"):
                self._camera(camera)
        for number, scanner in enumerate(config.scanner, 1):
            if self._usable(("scanner", str(number)), scanner.name, "scanner"):
                self._scanner(scanner)
        for number, reader in enumerate(config.card_reader, 1):
            if self._usable(("card_reader", str(number)), reader.name, "card_reader"):
                self._card_reader(reader)
        door = config.door
        if door is not None and self._usable(("door",), door.name, "door"):
            self._helper = DoorHelper(
                door.name,
                door.driver,
                door.port,
                self._from_door,
                self._clock.mono,
                channel=door.channel,
                limit_ms=door.limit_ms,
                baud=door.baud,
                options=dict(door.options),
            )
            self.door = PulseDoor(self._helper, self._clock.rate)

    def _thermometer(self, config: DevicesConfig) -> None:
        thermometer = config.thermometer
        if thermometer is None:
            return
        if not self._usable(("thermometer",), thermometer.name, "thermometer"):
            return
        self._owners.append(
            serial_reader(
                thermometer.name,
                thermometer.driver,
                thermometer.port,
                self._from_thermometer,
                self._clock.mono,
                baud=thermometer.baud,
                options=dict(thermometer.options),
                rate=self._clock.rate,
            )
        )

    def _camera(self, camera: CameraConfig) -> None:
        # Late, so that a gate without a camera needs none of its libraries.
        from drivers.camera.reader import CameraReader

        def sink(seen: Seen) -> None:
            self._from_reader(seen, camera.direction, watching=True)

        self._owners.append(CameraReader(camera.name, camera.source, sink, self._clock.mono))

    def _scanner(self, scanner: ScannerConfig) -> None:
        def sink(seen: Seen) -> None:
            self._from_reader(seen, scanner.direction, watching=False)

        self._owners.append(
            serial_reader(
                scanner.name,
                scanner.driver,
                scanner.port,
                sink,
                self._clock.mono,
                baud=scanner.baud,
                options=dict(scanner.options),
                rate=self._clock.rate,
            )
        )

    def _card_reader(self, reader: CardReaderConfig) -> None:
        def sink(seen: Seen) -> None:
            self._from_card_reader(seen, reader.direction)

        self._owners.append(
            serial_reader(
                reader.name,
                reader.driver,
                reader.port,
                sink,
                self._clock.mono,
                baud=reader.baud,
                options=dict(reader.options),
                rate=self._clock.rate,
            )
        )

    def _row(self, name: str, family: str) -> None:
        self.board.rows[name] = DeviceShown(name, family, DeviceState.LOST, None, "starting")

    # --- From the drivers' threads ---

    def _from_thermometer(self, seen: Seen) -> None:
        match seen.event:
            case TemperatureSample(object_c, ambient_c):
                self._listener.sampled(seen.at, object_c, ambient_c)
            case NoTarget():
                self._listener.sampled(seen.at, None, None)
            case _:
                self._life(seen)

    def _from_reader(self, seen: Seen, direction: Direction | None, *, watching: bool) -> None:
        if isinstance(seen.event, CodeSeen):
            payload = seen.event.payload
            self._listener.code_seen(payload, seen.at, direction, watching=watching)
        else:
            self._life(seen)

    def _from_card_reader(self, seen: Seen, direction: Direction | None) -> None:
        match seen.event:
            case CardRead(name=name, id_number=number, valid_from=begin, valid_to=end):
                card = IdCard(number, name, begin, end)
                self._listener.card_laid(card, seen.at, direction)
            case Reply():
                self._listener.card_laid(None, seen.at, direction)
            case _:
                self._life(seen)

    def _from_door(self, seen: Seen) -> None:
        match seen.event:
            case Locked(request) | NotUnlocked(request):
                self._listener.door_shut(request)
            case _:
                self._life(seen)

    def _life(self, seen: Seen) -> None:
        match seen.event:
            case Lost(why, detail):
                if detail:
                    # For the installer: the strip has no room for it.
                    _log.warning("%s is lost, %s: %s", seen.device, why.value, detail)
                self._listener.device_lost(seen.device, why.value)
            case Back():
                self._listener.device_back(seen.device)
            case Noisy(bad, total):
                _log.warning("%s: %d of %d frames were damaged", seen.device, bad, total)
                self._listener.device_warned(seen.device, DeviceWarning(NOISY))
            case OtherBaud(baud, configured):
                warning = DeviceWarning(OTHER_BAUD, baud, configured)
                self._listener.device_warned(seen.device, warning)
            case _:
                pass
