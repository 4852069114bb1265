"""Every thermometer there is, simulated on a real pty and read by its owner: all trials at once.

A trial is one device, one thing that happens to it, and what the kiosk must see then. They run side
by side, as most of a trial is waiting for a device that says nothing.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers import registry
from drivers.events import Back, Lost, OtherBaud, Seen, TemperatureSample, Why
from drivers.reader import serial_reader
from simulators.faults import WRONG_BAUD
from simulators.parts import ThermometerPart
from simulators.people import Kind, Person, Scene
from simulators.registry import THERMOMETERS
from simulators.runner import Clock, Orders, run
from tests.drivers.gatehouse import Heard
from tests.fuzz.promises import OPTIONS

NAMES = sorted(THERMOMETERS)
UNSUMMED = {"rqvk002", "chuwo_m23", "mlx90614_ascii"}
"""Devices whose frames carry no sum: a turned bit in a value cannot be seen."""

CORRECTION_C = 2.7
FACE_C = 36.5 - CORRECTION_C
"""What the sensor sees of a person of 36.5 C."""
AIR_C = 20.0
NEAR_C = 0.2
"""Noise of the scene (0.1), and what the coarsest device rounds away."""
SHOWN = Person(Kind.SHOWN, (36.5,), stay_s=None)
AT_ONCE = 40
WITHIN_S = 20.0


@dataclass(slots=True)
class Bench:
    """A running device and its owner: what was said on both sides, and a hand on the device."""

    name: str
    heard: Heard[Seen]
    pieces: Heard[int]
    answers: Heard[dict[str, object]]
    orders: int

    def order(self, do: str, **what: object) -> int:
        """Give an order, wait until it is carried out, and return how much was heard before."""
        before, place = len(self.heard), len(self.answers)
        line = json.dumps({"do": do, "device": "thermometer", **what}) + "\n"
        os.write(self.orders, line.encode())
        answer = self.answers.until(lambda one: bool({"ok", "error"} & one.keys()), place)
        assert answer == {"ok": do}, answer
        return before

    def fault(self, name: str) -> int:
        """Give the device a fault."""
        return self.order("fault", name=name)

    def sample(self, after: int = 0) -> TemperatureSample:
        """Wait for a temperature."""
        seen = self.heard.until(
            lambda one: isinstance(one.event, TemperatureSample), after, WITHIN_S
        )
        assert isinstance(seen.event, TemperatureSample)
        return seen.event

    def samples(self, after: int = 0) -> list[TemperatureSample]:
        """Return the temperatures so far."""
        return [one.event for one in self.heard[after:] if isinstance(one.event, TemperatureSample)]

    def until(self, *kinds: type, after: int = 0) -> Seen:
        """Wait for an event of one of these kinds."""
        return self.heard.until(lambda one: isinstance(one.event, kinds), after, WITHIN_S)

    def turns(self) -> list[str]:
        """Return the course of lost and back, in words."""
        events = [one.event for one in list(self.heard)]
        return [
            str(event.why) if isinstance(event, Lost) else "back"
            for event in events
            if isinstance(event, Lost | Back)
        ]

    def listen(self, pieces: int, size: int) -> None:
        """Wait until so many pieces, or so many bytes, have come from now on."""
        begin = len(self.pieces)

        def enough(_: int) -> bool:
            came = self.pieces[begin:]
            return len(came) >= pieces or sum(came) >= size

        self.pieces.until(enough, begin, WITHIN_S)


@contextmanager
def bench(name: str, folder: Path, *, person: bool = False, speed: float = 1.0) -> Iterator[Bench]:
    """Run a device and its owner; without a person the sensor sees a wall as warm as a face."""
    clock = Clock(speed)
    answers: Heard[dict[str, object]] = Heard()
    heard: Heard[Seen] = Heard()
    pieces: Heard[int] = Heard()
    wall_c = None if person else FACE_C
    scene = Scene(3, AIR_C, background_c=wall_c, correction_c=CORRECTION_C)
    port = folder / "thermometer"
    rounds = [SHOWN] if person else []
    part = ThermometerPart(port, 3, scene, THERMOMETERS[name], answers.add, rounds)
    reading, writing = os.pipe()
    started = threading.Event()
    device = threading.Thread(
        target=run,
        args=([part], clock, answers.add),
        kwargs={"orders": Orders(reading, answers.add), "started": started.set},
    )
    device.start()
    assert started.wait(WITHIN_S)
    owner = serial_reader(
        "north",
        name,
        str(port),
        heard.add,
        clock.now,
        rate=speed,
        options=OPTIONS.get(name),
        tap=lambda _, data: pieces.add(len(data)),
    )
    owner.start()
    try:
        yield Bench(name, heard, pieces, answers, writing)
    finally:
        owner.stop()
        os.close(writing)
        device.join(WITHIN_S)
        os.close(reading)


def is_right(sample: TemperatureSample) -> bool:
    air = sample.ambient_c
    seen_right = abs(sample.object_c - FACE_C) <= NEAR_C
    return seen_right and (air is None or abs(air - AIR_C) <= NEAR_C)


def a_person_is_read(name: str, folder: Path) -> None:
    with bench(name, folder, person=True) as gate:
        gate.heard.until(
            lambda one: isinstance(one.event, TemperatureSample) and is_right(one.event),
            within_s=WITHIN_S,
        )
        assert gate.turns() == ["back"]


def an_unplugged_device_is_lost_once_and_back_once(name: str, folder: Path) -> None:
    with bench(name, folder) as gate:
        gate.sample()
        place = gate.order("unplug")
        gate.until(Lost, after=place)
        place = gate.order("replug")
        assert is_right(gate.sample(place))
        assert gate.turns() == ["back", "unplugged", "back"]


def a_frozen_device_is_lost_as_silent_and_comes_back(name: str, folder: Path) -> None:
    with bench(name, folder) as gate:
        gate.sample()
        gate.until(Lost, after=gate.fault("freeze"))
        place = gate.order("clear")
        assert is_right(gate.sample(place))
        assert gate.turns() == ["back", "silent", "back"]


def a_device_that_starts_again_comes_back(name: str, folder: Path) -> None:
    with bench(name, folder) as gate:
        gate.sample()
        gate.fault("restart")
        place = len(gate.heard)
        for _ in range(2):
            assert is_right(gate.sample(place))
            place = len(gate.heard)
        assert gate.turns() in (["back"], ["back", "silent", "back"])


def a_wrong_rate_is_found_or_told(name: str, folder: Path) -> None:
    device = registry.device(name)
    factory = THERMOMETERS[name].baud
    assert factory is not None
    actual = WRONG_BAUD.get(factory, 115200)
    with bench(name, folder) as gate:
        gate.sample()
        place = gate.fault("wrong_baud")
        lost = gate.until(Lost, after=place)
        assert isinstance(lost.event, Lost)
        assert lost.event.why in {"noise", "silent"}
        if actual in device.bauds:
            found = gate.until(OtherBaud, after=place)
            assert found.event == OtherBaud(actual, device.baud)
        else:
            place = gate.order("clear")
        assert is_right(gate.sample(place + 1))
        assert all(is_right(one) for one in gate.samples())
        assert len(gate.turns()) == 3


def cut_frames_give_no_wrong_temperature(name: str, folder: Path) -> None:
    with bench(name, folder, speed=4.0) as gate:
        gate.sample()
        place = gate.fault("cut")
        gate.listen(60, 40_000)
        gate.order("clear")
        gate.sample(len(gate.heard))
        assert all(is_right(one) for one in gate.samples(place))


def noise_gives_no_wrong_temperature(name: str, folder: Path) -> None:
    with bench(name, folder, speed=4.0) as gate:
        gate.sample()
        place = gate.fault("noise")
        gate.listen(60, 20_000)
        after = gate.order("clear")
        gate.sample(after)
        assert name in UNSUMMED or all(is_right(one) for one in gate.samples(place))


def slow_bytes_give_no_wrong_temperature(name: str, folder: Path) -> None:
    with bench(name, folder, speed=4.0) as gate:
        gate.sample()
        place = gate.fault("slow")
        gate.listen(120, 240)
        assert all(is_right(one) for one in gate.samples(place))


def a_failed_sensor_shows_nobody_a_temperature(name: str, folder: Path) -> None:
    with bench(name, folder) as gate:
        gate.sample()
        place = gate.fault("out_of_range")

        def is_told(one: Seen) -> bool:
            event = one.event
            return isinstance(event, Lost) or (
                isinstance(event, TemperatureSample) and not 30 <= event.object_c <= 43
            )

        told = gate.heard.until(is_told, place, WITHIN_S)
        if isinstance(told.event, Lost) and name != WITHOUT_SUM:
            assert told.event.why is Why.IMPOSSIBLE, "cable and rate are not to blame"
        gate.listen(10, 10_000)
        behind = gate.heard[gate.heard.index(told, place) :]
        plausible = [
            one.event
            for one in behind
            if isinstance(one.event, TemperatureSample) and 30 <= one.event.object_c <= 43
        ]
        assert plausible == []


WITHOUT_SUM = "chuwo_m23"
"""Its slipped bytes look like the picture of a failed sensor."""

Trial = Callable[[str, Path], None]
TRIALS: tuple[Trial, ...] = (
    a_person_is_read,
    an_unplugged_device_is_lost_once_and_back_once,
    a_frozen_device_is_lost_as_silent_and_comes_back,
    a_device_that_starts_again_comes_back,
    a_wrong_rate_is_found_or_told,
    cut_frames_give_no_wrong_temperature,
    noise_gives_no_wrong_temperature,
    slow_bytes_give_no_wrong_temperature,
    a_failed_sensor_shows_nobody_a_temperature,
)
BY_NAME = {trial.__name__: trial for trial in TRIALS}
UnderWay = dict[tuple[str, str], Future[None]]


@pytest.fixture(scope="module")
def under_way(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[UnderWay]:
    """Start the trials of all tests that were chosen."""
    chosen = [
        (str(item.callspec.params["name"]), str(item.callspec.params["trial"]))
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.function is test_on_the_wire
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            (name, trial): pool.submit(BY_NAME[trial], name, tmp_path_factory.mktemp("port"))
            for name, trial in chosen
        }


@pytest.mark.parametrize("trial", BY_NAME)
@pytest.mark.parametrize("name", NAMES)
def test_on_the_wire(name: str, trial: str, under_way: UnderWay) -> None:
    under_way[name, trial].result()
