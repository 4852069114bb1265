"""Assembles lane, devices, log and link of one access point, and turns them: one thread, steps.

Threads of drivers and of the link only post calls; everything that decides or writes runs here.
"""

import logging
import os
import queue
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.site import GateConfig
from kiosk import __version__
from kiosk.core.events import (
    Actor,
    ClockJumped,
    DeviceBack,
    DeviceLost,
    Fact,
    PolicyLoaded,
    StationStarted,
    StationStopped,
)
from kiosk.core.id_cards import IdCard
from kiosk.core.passes import PublicKeyInfo
from kiosk.core.phases import Direction
from kiosk.core.policy import Policy
from kiosk.core.sampling import Sample
from kiosk.link import messages as link
from kiosk.link.server import LinkServer
from kiosk.station.bench import Bench
from kiosk.station.clock import Clock, Now
from kiosk.station.course import LOG_NOT_WRITABLE, POLICY_MISSING
from kiosk.station.day_end import DayEnd
from kiosk.station.desk import Desk, actor_of
from kiosk.station.devices import Devices
from kiosk.station.lane import Lane
from kiosk.station.pins import PinDesk
from kiosk.station.queries import Queries
from kiosk.station.recorder import MOST_LATE, Recorder, system
from kiosk.station.senses import Senses
from kiosk.station.shown import Screen, local_zone
from kiosk.station.topics import TOPICS, laid_card
from kiosk.station.topics.school import slot_of
from kiosk.station.topics_run import Topics
from kiosk.store.errors import StoreError
from kiosk.store.log import Log

MOST_WAITING = 5000
"""Calls that may wait for the station's thread; what comes on top is dropped and counted."""

PUBLISH_S = 0.1
HEARTBEAT_S = 1.0
HOUSEKEEPING_S = 1.0
"""Real seconds: between two states while samples flow, between two at rest, between two looks."""

LATE_AT_ONCE = 50
"""Ways out appended in one look, so that a long outage does not end with a long silence."""

_log = logging.getLogger(__name__)
_LOG_DEVICE = "log"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a station is made of; everything is opened and checked already.

    With `policy_missing` the policy is only a stand-in for the way out; nobody gets in by it.
    """

    config: GateConfig
    policy: Policy
    log: Log
    clock: Clock
    pass_keys: Mapping[int, PublicKeyInfo]
    socket: Path
    new_id: Callable[[], str]
    policy_missing: bool = False


class Station:
    """One station; `run` turns it until `stop` is called, from a signal handler or a thread."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._clock = setup.clock
        self._lookup = setup.log.lookup
        self._actor = system("station")
        self._calls: queue.Queue[Callable[[], None]] = queue.Queue(MOST_WAITING)
        self._dropped = 0
        self._stopping = False
        self._dirty = True
        self._told = 0
        self._published_at = 0.0
        self._kept_at = 0.0
        zone = local_zone(setup.config.site.utc_offset)
        self._recorder = Recorder(setup.log, setup.policy, zone)
        self._day_end = DayEnd(self._recorder, setup.policy.day_end, zone, self._actor)
        self._pins = PinDesk(time.monotonic)
        self._devices = Devices(setup.config.devices, self._clock, self)
        site = setup.config.site
        self._lane = Lane(
            site.lane,
            self._devices.thermometer,
            self._recorder,
            self._devices.door,
            setup.pass_keys,
            setup.new_id,
            self._clock.mono,
            self._clock.rate,
        )
        self._senses = Senses(self._devices, self._lane, self._on_device)
        self._screen = Screen(site, setup.policy, self._lane, self._lookup, self._clock)
        self._screen.board = self._devices.board
        self._bench = Bench(
            site,
            setup.policy,
            setup.log,
            self._lane,
            self._recorder,
            self._clock,
            zone,
            setup.new_id,
            self._screen.person,
        )
        self._topics = Topics(self._bench)
        self._screen.panel = self._topics.panel
        self._screen.locked = lambda: self._bench.locked
        self._screen.slot = lambda told: slot_of(self._bench, told)
        handlers = {act: one for topic in TOPICS for act, one in topic.handlers.items()}
        self._desk = Desk(self._bench, handlers, self._pins, self.post)
        self._queries = Queries(self._lane, self._recorder, self._screen, self._bench, TOPICS)
        self._link = LinkServer(setup.socket, self._on_message, frozenset({os.getuid()}))

    # --- Called from other threads ---

    def post(self, call: Callable[[], None]) -> None:
        """Have a call made on the station's thread; dropped when too many wait."""
        try:
            self._calls.put_nowait(call)
        except queue.Full:
            self._dropped += 1

    def stop(self) -> None:
        """End `run` soon.

        A signal handler calls it between any two steps of the station's thread, which may hold
        the lock of its queue just then; so nothing is posted, and `run` looks often enough.
        """
        self._stopping = True

    def code_seen(
        self, payload: str, at: float, direction: Direction | None, *, watching: bool
    ) -> None:
        """Take a code that a reader saw at `at` seconds of the station."""
        self._queries.code_seen_at = at
        self.post(
            lambda: self._act(
                lambda now: self._lane.on_code(payload, at, direction, now, watching=watching)
            )
        )

    def card_laid(self, card: IdCard | None, at: float, direction: Direction | None) -> None:
        """Take an ID card that was laid on a reader at `at` seconds of the station."""
        self._queries.code_seen_at = at
        self.post(lambda: self._act(lambda now: self._on_card(card, at, direction, now)))

    def sampled(self, at: float, object_c: float | None, ambient_c: float | None) -> None:
        """Take a sample of the thermometer."""
        sample = Sample(at, object_c, ambient_c)
        self.post(lambda: self._lane.on_sample(sample, self._now()))

    def device_lost(self, name: str, cause: str) -> None:
        """Note that a device no longer answers."""
        self.post(lambda: self._act(lambda now: self._on_device(name, cause, now)))

    def device_back(self, name: str) -> None:
        """Note that a device answers."""
        self.post(lambda: self._act(lambda now: self._on_device(name, None, now)))

    def device_warned(self, name: str, warning: link.DeviceWarning) -> None:
        """Note that a device works and has something to be mended."""
        self.post(lambda: self._act(lambda now: self._devices.warn(name, warning, now.mono)))

    def door_shut(self, visit_id: str) -> None:
        """Note that the pulse of a visit is over."""
        self.post(lambda: self._act(lambda now: self._lane.on_door_shut(visit_id, now)))

    # --- The station's thread ---

    def run(self) -> None:
        """Turn until stopped; what was opened is closed again."""
        try:
            self._start()
            while not self._stopping:
                self._turn()
        finally:
            self._close()

    def _start(self) -> None:
        self._write(self._now(), StationStarted(__version__))
        self._lane.policy_missing = self._setup.policy_missing
        if self._setup.policy_missing:
            self._lane.shut = POLICY_MISSING
        self._make(self._take_up)
        self._devices.start()

    def _take_up(self) -> None:
        """Go on where the log says that the last run ended."""
        now = self._now()
        policy, known = self._setup.policy, self._lookup.policy()
        if not self._setup.policy_missing and (known is None or known.digest != policy.digest):
            self._write(now, PolicyLoaded(policy.name, policy.digest))
        point = self._setup.config.site.lane.access_point
        self._lane.direction = self._lookup.direction(point) or self._lane.direction
        self._lane.cold_mode = self._lookup.cold_mode(point)
        confirmed = self._lookup.clock_confirmation(self._clock.boot)
        if confirmed is not None:
            self._clock.confirm(confirmed.wall.timestamp() - confirmed.boot_ns / 1e9)
        self._topics.look(now)

    def _turn(self) -> None:
        try:
            call = self._calls.get(timeout=self._wait())
        except queue.Empty:
            pass
        else:
            self._make(call)
            self._drain()
        self._make(lambda: self._lane.tick(self._now()))
        self._housekeeping()
        self._publish()

    def _drain(self) -> None:
        # Bounded, so that a flood of calls cannot keep the screen from being told.
        for _ in range(200):
            try:
                call = self._calls.get_nowait()
            except queue.Empty:
                return
            self._make(call)

    def _make(self, call: Callable[[], None]) -> None:
        try:
            call()
        except StoreError as error:
            # The way out must stay free, so a log that cannot be read ends nothing here.
            _log.error("the log cannot be read: %s", error)
            self._lane.shut = LOG_NOT_WRITABLE
            self._dirty = True

    def _wait(self) -> float:
        due = self._lane.next_due()
        if due is None:
            return PUBLISH_S
        return max(0.0, min(PUBLISH_S, self._clock.real_seconds(due - self._clock.mono())))

    def _act(self, act: Callable[[Now], None]) -> None:
        self._dirty = True
        act(self._now())

    def _now(self) -> Now:
        return self._clock.now()

    def _on_message(self, client: int, message: link.Intent | link.Query) -> None:
        self.post(lambda: self._take(client, message))

    def _take(self, client: int, message: link.Intent | link.Query) -> None:
        self._dirty = True
        if isinstance(message, link.Intent):
            try:
                self._desk.take(message, lambda answer: self._link.answer(client, answer))
            except StoreError:
                unread = link.Answer(message.id, ok=False, code="log_not_readable")
                self._link.answer(client, unread)
                raise
            return
        guard = self._desk.guard
        actor = None if guard is None else actor_of(guard)
        self._link.answer(client, self._queries.answer(message, actor, self._now()))

    def _on_card(
        self, card: IdCard | None, at: float, direction: Direction | None, now: Now
    ) -> None:
        laid_card.keep(self._bench, card, now)
        self._lane.on_card(card, at, direction, now)

    def _on_device(self, name: str, cause: str | None, now: Now) -> None:
        self._devices.note(name, cause, now.moment.wall)
        self._write(now, DeviceBack(name) if cause is None else DeviceLost(name, cause))
        thermometer = self._setup.config.devices.thermometer
        if thermometer is not None and thermometer.name == name:
            self._lane.on_thermometer(cause is None)

    def _write(self, now: Now, fact: Fact, actor: Actor | None = None) -> bool:
        point = self._setup.config.site.lane.access_point
        try:
            self._recorder.append(now, actor or self._actor, fact, access_point=point)
        except StoreError as error:
            _log.error("%s could not be written: %s", type(fact).__name__, error)
            self._lane.shut = LOG_NOT_WRITABLE
            return False
        return True

    # --- Every second ---

    def _housekeeping(self) -> None:
        at = time.monotonic()
        if at - self._kept_at < HOUSEKEEPING_S / max(1.0, self._clock.rate):
            return
        self._kept_at = at
        self._make(self._keep)

    def _keep(self) -> None:
        now = self._now()
        jumped = self._clock.jump()
        if jumped is not None:
            self._write(now, ClockJumped(self._clock.boot, jumped))
            self._dirty = True
        if self._lane.shut == LOG_NOT_WRITABLE or self._recorder.late:
            self._try_log_again(now)
        self._dirty = self._day_end.look(now) or self._dirty
        self._dirty = self._topics.look(now) or self._dirty
        self._dirty = self._devices.look(now.mono) or self._dirty
        self._dirty = self._senses.look(now) or self._dirty

    def _try_log_again(self, now: Now) -> None:
        try:
            self._recorder.write_late(LATE_AT_ONCE)
            if not self._recorder.late:
                self._recorder.append(now, self._actor, DeviceBack(_LOG_DEVICE))
        except StoreError:
            return
        self._lane.log_is_back()
        self._dirty = True

    # --- The terminal ---

    def _publish(self) -> None:
        at = time.monotonic()
        flowing = self._lane.sampling.presence is not None
        pause = PUBLISH_S if flowing else HEARTBEAT_S
        # A verdict is told at once, whatever brought it about.
        fresh = self._dirty or self._lane.decided != self._told
        if not fresh and at - self._published_at < pause:
            return
        try:
            state = self._screen.state(
                self._now(), self._setup.log.head, self._desk.guard, len(self._recorder.late)
            )
        except StoreError as error:
            _log.error("the log cannot be read: %s", error)
            return
        finally:
            self._dirty, self._published_at = False, at
            self._told = self._lane.decided
        self._link.publish(state)

    def _close(self) -> None:
        self._devices.stop()
        self._make(lambda: self._lane.close(self._now()))
        try:
            self._recorder.write_late(MOST_LATE)
        except StoreError as error:
            _log.error("%d ways out are not in the log: %s", len(self._recorder.late), error)
        self._write(self._now(), StationStopped())
        self._link.close()
        self._pins.close()
        if self._dropped:
            _log.warning("%d calls were dropped under load", self._dropped)
