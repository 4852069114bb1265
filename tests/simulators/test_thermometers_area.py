"""The area sensors, the Modbus one and the Arduino, as simulated, send what the vectors state."""

import pytest

from drivers import registry
from drivers.events import BadFrame, DriverEvent, TemperatureSample
from simulators.faults import RESTART_S, Fault
from simulators.heat import picture
from simulators.registry import THERMOMETERS, Thermometer
from simulators.thermometer import chuwo_m23, gy_mcu90640, mlx90614_ascii, modbus_rtu
from tests.drivers import vectors

NAMES = ["gy_mcu90640", "chuwo_m23", "modbus_rtu", "mlx90614_ascii"]
MAP: dict[str, object] = {
    "unit": 1,
    "function": 3,
    "object_register": 0,
    "ambient_register": 1,
    "scale": 0.01,
    "signed": True,
}
OPTIONS = {"modbus_rtu": MAP}
COARSE_C = 0.06
"""Half of the coarsest step, a tenth of a degree."""


def vector(device: str, name: str) -> bytes:
    return next(one.data for one in vectors.of(device) if one.name == name)


def even(width: int, height: int, value: float) -> list[list[float]]:
    return [[value] * width for _ in range(height)]


def said(device: str, frames: list[bytes], **options: object) -> list[DriverEvent]:
    decoder = registry.decoder(device, **OPTIONS.get(device, {}), **options)
    return decoder.receive(b"".join(frames)) + decoder.idle()


def question(device: str) -> bytes:
    talk = registry.device(device).talk(OPTIONS.get(device, {}))
    talk.opened(0.0)
    return talk.due(0.0)


def frames(
    device: str,
    thermometer: Thermometer,
    now: float,
    seen_c: float,
    faults: frozenset[Fault] = frozenset(),
) -> list[bytes]:
    """Ask once and return all that is sent within the next second."""
    sent = thermometer.step(now, question(device), seen_c, 20.0, faults)
    for step in range(1, 101):
        sent += thermometer.step(now + step / 100, b"", seen_c, 20.0, faults)
    return sent


def test_pictures_registers_and_lines_are_those_of_the_vectors() -> None:
    assert gy_mcu90640.encode(even(32, 24, 36.5), 37.25) == vector(
        "gy_mcu90640", "every pixel 36.50 C"
    )
    assert gy_mcu90640.encode(even(32, 24, -5.0), -5.0) == vector("gy_mcu90640", "below zero")
    warm = even(32, 24, 36.5)
    warm[0][31] = 38.04
    assert gy_mcu90640.encode(warm, 37.25) == vector(
        "gy_mcu90640", "the warmest pixel is the first"
    )
    assert chuwo_m23.encode(even(32, 32, 36.5), 31.6) == vector("chuwo_m23", "every pixel 36.5 C")
    assert chuwo_m23.encode(even(32, 32, -25.0), 0.0) == vector(
        "chuwo_m23", "a wall in frost, -25.0 C"
    )
    assert modbus_rtu.encode(1, 3, [2579, 3067, *[0] * 6]) == vector(
        "modbus_rtu", "MQ485A: eight registers where two were needed"
    )
    assert modbus_rtu.encode(1, 3, [3652, 2531]) == vector(
        "modbus_rtu", "a face of 36.52 C at 25.31 C"
    )
    assert modbus_rtu.error(1, 3, 2) == vector("modbus_rtu", "there are no such registers")
    lines = vector("mlx90614_ascii", "the lines of one measurement")
    assert mlx90614_ascii.encode(36.53, 24.55) == lines


@pytest.mark.parametrize("name", NAMES)
def test_the_driver_reads_what_the_sensor_sees(name: str) -> None:
    device = THERMOMETERS[name].make(0.0)
    for now, seen_c in ((0.0, 33.9), (2.0, 20.05), (4.0, -3.2), (6.0, 12.34)):
        events = said(name, frames(name, device, now, seen_c))
        assert events, seen_c
        for event in events:
            assert isinstance(event, TemperatureSample)
            assert event.object_c == pytest.approx(seen_c, abs=COARSE_C)
            assert event.ambient_c == 20.0


@pytest.mark.parametrize("name", NAMES)
def test_a_stuck_sensor_repeats_itself_and_a_failed_one_is_told_as_bad(name: str) -> None:
    device = THERMOMETERS[name].make(0.0)
    frames(name, device, 0.0, 33.9)
    for event in said(name, frames(name, device, 2.0, 22.0, frozenset({Fault.STUCK}))):
        assert isinstance(event, TemperatureSample)
        assert event.object_c == pytest.approx(33.9, abs=COARSE_C)
    failed = said(name, frames(name, device, 4.0, 33.9, frozenset({Fault.OUT_OF_RANGE})))
    assert {type(event) for event in failed} == {BadFrame}


@pytest.mark.parametrize("name", NAMES)
def test_a_device_that_starts_again_is_silent_first(name: str) -> None:
    device = THERMOMETERS[name].make(0.0)
    frames(name, device, 0.0, 33.9)
    device.power_cycle(1.0)
    assert frames(name, device, 1.0, 33.9) == []
    assert said(name, frames(name, device, 1.0 + RESTART_S, 33.9))


def test_the_face_is_where_it_is_said_to_be_and_its_middle_is_the_warmest_pixel() -> None:
    rows = picture(32, 24, (12, 10), 33.9, 20.0)
    assert max(max(row) for row in rows) == rows[10][12] == 33.9
    assert sum(row.count(33.9) for row in rows) == 1
    assert rows[0][0] <= 20.0
    assert len({value for row in rows for value in row}) > 20


@pytest.mark.parametrize(
    ("name", "face", "mirrored"),
    [("gy_mcu90640", gy_mcu90640.FACE, (31 - 12, 10)), ("chuwo_m23", chuwo_m23.FACE, (13, 14))],
)
def test_the_face_is_found_in_its_region_and_not_in_the_mirror_image(
    name: str, face: tuple[int, int], mirrored: tuple[int, int]
) -> None:
    sent = frames(name, THERMOMETERS[name].make(0.0), 0.0, 33.9)

    def warmest(place: tuple[int, int]) -> float:
        event = said(name, sent, region=[*place, 1, 1])[0]
        assert isinstance(event, TemperatureSample)
        return event.object_c

    assert warmest(face) == 33.9
    assert warmest(mirrored) < 33.0


def test_the_area_module_obeys_its_commands() -> None:
    device = gy_mcu90640.GyMcu90640(0.0)
    assert device.step(0.0, bytes.fromhex("A5 55 01 FB"), 33.9, 20.0)[0] == bytes.fromhex(
        "5A 5A 5F 13"
    )
    device.step(0.1, bytes.fromhex("A5 45 62 4C"), 33.9, 20.0)
    assert bytes.fromhex("5A 5A 62 16") in device.step(0.1, bytes.fromhex("A5 55 01 FB"), 33.9, 20)
    single = device.step(1.0, bytes.fromhex("00 A5 35 01 DB"), 33.9, 20.0)
    assert len(single) == 1
    assert device.step(9.0, b"", 33.9, 20.0) == []
    assert device.next_wake() is None
    assert device.step(9.0, bytes.fromhex("A5 25 04 CF"), 33.9, 20.0) == []
    device.step(9.0, bytes.fromhex("A5 25 04 CE A5 35 02 DC"), 33.9, 20.0)
    counted = [device.step(9.0 + step / 100, b"", 33.9, 20.0) for step in range(1, 101)]
    assert 7 <= sum(map(len, counted)) <= 9


@pytest.mark.parametrize(("keep", "sent"), [(b"", 4), (bytes.fromhex("A5 65 01 0B"), 1)])
def test_what_the_area_module_was_not_told_to_keep_is_forgotten(keep: bytes, sent: int) -> None:
    device = gy_mcu90640.GyMcu90640(0.0)
    device.step(0.0, bytes.fromhex("A5 25 01 CB") + keep, 33.9, 20.0)
    device.power_cycle(1.0)
    steps = [device.step(1.0 + RESTART_S + step / 100, b"", 33.9, 20.0) for step in range(100)]
    assert sum(map(len, steps)) == sent


def test_the_modbus_thermometer_answers_after_a_while_what_is_for_it_alone() -> None:
    device = modbus_rtu.ModbusThermometer(0.0)
    asked = bytes.fromhex("01 03 00 00 00 08 44 0C")
    assert device.step(0.0, asked[:3], 25.79, 30.67) == []
    assert device.step(0.1, asked[3:], 25.79, 30.67) == []
    assert device.next_wake() == pytest.approx(0.12)
    assert device.step(0.13, b"", 25.79, 30.67) == [
        vector("modbus_rtu", "MQ485A: eight registers where two were needed")
    ]
    for other in (b"\x02\x03\x00\x00\x00\x01", b"\x01\x03\x00\x00\x00\x01"):
        wrong = modbus_rtu.crc(other) if other[0] == 2 else b"\x00\x00"
        device.step(1.0, other + wrong, 25.79, 30.67)
        assert device.step(2.0, b"", 25.79, 30.67) == []


@pytest.mark.parametrize(
    ("request_body", "why"),
    [("01 06 00 00 00 01", 1), ("01 03 00 07 00 02", 2), ("01 03 00 00 00 00", 3)],
)
def test_the_modbus_thermometer_says_why_it_does_not_answer(request_body: str, why: int) -> None:
    body = bytes.fromhex(request_body)
    device = modbus_rtu.ModbusThermometer(0.0)
    device.step(0.0, body + modbus_rtu.crc(body), 33.9, 20.0)
    assert device.step(1.0, b"", 33.9, 20.0) == [modbus_rtu.error(1, body[1], why)]


def test_the_arduino_begins_with_its_banner() -> None:
    device = mlx90614_ascii.Mlx90614Ascii(0.0)
    banner = vector("mlx90614_ascii", "what the sketch prints at its start")
    assert device.step(0.0, b"", 36.53, 24.55)[0] == banner
    assert device.step(0.5, b"", 36.53, 24.55) == [mlx90614_ascii.encode(36.53, 24.55)]
