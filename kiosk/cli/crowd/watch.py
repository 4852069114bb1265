"""What a crowd sees of the station over the link, and how the scripted guard acts on it."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.cli.crowd.place import SCRIPTED_GUARD, SCRIPTED_SUPERVISOR
from kiosk.core.readings import Instrument
from kiosk.core.request import ClockTrust
from kiosk.link.client import LinkClient
from kiosk.link.messages import (
    Answer,
    ConfirmClock,
    DeviceState,
    IntentAct,
    MeasureGuard,
    SetColdMode,
    SetDirection,
    SignIn,
    State,
)

START_S = 30.0
SCRIPTED_GUARD_C = 36.4
"""What the script reads off its contact thermometer, degrees C."""
_NEVER = threading.Event()


class NotSeenError(Exception):
    """Something that was waited for did not happen; the text says what."""


class RefusedError(Exception):
    """The station did not carry out an act of the guard; the text is its code."""


@dataclass(frozen=True, slots=True)
class Sensor:
    """What the thermometer sees now, and the station's time.

    `code_ago_s` says how many station seconds ago a reader last saw any code.
    """

    at: datetime
    present: bool
    measured: bool
    gaps: int
    code_ago_s: float


class Watch:
    """One connection to a station whose clock runs at `rate`; waits in real seconds."""

    def __init__(self, socket: Path, rate: float, timeout_s: float = START_S) -> None:
        self.client = LinkClient.connect(socket, timeout_s, "crowd")
        self.rate = rate

    def close(self) -> None:
        """Part from the station."""
        self.client.close()

    def sensor(self) -> Sensor:
        """Ask what the thermometer sees now."""
        data = self.client.query("sensor", timeout=START_S).data
        if data is None:
            raise NotSeenError("the station does not say what its thermometer sees")
        at = datetime.fromisoformat(data["at"])
        ago_s = data["code_ago_s"]
        ago_s = math.inf if ago_s is None else ago_s
        return Sensor(at, data["present"], data["measured"], data["gaps"], ago_s)

    def blind(self) -> bool:
        """Tell whether the thermometer is lost."""
        devices = self.client.state().devices
        lost = (one.family for one in devices if one.state is DeviceState.LOST)
        return "thermometer" in lost

    def state(self, wanted: Callable[[State], bool], what: str, station_s: float = 30.0) -> State:
        """Wait for a state; raises NotSeenError after that many station seconds, and some."""
        try:
            return self.client.wait_state(wanted, self._patience(station_s))
        except TimeoutError as error:
            raise NotSeenError(f"{what} is not seen") from error

    def until(self, wanted: Callable[[Sensor], bool], what: str, station_s: float = 30.0) -> Sensor:
        """Ask until the thermometer sees what is wanted; raises NotSeenError as `state`."""
        deadline = time.monotonic() + self._patience(station_s)
        while not wanted(seen := self.sensor()):
            if time.monotonic() > deadline:
                raise NotSeenError(f"{what} is not seen")
            _NEVER.wait(max(0.01, 0.05 / self.rate))
        return seen

    def pause_until(self, at: datetime) -> None:
        """Wait until the station's clock says `at`."""
        while (left := (at - self.sensor().at).total_seconds()) > 0:
            _NEVER.wait(left / self.rate)

    def pause(self, station_s: float) -> None:
        """Wait for so long by the station's clock."""
        self.pause_until(self.sensor().at + timedelta(seconds=station_s))

    def _patience(self, station_s: float) -> float:
        # A loaded machine stalls for real seconds, whatever the speed of the clock.
        return 15.0 + station_s / self.rate


class Guard:
    """The scripted guard, and the scripted supervisor whom he calls."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def begin(self, *, cold_mode: bool) -> None:
        """See that the devices work, sign in, have the clock confirmed, and set the cold mode.

        Where somebody else is signed in already, the gate is his.
        """
        watch = self._watch
        watch.state(
            lambda s: all(one.state is not DeviceState.LOST for one in s.devices), "every device"
        )
        if self.away():
            return
        state = watch.client.state()
        if state.guard is None:
            self.sign_in()
        if state.clock is not ClockTrust.TRUSTED:
            shown = watch.sensor().at
            self.must(ConfirmClock(SCRIPTED_SUPERVISOR.pin, shown))
        if cold_mode:
            # He looks at the sensor's own temperature before he puts it aside.
            watch.state(lambda s: not s.ambient_ok, "an ambient temperature out of range")
        if state.cold_mode is not cold_mode:
            self.must(SetColdMode(cold_mode))
        watch.state(lambda s: s.clock is ClockTrust.TRUSTED and s.guard is not None, "the guard")

    def sign_in(self) -> None:
        """Sign in by PIN, and measure oneself before duty."""
        self.must(SignIn(SCRIPTED_GUARD.pin))
        self.must(MeasureGuard(SCRIPTED_GUARD_C, Instrument.CONTACT))

    def away(self) -> bool:
        """Tell whether somebody else is signed in, whose gate it is then."""
        guard = self._watch.client.state().guard
        return guard is not None and guard.account_id != SCRIPTED_GUARD.account_id

    def face(self, direction: SetDirection) -> None:
        """Switch the lane, unless it is switched so already."""
        if self._watch.client.state().direction is not direction.direction:
            self.must(direction)
            self._watch.state(lambda s: s.direction is direction.direction, "the direction")

    def do(self, act: IntentAct) -> Answer:
        """Carry out an act; signs in anew when nobody is signed in."""
        answer = self._watch.client.do(act, timeout=START_S)
        if answer.code == "sign_in_first":
            self.sign_in()
            answer = self._watch.client.do(act, timeout=START_S)
        return answer

    def must(self, act: IntentAct) -> None:
        """Carry out an act; raises RefusedError when the station does not."""
        answer = self.do(act)
        if not answer.ok:
            raise RefusedError(f"{type(act).__name__}: {answer.code}")
