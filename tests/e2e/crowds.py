"""Crowds for tests: the command as anybody starts it, and a gate that a test drives by itself."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.cli.crowd.devices import SimulatedDevices
from kiosk.cli.crowd.drive import Crowd
from kiosk.cli.crowd.outcome import Outcome
from kiosk.cli.crowd.place import make_state, record, write_config
from kiosk.cli.crowd.plan import Settings, Turn
from kiosk.cli.crowd.run import crowd_at, started
from kiosk.cli.crowd.station import StationProcess
from kiosk.cli.crowd.watch import Watch
from kiosk.cli.simulate import builder
from kiosk.core.events import PhaseSet
from kiosk.core.phases import Phase
from simulators.scenario import load

ROOT = Path(__file__).parents[2]
BEGINS = datetime.fromisoformat("2020-02-24T07:20:00+08:00")
SPEED = 20.0


def headless(*arguments: str, **environment: str) -> tuple[int, dict[str, Any]]:
    """Run `kiosk demo --headless` and give its exit code and its report."""
    command = [sys.executable, "-m", "kiosk.cli", "demo", "--headless", "--json"]
    done = subprocess.run(
        [*command, "--speed=20", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=110,
    )
    return done.returncode, json.loads(done.stdout)


@dataclass
class Gate:
    """A gate with its simulated devices, the station not yet connected to by a crowd."""

    settings: Settings
    devices: SimulatedDevices
    station: StationProcess
    turns: tuple[Turn, ...]
    outcome: Outcome

    @contextmanager
    def crowd(self) -> Iterator[Crowd]:
        """Connect a crowd, whose guard begins his day."""
        with closing(Watch(self.station.socket, self.settings.speed)) as watch:
            yield crowd_at(watch, self.devices, self.settings, self.outcome)


@contextmanager
def gate(state: Path, people: int, seed: int = 7) -> Iterator[Gate]:
    """Run a gate of the scenario `open` at speed 20."""
    settings = Settings(state, BEGINS, SPEED, seed, PhaseSet(Phase.OPEN), 20.0, cold_mode=False)
    issuing = make_state(state, BEGINS, settings.phase)
    plan = builder(load("open"), people, seed)(issuing, BEGINS, 0)
    record(state, plan.facts)
    with started(settings) as devices:
        config = write_config(state, devices.addresses)
        with StationProcess(state, config, BEGINS, SPEED) as station:
            yield Gate(settings, devices, station, plan.turns, Outcome())
