"""A lane in virtual time: real log, real rules, no process, no port; time is given by the test."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.policy_loader import load_policy
from config.site import LaneConfig, ThermometerConfig
from kiosk.core.events import AccessDecided, Moment
from kiosk.core.request import ClockTrust
from kiosk.core.sampling import Sample
from kiosk.station.clock import Now
from kiosk.station.lane import Lane
from kiosk.station.recorder import Recorder
from kiosk.store.log import Log

PERIOD_S = 0.1
AMBIENT_C = 20.0
CORRECTION_C = 2.7
START = datetime(2020, 5, 11, 7, 0, tzinfo=UTC)

LANE = LaneConfig(access_point="north", name_zh="北门", name_en="North gate")
SENSOR = ThermometerConfig(
    name="forehead", driver="gy_mcu90615", port="none", correction_c=CORRECTION_C
)


@dataclass
class Pulses:
    """A door that only remembers what it was told."""

    asked: list[str] = field(default_factory=list)

    def unlock(self, pulse_ms: int, visit_id: str) -> None:
        """Remember the pulse."""
        self.asked.append(visit_id)


class World:
    """A lane over the log of `state`; `at` is the time of the world in seconds."""

    def __init__(self, log: Log, trusted: bool = True, rate: float = 1.0) -> None:
        self.log = log
        self.at = 100.0
        self.clock = ClockTrust.TRUSTED if trusted else ClockTrust.UNSURE
        self.door = Pulses()
        self.recorder = Recorder(log, load_policy(), UTC)
        self.lane = Lane(
            LANE,
            SENSOR,
            self.recorder,
            self.door,
            {},
            lambda: secrets.token_hex(8),
            lambda: self.at,
            rate,
        )
        self.lane.on_thermometer(ok=True)

    @property
    def now(self) -> Now:
        """The moment of the world."""
        wall = START + timedelta(seconds=self.at)
        return Now(self.at, Moment(wall, int(self.at * 1e9), "boot", self.clock))

    def sample(self, skin_c: float | None) -> None:
        """Let one sample period pass; None is the empty background."""
        self.at += PERIOD_S
        object_c = AMBIENT_C if skin_c is None else skin_c - CORRECTION_C
        self.lane.on_sample(Sample(self.at, object_c, AMBIENT_C), self.now)
        self.lane.tick(self.now)

    def samples(self, skin_c: float | None, seconds: float) -> None:
        """Let some time pass with the same in front of the sensor."""
        for _ in range(round(seconds / PERIOD_S)):
            self.sample(skin_c)

    def code(self, text: str) -> None:
        """Show a code."""
        self.lane.on_code(text, self.at, None, self.now)

    def decided(self) -> list[AccessDecided]:
        """Every decision in the log."""
        facts = [one.event.fact for one in self.log.read(0, 100_000)]
        return [fact for fact in facts if isinstance(fact, AccessDecided)]


def open_world(state: Path) -> World:
    """Open the log that a test has made in `state`."""
    from kiosk.store.place import open_log

    return World(open_log(state))
