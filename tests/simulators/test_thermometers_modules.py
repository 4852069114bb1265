"""Simulated GY-614V, HM, DM21056 and RQVK002 speak as the vectors state, faults included."""

from collections.abc import Callable

import pytest

from drivers import registry
from drivers.events import BadFrame, DriverEvent, NoTarget, Reply, TemperatureSample
from simulators.faults import Fault
from simulators.registry import THERMOMETERS, Thermometer
from simulators.thermometer import dm21056, gy_614v, heimann_hm, rqvk002
from tests.drivers import vectors

QUESTION = b"\xa5\x55\x01\xfb"
NAMES = ("gy_614v", "heimann_hm", "dm21056", "rqvk002")
BY_THEMSELVES = {"gy_614v": 1, "dm21056": 10, "rqvk002": 10}


def stated(device: str, name: str) -> bytes:
    return next(one.data for one in vectors.of(device) if one.name == name)


def spoken(device: Thermometer, begin: float, seconds: float, heard: bytes = b"") -> list[bytes]:
    frames = device.step(begin, heard, 33.9, 20.0)
    for step in range(1, round(seconds * 100)):
        frames += device.step(begin + step / 100, b"", 33.9, 20.0)
    return frames


def understood(name: str, frames: list[bytes]) -> list[DriverEvent]:
    decoder = registry.decoder(name)
    return decoder.receive(b"".join(frames)) + decoder.idle()


def shown(name: str, object_c: float, ambient_c: float) -> list[DriverEvent]:
    device = THERMOMETERS[name].make(0.0)
    return understood(name, device.step(0.0, QUESTION, object_c, ambient_c))


def test_frames_are_those_of_the_vectors() -> None:
    whole = gy_614v.framed(7, b"\x62" + gy_614v.measured(33.85, 25.31))
    assert whole == stated("gy_614v", "what it sends by itself: registers 07 to 0D")
    person = stated("heimann_hm", "a person of 36.58 C at pixel (14, 11)")
    assert heimann_hm.encode(36.58) == person
    assert heimann_hm.encode(20.0) == stated("heimann_hm", "zero is nobody, not 0 C")
    assert dm21056.encode(37.0) == stated("dm21056", "37.0 C")
    assert dm21056.encode(38.5) == stated("dm21056", "38.5 C")
    for name, seen, air in (
        ("a tenth below: two's complement, not one tenth more", 35.9, 24.9),
        ("a person of 36.5 C on a day of 28.1 C", 36.5, 28.1),
        ("the least it can say", -10.0, -10.0),
        ("the most it can say", 90.0, 60.0),
    ):
        assert rqvk002.encode(seen, air) == stated("rqvk002", name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("object_c", [28.3, 33.8, 36.6, 39.9, 45.0])
def test_what_a_sensor_sees_is_what_its_driver_reads(name: str, object_c: float) -> None:
    (sample,) = shown(name, object_c, 25.3)
    assert isinstance(sample, TemperatureSample)
    assert sample.object_c == pytest.approx(object_c)
    assert sample.ambient_c == (25.3 if name in ("gy_614v", "rqvk002") else None)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("object_c", [-40.0, 0.0, 20.0, 500.0, 10_000.0])
def test_what_a_frame_cannot_carry_is_still_a_frame(name: str, object_c: float) -> None:
    events = shown(name, object_c, -30.0)
    assert len(events) == 1
    assert not isinstance(events[0], BadFrame) or object_c > 380


@pytest.mark.parametrize(("name", "rate"), BY_THEMSELVES.items())
def test_who_speaks_by_itself_keeps_its_pace_and_makes_up_for_nothing(name: str, rate: int) -> None:
    device = THERMOMETERS[name].make(0.0)
    assert len(spoken(device, 0.0, 5.0)) == 5 * rate
    assert len(device.step(60.0, b"", 33.9, 20.0)) == 1
    assert device.step(60.05, b"", 33.9, 20.0) == []
    wake = device.next_wake()
    assert wake == pytest.approx(60.0 + 1 / rate)


@pytest.mark.parametrize("name", NAMES)
def test_a_restart_is_silent_and_then_as_after_power_up(name: str) -> None:
    device = THERMOMETERS[name].make(0.0)
    spoken(device, 0.0, 1.0)
    device.power_cycle(1.0)
    assert spoken(device, 1.0, 1.49, QUESTION) == []
    assert spoken(device, 2.5, 1.0, QUESTION)


@pytest.mark.parametrize("name", NAMES)
def test_a_stuck_sensor_repeats_itself(name: str) -> None:
    device = THERMOMETERS[name].make(0.0)
    stuck = frozenset({Fault.STUCK})
    first = device.step(0.0, QUESTION, 33.9, 20.0, stuck)
    assert device.step(2.0, QUESTION, 26.0, 22.0, stuck) == first
    assert device.step(4.0, QUESTION, 26.0, 22.0) != first


@pytest.mark.parametrize("name", ["gy_614v", "heimann_hm", "dm21056"])
def test_a_failed_sensor_is_told_as_bad(name: str) -> None:
    failed = (
        THERMOMETERS[name].make(0.0).step(0, QUESTION, 33.9, 20.0, frozenset({Fault.OUT_OF_RANGE}))
    )
    assert {type(event) for event in understood(name, failed)} == {BadFrame}


def test_a_failed_sensor_without_a_sign_for_it_shows_a_skin_that_nobody_has() -> None:
    device = THERMOMETERS["rqvk002"].make(0.0)
    failed = device.step(0, b"", 33.9, 20.0, frozenset({Fault.OUT_OF_RANGE}))
    assert understood("rqvk002", failed) == [TemperatureSample(48.7, 20.0)]


def test_an_hm_module_answers_only_the_question_also_in_pieces_and_among_noise() -> None:
    device = heimann_hm.HeimannHm(0.0)
    assert spoken(device, 0.0, 1.0) == []
    assert device.next_wake() is None
    assert device.step(1.0, b"\xa5\x55\x02\xfc", 33.9, 20.0) == []
    assert device.step(1.0, b"\x00\xa5\x55", 33.9, 20.0) == []
    assert len(device.step(1.1, b"\x01\xfb" + QUESTION, 33.9, 20.0)) == 2
    assert device.step(1.2, b"\x01\xfb", 33.9, 20.0) == []


def test_nobody_in_front_of_an_hm_module_is_told_as_nobody() -> None:
    assert shown("heimann_hm", 20.0, 20.0) == [NoTarget()]


def test_a_gy_614v_does_what_the_driver_tells_it() -> None:
    device = gy_614v.Gy614V(0.0)
    device.step(0.0, b"\xa4\x06\x03\x01\xae", 33.9, 20.0)
    assert spoken(device, 0.0, 3.0) == []
    assert device.next_wake() is None
    talk = registry.device("gy_614v").talk({})
    talk.opened(3.0)
    assert len(spoken(device, 3.0, 2.0, talk.due(3.0))) == 20


def command(text: str) -> bytes:
    head = bytes.fromhex(text)
    return head + bytes((sum(head) % 256,))


Answer = Callable[[str], list[DriverEvent]]


@pytest.fixture
def ask() -> Answer:
    device = gy_614v.Gy614V(0.0)
    device.step(0.0, command("A4 06 03 01"), 33.9, 20.0)

    def asking(text: str) -> list[DriverEvent]:
        return understood("gy_614v", device.step(1.0, command(text), 33.85, 25.31))

    return asking


def test_a_gy_614v_answers_for_any_of_its_registers(ask: Answer) -> None:
    assert ask("A4 03 08 06") == [TemperatureSample(33.85, 25.31, 36.42)]
    assert ask("00 03 08 02") == [TemperatureSample(33.85, None)]
    assert ask("A4 03 02 01") == [
        Reply("registers 02, 1 of them", bytes.fromhex("A4 03 02 01 00 AA"))
    ]
    assert ask("A4 03 0F 02") == []
    assert ask("A2 03 08 06") == []


def test_a_gy_614v_keeps_settings_only_when_told_to() -> None:
    device = gy_614v.Gy614V(0.0)
    device.step(0.0, command("A4 06 02 03"), 33.9, 20.0)
    device.power_cycle(1.0)
    assert len(spoken(device, 2.5, 1.0)) == 1
    device.step(3.5, command("A4 06 02 03") + command("A4 06 05 55"), 33.9, 20.0)
    device.power_cycle(4.0)
    assert len(spoken(device, 5.5, 1.0)) == 10
    device.step(7.0, command("A4 06 05 AA"), 33.9, 20.0)
    assert len(spoken(device, 7.55, 1.9)) == 2


def test_a_gy_614v_takes_no_setting_that_there_is_not() -> None:
    device = gy_614v.Gy614V(0.0)
    for text in ("A4 06 02 04", "A4 06 03 02", "A4 06 08 01", "A4 07 03 01"):
        device.step(0.0, command(text), 33.9, 20.0)
    device.step(0.0, b"\xa4\x06\x03\x01\xaf", 33.9, 20.0)
    assert len(spoken(device, 1.0, 2.0)) == 2


def test_a_gy_614v_set_to_text_sends_no_frames() -> None:
    device = gy_614v.Gy614V(0.0)
    device.step(0.0, command("A4 06 04 01"), 33.9, 20.0)
    assert spoken(device, 1.0, 2.0) == []
