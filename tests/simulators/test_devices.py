"""Simulated devices speak as the vectors state, and have the faults they are told to have."""

import pytest

from drivers import registry
from drivers.door.lcus import switch
from drivers.events import BadFrame, CodeSeen, DriverEvent, TemperatureSample
from simulators.door.lcus import LcusBoard
from simulators.faults import Fault, Wire, misread
from simulators.relays import Switched
from simulators.scanner import line
from simulators.thermometer import gy_mcu90615
from simulators.thermometer.gy_mcu90615 import GyMcu90615
from tests.drivers import vectors
from tests.drivers.vectors import Vector

QUERY, CONTINUOUS = b"\xa5\x15\xba", b"\xa5\x45\xea"


NINE_BYTES = [
    vector
    for vector in vectors.of("gy_mcu90615")
    if len(vector.data) == 9 and isinstance(vector.events[0], TemperatureSample)
]


@pytest.mark.parametrize("vector", NINE_BYTES, ids=str)
def test_the_thermometer_sends_the_frames_of_the_vectors(vector: Vector) -> None:
    sample = vector.events[0]
    assert isinstance(sample, TemperatureSample)
    assert sample.ambient_c is not None
    assert gy_mcu90615.encode(sample.object_c, sample.ambient_c) == vector.data


def test_the_scanner_sends_the_lines_of_the_vectors() -> None:
    texts = {vector.name: vector for vector in vectors.of("line")}
    assert line.encode("GPS20200017", "crlf") == texts["a school card, tail CR LF"].data
    assert line.encode("张三", "cr") == texts["a name in Chinese, tail CR"].data


@pytest.mark.parametrize(("channel", "on"), [(1, True), (2, True), (1, False), (2, False)])
def test_the_board_obeys_the_commands_of_the_vectors_and_of_the_driver(
    channel: int, on: bool
) -> None:
    name = f"channel {channel} {'on' if on else 'off'}"
    stated = next(vector.data for vector in vectors.of("lcus") if vector.name == name)
    assert switch(channel, on=on) == stated
    board = LcusBoard()
    board.step(0, b"".join(v.data for v in vectors.of("lcus") if v.name.endswith("on") != on))
    assert board.step(1, b"\xa0\x01" + stated) == ([Switched(channel, on, 1)], [])


def test_the_board_ignores_a_wrong_sum_and_stays_on_for_ever() -> None:
    board = LcusBoard()
    assert board.step(0, b"\xa0\x01\x01\xa3") == ([], [])
    board.step(1, switch(1, on=True))
    board.step(10_000, b"\xa0\x01\x00\xa2")
    assert board.relays.on == {1}
    assert board.power_off(10_001) == [Switched(1, False, 10_001)]


def stream(device: GyMcu90615, begin: float, seconds: float, heard: bytes = b"") -> list[bytes]:
    frames = device.step(begin, heard, 33.9, 20.0)
    for step in range(1, round(seconds * 100)):
        frames += device.step(begin + step / 100, b"", 33.9, 20.0)
    return frames


def test_a_board_of_the_first_version_waits_to_be_asked() -> None:
    device = GyMcu90615(0, streams_at_power_up=False)
    assert stream(device, 0, 1) == []
    assert len(device.step(1, QUERY, 33.9, 20.0)) == 1
    assert len(stream(device, 1, 1, CONTINUOUS)) == 10


def test_a_command_in_pieces_among_noise_is_heard() -> None:
    device = GyMcu90615(0, streams_at_power_up=False)
    assert device.step(0, b"\xa5\xa5\x15", 33.9, 20.0) == []
    assert len(device.step(0, b"\xba\x00", 33.9, 20.0)) == 1
    assert device.step(0, b"\xa5\x15\xbb", 33.9, 20.0) == []


def test_a_restart_is_silent_and_then_as_after_power_up() -> None:
    device = GyMcu90615(0, streams_at_power_up=False)
    stream(device, 0, 1, CONTINUOUS)
    device.power_cycle(1)
    assert stream(device, 1, 3) == []
    device = GyMcu90615(0)
    device.power_cycle(0)
    assert stream(device, 0, 1.4) == []
    assert len(stream(device, 1.5, 1)) == 10


def heard_with(fault: Fault, frames: int = 200) -> list[DriverEvent]:
    wire = Wire(seed=3, baud=9600)
    wire.faults.add(fault)
    decoder = registry.decoder("gy_mcu90615")
    events: list[DriverEvent] = []
    for number in range(frames):
        now = number * 0.1
        wire.send(now, gy_mcu90615.encode(33.9 + number / 1000, 20.0), 9600)
        for part in range(10):
            events += decoder.receive(wire.due(now + part / 100))
    return events


def good(events: list[DriverEvent]) -> int:
    return sum(isinstance(event, TemperatureSample) for event in events)


def test_each_fault_of_the_wire_does_what_its_name_says() -> None:
    assert heard_with(Fault.FREEZE) == []
    assert good(heard_with(Fault.WRONG_BAUD)) == 0
    assert 90 <= good(heard_with(Fault.CUT)) <= 110
    noisy = heard_with(Fault.NOISE)
    assert 150 < good(noisy) < 200
    assert any(isinstance(event, BadFrame) for event in noisy)
    slow = heard_with(Fault.SLOW)
    assert 90 <= good(slow) <= 101


def test_no_fault_of_the_wire_shows_a_temperature_that_nobody_has() -> None:
    for fault in (Fault.NOISE, Fault.CUT, Fault.SLOW, Fault.WRONG_BAUD):
        for event in heard_with(fault, frames=1000):
            if isinstance(event, TemperatureSample):
                assert 33.9 <= event.object_c <= 34.9, fault


def test_a_stuck_sensor_repeats_itself_and_a_failed_one_is_told_as_bad() -> None:
    device = GyMcu90615(0)
    first = device.step(0, b"", 33.9, 20.0)
    assert device.step(0.1, b"", 22.0, 20.0, frozenset({Fault.STUCK})) == first
    failed = device.step(0.2, b"", 33.9, 20.0, frozenset({Fault.OUT_OF_RANGE}))[0]
    assert [type(event) for event in registry.decoder("gy_mcu90615").receive(failed)] == [BadFrame]


def test_a_receiver_that_listens_too_fast_hears_other_bytes() -> None:
    assert misread(b"", 9600, 115200) == b""
    assert misread(b"\x5a\x5a\x45\x04", 9600, 9600) == b"\x5a\x5a\x45\x04"
    assert misread(b"\x5a", 9600, 115200) not in (b"", b"\x5a")


def test_a_code_that_was_scanned_is_read() -> None:
    decoder = registry.decoder("line")
    for tail in line.TAILS:
        assert decoder.receive(line.encode("张三", tail)) + decoder.idle() == [
            CodeSeen("张三", "unknown")
        ]
