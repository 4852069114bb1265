"""Lines of devices.toml that cannot be, corrections from the log, and warnings while it works."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from config.site import DevicesConfig
from kiosk.cli.moment import now
from kiosk.core.events import AccessDecided, DeviceCalibrated, DeviceLost, Event
from kiosk.link.messages import DeviceState, DeviceWarning
from kiosk.station.clock import Clock
from kiosk.station.device_check import check, unusable
from kiosk.station.devices import QUIET_S, Devices, Listener
from kiosk.store.place import open_log
from tests.drivers.gatehouse import ROOT
from tests.station.gate import INSTALLER, card, gate, person

AT = datetime(2020, 2, 24, tzinfo=UTC)
THERMOMETER = {"name": "forehead", "driver": "gy_mcu90615", "port": "/dev/t", "correction_c": 2.7}


def wrong(**tables: object) -> dict[str, bool]:
    config = DevicesConfig.model_validate(tables)
    return {".".join(one.key): one.warning for one in check(config)}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"driver": "lcus"}, "thermometer.driver"),
        ({"driver": "gy_mcu"}, "thermometer.driver"),
        ({"options": {"color": "red"}}, "thermometer.options.color"),
        ({"port": ""}, "thermometer.port"),
    ],
)
def test_a_line_that_cannot_be_is_told_by_its_key(change: dict[str, object], key: str) -> None:
    assert wrong(thermometer=THERMOMETER) == {}
    assert wrong(thermometer={**THERMOMETER, **change}) == {key: False}


def test_a_rate_that_the_device_is_not_known_to_have_is_a_warning() -> None:
    assert wrong(thermometer={**THERMOMETER, "baud": 115200}) == {}
    assert wrong(thermometer={**THERMOMETER, "baud": 1200}) == {"thermometer.baud": True}
    slow = DevicesConfig.model_validate({"thermometer": {**THERMOMETER, "baud": 1200}})
    assert unusable(slow) == {}


def test_two_devices_have_two_ports_and_two_names(tmp_path: Path) -> None:
    link = tmp_path / "by-id"
    link.symlink_to("/dev/t")
    scanners = [{"name": "a", "port": str(link)}, {"name": "forehead", "port": "/dev/other"}]
    found = wrong(thermometer=THERMOMETER, scanner=scanners)
    assert found == {"scanner.1.port": False, "scanner.2.name": False}


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"model": "x", "mode": "manual"}, "model"),
        ({"mode": "x", "model": "gm65"}, "mode"),
        ({"trigger": "yes", "read_s": 5}, "trigger"),
        ({"nothing": 1}, "nothing"),
    ],
)
def test_the_option_that_is_wrong_is_the_one_that_is_named(
    options: dict[str, object], key: str
) -> None:
    scanner = {"name": "desk", "driver": "gm65", "port": "/dev/s", "options": options}
    assert wrong(scanner=[scanner]) == {f"scanner.1.options.{key}": False}


def test_a_number_of_a_register_map_is_told_by_its_key_and_what_is_missing_in_words() -> None:
    modbus = {**THERMOMETER, "driver": "modbus_rtu"}
    map_of = {"unit": 1, "function": 3, "object_register": 0, "scale": 0, "signed": True}
    assert wrong(thermometer={**modbus, "options": map_of}) == {"thermometer.options.scale": False}
    config = DevicesConfig.model_validate({"thermometer": modbus})
    (missing,) = check(config)
    assert "unit, function, object_register, scale, signed" in missing.what
    assert "decoder()" not in missing.what


def test_a_rate_that_a_door_cannot_have_is_told_once_and_by_its_key() -> None:
    door = {"name": "gate", "driver": "osdp", "port": "/dev/d", "baud": 1200}
    assert wrong(door=door) == {"door.baud": False}


def test_a_camera_that_is_none_is_told_and_two_have_two_names() -> None:
    cameras = [
        {"name": "a", "source": "ftp://x"},
        {"name": "a", "source": "v4l2:/dev/v4l/by-id/x"},
        {"name": "b", "source": "http://127.0.0.1:1/stream"},
    ]
    assert wrong(camera=cameras) == {"camera.1.source": False, "camera.2.name": False}
    assert set(unusable(DevicesConfig.model_validate({"camera": cameras}))) == {
        ("camera", "1"),
        ("camera", "2"),
    }


def test_everything_is_told_at_once() -> None:
    door = {"name": "gate", "driver": "lcus", "port": "/dev/t", "channel": 32, "options": {"x": 1}}
    found = wrong(thermometer={**THERMOMETER, "driver": "no"}, door=door)
    assert {"thermometer.driver", "door.port"} <= set(found)
    assert any(key.startswith("door.options") for key in found)


# --- At a whole gate ---


def test_a_camera_with_a_wrong_source_is_lost_and_the_gate_works(tmp_path: Path) -> None:
    with gate(tmp_path, person(1), start=False) as made:
        path = made.config / "devices.toml"
        line = '\n[[camera]]\nname = "hall"\nsource = "ftp://x"\n'
        path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")
        made.start()
        state = made.until(
            lambda one: (
                all(d.state == "ok" for d in one.devices if d.name != "hall")
                and any(d.name == "hall" for d in one.devices)
            )
        )
        (lost,) = [one for one in state.devices if one.name == "hall"]
        assert (lost.state, lost.cause) == (DeviceState.LOST, "misconfigured")


def test_a_wrong_line_leaves_out_one_device_and_the_rest_works(tmp_path: Path) -> None:
    with gate(tmp_path, person(1), start=False) as made:
        path = made.config / "devices.toml"
        path.write_text(path.read_text().replace("gy_mcu90615", "gy_mcu"), encoding="utf-8")
        made.start()
        state = made.until(
            lambda one: [d.state for d in one.devices if d.family != "thermometer"] == ["ok", "ok"]
        )
        (lost,) = [one for one in state.devices if one.family == "thermometer"]
        assert (lost.state, lost.cause) == (DeviceState.LOST, "misconfigured")
        made.until(lambda one: bool(made.facts(DeviceLost)))
        assert DeviceLost("forehead", "misconfigured") in made.facts(DeviceLost)


def calibrated(made_state: Path, device: str, correction_centi: int) -> None:
    fact = DeviceCalibrated(device, correction_centi, 3400, 3700, 60)
    with open_log(made_state) as log:
        log.append(Event(now(), INSTALLER, fact, access_point="north"))


def test_the_newest_calibration_corrects_from_the_next_second_on(tmp_path: Path) -> None:
    with gate(tmp_path, [*person(1), *person(2)]) as made:
        made.ready()
        assert set(made.client.state().uncalibrated) == {"forehead", "handheld", "contact"}
        before = made.visit(card(1), 36.4)
        assert before.visit.correction_c == pytest.approx(2.7)
        calibrated(made.state_dir, "forehead", 250)
        made.until(lambda one: set(one.uncalibrated) == {"handheld", "contact"})
        after = made.visit(card(2), 36.4)
        assert after.visit.correction_c == pytest.approx(2.5)
        (*_, last) = [one for one in made.facts(AccessDecided) if isinstance(one, AccessDecided)]
        reading = last.readings[-1]
        assert reading.raw_c is not None
        assert reading.corrected_c == pytest.approx(reading.raw_c + 2.5, abs=0.01)


# --- Warnings ---


class Nobody:
    """A station that is not there: whatever it is told is a mistake of the test."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)


def devices() -> Devices:
    config = DevicesConfig.model_validate({"thermometer": THERMOMETER})
    made = Devices(config, Clock(), cast(Listener, Nobody()))
    made.note("forehead", None, AT)
    return made


def warnings(made: Devices) -> tuple[DeviceState, tuple[DeviceWarning, ...]]:
    row = made.board.rows["forehead"]
    return row.state, row.warnings


def test_noise_is_a_warning_until_it_has_been_quiet() -> None:
    made = devices()
    made.warn("forehead", DeviceWarning("noisy"), 100.0)
    made.warn("forehead", DeviceWarning("noisy"), 150.0)
    assert warnings(made) == (DeviceState.OK, (DeviceWarning("noisy"),))
    assert not made.look(149.0 + QUIET_S)
    assert made.look(150.0 + QUIET_S)
    assert warnings(made) == (DeviceState.OK, ())


def test_what_is_lost_has_nothing_else_to_be_mended() -> None:
    made = devices()
    made.warn("forehead", DeviceWarning("other_baud", 115200, 9600), 100.0)
    made.note("forehead", None, AT)
    assert warnings(made)[1] == (DeviceWarning("other_baud", 115200, 9600),)
    made.note("forehead", "unplugged", AT)
    assert warnings(made) == (DeviceState.LOST, ())
    made.note("forehead", None, AT)
    assert warnings(made) == (DeviceState.OK, ())


def test_a_device_at_another_rate_works_and_the_strip_says_what_to_mend(tmp_path: Path) -> None:
    port = tmp_path / "other"
    command = [sys.executable, "-m", "simulators", "thermometer", "gy_mcu90615"]
    command += ["--baud", "115200", "--link", str(port)]
    with (
        gate(tmp_path, [], start=False, rate=1.0) as made,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            process.stdout.readline()
            path = made.config / "devices.toml"
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(made.house.port("thermometer"), str(port)))
            made.start()
            state = made.until(lambda one: any(row.warnings for row in one.devices), 15.0)
            (row,) = [one for one in state.devices if one.family == "thermometer"]
            assert row.warnings == (DeviceWarning("other_baud", 115200, 9600),)
            made.until(lambda one: all(row.state == "ok" for row in one.devices))
            made.stop()
        finally:
            process.terminate()
