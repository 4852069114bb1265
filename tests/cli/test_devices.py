"""The installer's tools on simulated devices: found, watched, recorded, replayed, opened."""

import json
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from drivers.link import SerialLink
from kiosk.core.events import BytesTaken, DoorOpened
from tests.cli.typing_it import Desk
from tests.cli.wired import BY, facts
from tests.drivers import vectors
from tests.drivers.gatehouse import ROOT, Gatehouse


def test_the_list_names_the_drivers_of_all_four_kinds(desk: Desk) -> None:
    listed = desk.must("devices", "list", "--json").json()
    assert set(listed["drivers"]) == {"thermometer", "scanner", "card_reader", "door"}
    assert all(listed["drivers"].values())
    said = desk.must("devices", "list").out
    assert "drivers of a door: " in said


def test_watching_a_thermometer_shows_raw_correction_corrected_and_rate(
    desk: Desk, house: Gatehouse
) -> None:
    house.order("approach", id="one", person={"shown": [36.6], "stay_s": None})
    said = desk.must("devices", "watch", "forehead", "--seconds", "1.2", "--bytes").out
    assert "bytes 5A 5A 45 04" in said
    assert "BACK" in said
    (line, *_) = [one for one in reversed(said.splitlines()) if "raw" in one]
    assert "+2.70" in line
    assert "ambient 20.0 C" in line
    assert "/s" in line


def test_watching_without_configuration_needs_driver_and_port(desk: Desk, house: Gatehouse) -> None:
    port = ("--driver", "gy_mcu90615", "--port", house.port("thermometer"))
    assert "raw" in desk.must("devices", "watch", *port, "--seconds", "0.6").out
    assert desk.type("devices", "watch").code == 2
    assert desk.type("devices", "watch", "--driver", "gy_mcu90615").code == 2
    assert desk.type("devices", "watch", *port[:2], "--port", "x", "forehead").code == 2
    wrong = desk.type("devices", "watch", *port, "--option", "color=red")
    assert (wrong.code, "color" in wrong.err) == (2, True)
    nobody = desk.type("devices", "watch", "nose")
    assert (nobody.code, "forehead" in nobody.err) == (2, True)


def test_a_port_that_the_station_has_is_refused_with_what_to_do(
    desk: Desk, house: Gatehouse
) -> None:
    owner = SerialLink(house.port("thermometer"), 9600)
    owner.open()
    try:
        for verb in (("watch", "forehead"), ("record", str(house.folder / "r"), "forehead")):
            said = desk.type("devices", *verb, "--seconds", "3")
            assert said.code == 1
            assert "kiosk station" in said.err
    finally:
        owner.close()


def test_a_device_that_is_not_there_is_told_with_what_to_do(desk: Desk, tmp_path: Path) -> None:
    port = ("--driver", "gy_mcu90615", "--port", str(tmp_path / "nothing"))
    said = desk.type("devices", "watch", *port, "--seconds", "0.3")
    assert said.code == 1
    assert "plug it in" in said.out


def test_what_was_recorded_is_replayed_as_it_was_heard_and_becomes_a_vector(
    desk: Desk, house: Gatehouse, tmp_path: Path
) -> None:
    house.order("approach", id="one", person={"shown": [36.6], "stay_s": None})
    path = tmp_path / "forehead.ndjson"
    desk.must("devices", "record", str(path), "forehead", "--seconds", "1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    head, *pieces = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert (head["driver"], head["baud"], head["options"]) == ("gy_mcu90615", 9600, {})
    assert all(set(one) == {"at", "bytes"} for one in pieces)
    told = desk.must("devices", "replay", str(path), "--json").out.splitlines()
    events = [json.loads(one) for one in told]
    assert {one["type"] for one in events} == {"TemperatureSample"}
    assert len(events) >= 5
    assert [one["at"] for one in events] == sorted(one["at"] for one in events)
    frame = tomllib.loads(desk.must("devices", "replay", str(path), "--vector", "mine").out)
    (made,) = frame["frame"]
    assert (made["name"], made["source"]) == ("mine", "recorded")
    assert made["source"] in vectors.SOURCES
    assert [one["object_c"] for one in made["events"]] == [one["object_c"] for one in events]
    again = desk.type("devices", "record", str(path), "forehead")
    assert (again.code, "name another file" in again.err) == (2, True)


def test_bytes_that_name_people_are_kept_only_by_a_named_decision(
    desk: Desk, house: Gatehouse, tmp_path: Path
) -> None:
    path = tmp_path / "desk.ndjson"
    said = desk.type("devices", "record", str(path), "desk", "--seconds", "0.2")
    assert (said.code, path.exists()) == (2, False)
    assert "--with-personal-data" in said.err
    assert desk.type("devices", "watch", "desk", "--bytes", "--seconds", "0.2").code == 2
    assert facts(desk, BytesTaken) == []
    house.order("scan", text="GPS20200001", tail="cr")
    words = ("record", str(path), "desk", "--seconds", "0.2", "--with-personal-data", *BY)
    desk.type("devices", *words)
    assert facts(desk, BytesTaken) == [BytesTaken("desk", "record")]


def test_a_code_is_masked_when_it_is_replayed(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "codes.ndjson"
    code = b"GPS20200001\r".hex()
    head = {"driver": "line", "options": {}, "baud": 9600, "when": "2026-02-24T07:10:00+00:00"}
    lines = (json.dumps(head), json.dumps({"at": 0.5, "bytes": code}))
    path.write_text("\n".join(lines), encoding="utf-8")
    said = desk.must("devices", "replay", str(path)).out
    assert "GPS20200001" not in said
    assert desk.type("devices", "replay", str(path), "--json").code == 2
    allowed = ("--json", "--with-personal-data", *BY)
    assert "GPS20200001" in desk.must("devices", "replay", str(path), *allowed).out


HEAD = '{"driver": "gy_mcu90615", "options": {}, "baud": 9600, "when": "x"}'


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "header"),
        ("hello", 1, "JSON"),
        ('{"at": 1}', 1, "header"),
        (f"{HEAD}\n[1]", 2, "JSON object"),
        (f'{HEAD}\n{{"at": 1, "bytes": "5G"}}', 2, "hex"),
        (f'{HEAD}\n{{"at": -1, "bytes": "5A"}}', 2, "at"),
        (f'{HEAD}\n{{"at": 2, "bytes": ""}}\n{{"at": 1, "bytes": ""}}', 3, "back in time"),
        (HEAD.replace("gy_mcu90615", "gy_mcu"), 1, "no driver"),
        (HEAD.replace("{}", '{"color": 1}'), 1, "color"),
    ],
)
def test_a_bad_recording_is_answered_with_line_and_reason(
    desk: Desk, tmp_path: Path, text: str, line: int, why: str
) -> None:
    path = tmp_path / "bad.ndjson"
    path.write_text(text, encoding="utf-8")
    said = desk.type("devices", "replay", str(path))
    assert said.code == 1
    assert f"line {line}" in said.err
    assert why in said.err


def test_a_recording_is_served_on_a_port_by_the_simulators(desk: Desk, tmp_path: Path) -> None:
    path, port = tmp_path / "r.ndjson", tmp_path / "port"
    pieces = (f'{{"at": {at / 10}, "bytes": "5A5A45040E4409E33B"}}' for at in range(5))
    path.write_text("\n".join((HEAD, *pieces)), encoding="utf-8")
    command = [sys.executable, "-m", "simulators", "replay", str(path), "--link", str(port)]
    with subprocess.Popen(
        [*command, "--loop"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == str(port)
            words = ("--driver", "gy_mcu90615", "--port", str(port), "--seconds", "2")
            assert "raw  36.52 C" in desk.must("devices", "watch", *words).out
        finally:
            process.terminate()
    path.write_text("nothing", encoding="utf-8")
    bad = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (bad.returncode, "line 1" in bad.stderr) == (1, True)


def test_the_door_opens_for_one_pulse_by_a_named_decision(desk: Desk, house: Gatehouse) -> None:
    assert desk.type("devices", "test-open").code == 2
    assert facts(desk, DoorOpened) == []
    said = desk.must("devices", "test-open", "--ms", "300", *BY).out
    assert "unlocked for 300 ms" in said
    assert "locked" in said
    opened, shut = house.relay("on"), house.relay("off")
    assert 0.2 <= shut - opened <= 1.0
    assert facts(desk, DoorOpened) == [DoorOpened(300)]
    assert desk.type("devices", "test-open", "--ms", "9000", *BY).code == 2


def test_a_door_whose_port_the_station_has_stays_shut(desk: Desk, house: Gatehouse) -> None:
    owner = SerialLink(house.port("door"), 9600)
    owner.open()
    try:
        said = desk.type("devices", "test-open", *BY)
    finally:
        owner.close()
    assert said.code == 1
    assert "at the terminal" in said.err
    assert facts(desk, DoorOpened) == []


# --- Wrong use, and files from elsewhere ---


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (("--baud", "0"), "1200 to 921600"),
        (("--baud", "-3"), "1200 to 921600"),
        (("--baud", "99999999999999"), "1200 to 921600"),
        (("--seconds", "nan"), "more than 0"),
        (("--seconds", "-1"), "more than 0"),
    ],
)
def test_a_number_that_cannot_be_is_wrong_use(desk: Desk, how: tuple[str, str], said: str) -> None:
    port = ("--driver", "gy_mcu90615", "--port", "/dev/none")
    told = desk.type("devices", "watch", *port, *how)
    assert (told.code, said in told.err) == (2, True)


@pytest.mark.parametrize("how", [("--baud", "115200"), ("--option", "trigger=true")])
def test_rate_and_options_of_a_named_device_are_those_of_its_line(
    desk: Desk, house: Gatehouse, how: tuple[str, str]
) -> None:
    told = desk.type("devices", "watch", "forehead", *how, "--seconds", "0.2")
    assert (told.code, "devices.toml" in told.err) == (2, True)


def test_an_option_may_be_a_list(desk: Desk, tmp_path: Path) -> None:
    port = ("--driver", "gy_mcu90640", "--port", str(tmp_path / "none"), "--seconds", "0.2")
    told = desk.type("devices", "watch", *port, "--option", "region=[8,6,16,12]")
    assert (told.code, "plug it in" in told.out) == (1, True)
    wrong = desk.type("devices", "watch", *port, "--option", "region=[1]")
    assert (wrong.code, "four whole numbers" in wrong.err) == (2, True)


def test_what_an_option_lacks_is_told_without_the_words_of_a_program(
    desk: Desk, tmp_path: Path
) -> None:
    port = ("--driver", "modbus_rtu", "--port", str(tmp_path / "none"), "--option", "unit=1")
    told = desk.type("devices", "watch", *port)
    assert told.code == 2
    assert "function, object_register, scale, signed" in told.err
    assert "decoder()" not in told.err


def test_a_port_that_opens_and_says_nothing_is_not_good(desk: Desk, house: Gatehouse) -> None:
    told = desk.type("devices", "watch", "desk", "--seconds", "0.4")
    assert told.code == 1
    assert "BACK" in told.out
    assert "show it a code" in told.out


def test_nothing_recorded_leaves_no_file_in_the_way_of_the_next_try(
    desk: Desk, house: Gatehouse, tmp_path: Path
) -> None:
    path = tmp_path / "new.ndjson"
    port = ("--driver", "gy_mcu90615", "--port", str(tmp_path / "none"))
    told = desk.type("devices", "record", str(path), *port, "--seconds", "0.2")
    assert (told.code, path.exists(), "was not kept" in told.err) == (1, False, True)
    owner = SerialLink(house.port("thermometer"), 9600)
    owner.open()
    try:
        told = desk.type("devices", "record", str(path), "forehead", "--seconds", "3")
        assert (told.code, path.exists()) == (1, False)
    finally:
        owner.close()


def test_a_file_of_one_endless_line_is_refused_and_never_read_whole(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "huge.ndjson"
    with path.open("wb") as file:
        file.truncate(64 * 1024**3)
    told = desk.type("devices", "replay", str(path))
    assert (told.code, "line 1: longer than" in told.err) == (1, True)
