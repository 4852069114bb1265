"""What breaks in the middle of a crowd: the station is killed, a cable is pulled and put back."""

import os
import signal
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.cli.crowd.outcome import Outcome, lost_entries
from kiosk.cli.crowd.plan import Turn
from kiosk.cli.crowd.station import StationProcess
from kiosk.cli.crowd.watch import Watch
from kiosk.core.readings import Instrument
from kiosk.link.client import LinkLostError
from kiosk.link.messages import Block, DeviceState, State, TypeReading
from kiosk.store.place import open_log
from tests.e2e.crowds import BEGINS, SPEED, gate

DEVICES = {"thermometer": "forehead", "camera": "entry", "scanner": "desk", "door": "turnstile"}


def killer_of(station: StationProcess, outcome: Outcome, seen: int) -> threading.Thread:
    """Kill the station soon after so many verdicts, at a moment that nobody chose."""

    def kill() -> None:
        pause = threading.Event()
        while len(outcome.seen) < seen:
            pause.wait(0.01)
        pause.wait(0.1)
        os.kill(station.pid, signal.SIGKILL)
        # Until it has gone its socket may still take a connection, and then break it.
        os.waitid(os.P_PID, station.pid, os.WEXITED | os.WNOWAIT)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def still_to_come(turns: tuple[Turn, ...], outcome: Outcome) -> list[Turn]:
    """Give the turns of people who had not come yet, without whoever stood there just then."""
    left = [one for one in turns if one.person not in outcome.people]
    with_others = {one.person for one in left if one.behind} | {left[0].person}
    return [one for one in left if one.person not in with_others]


def test_a_station_killed_in_the_middle_has_lost_nothing_it_had_shown(tmp_path: Path) -> None:
    state, began = tmp_path / "state", time.monotonic()
    with gate(state, people=8) as here:
        killer = killer_of(here.station, here.outcome, seen=4)
        with here.crowd() as crowd, pytest.raises(LinkLostError):
            crowd.run(here.turns)
        killer.join()
        later = BEGINS + timedelta(seconds=(time.monotonic() - began) * SPEED)
        rest = still_to_come(here.turns, here.outcome)
        here.station = StationProcess(state, state / "config", later, SPEED)
        with here.station, here.crowd() as crowd:
            crowd.run(rest)
    assert here.outcome.wrong == []
    assert len(here.outcome.seen) >= 4 + len(rest) > 4
    assert lost_entries(state, here.outcome) == 0
    with open_log(state) as log:
        assert log.verify().ok


def shown(watch: Watch, device: str, state: DeviceState) -> float:
    """Wait until the strip shows a device so; gives how long that took, seconds."""
    began = time.monotonic()

    def so(found: State) -> bool:
        return any(one.name == DEVICES[device] and one.state is state for one in found.devices)

    watch.client.wait_state(so, 15.0)
    return time.monotonic() - began


def test_a_pulled_cable_is_shown_and_the_device_is_back_soon_after_it_is_put_back(
    tmp_path: Path,
) -> None:
    with gate(tmp_path / "state", people=8) as here, here.crowd() as crowd:
        plain = [one for one in here.turns if one.person in {"pupil-first", "staff-first"}]
        crowd.take(plain[0])
        for device in DEVICES:
            here.devices.order("unplug", device=device)
            assert shown(crowd.watch, device, DeviceState.LOST) < 2.0, device
            here.devices.order("replug", device=device)
            assert shown(crowd.watch, device, DeviceState.OK) < 3.0, device
        crowd.take(plain[1])
        crowd.leave()
    assert here.outcome.wrong == []
    assert len(here.outcome.seen) == 2


def test_without_its_thermometer_the_gate_goes_on_by_hand(tmp_path: Path) -> None:
    with gate(tmp_path / "state", people=8) as here, here.crowd() as crowd:
        pupil = next(one for one in here.turns if one.person == "pupil-first")
        here.devices.order("unplug", device="thermometer")
        shown(crowd.watch, "thermometer", DeviceState.LOST)
        here.devices.order("show", text=pupil.code.text, symbology=pupil.code.symbology)
        crowd.watch.state(lambda s: s.visit.block is Block.WANT_TEMPERATURE, "a visit that waits")
        crowd.guard.must(TypeReading(36.4, Instrument.INFRARED))
        state = crowd.watch.state(lambda s: s.verdict is not None, "a verdict")
        assert state.verdict is not None
        assert (state.verdict.verdict, state.verdict.reason) == ("grant", "roster")
