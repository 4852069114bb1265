"""The gatehouse as a process: ordered by JSON lines, and never longer there than its owner."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drivers.gatehouse import ROOT, Gatehouse, gatehouse

SPEED = 10.0


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Gatehouse]:
    with gatehouse(tmp_path / "gate", SPEED) as running:
        yield running


def at(line: dict[str, object]) -> float:
    time = line["at"]
    assert isinstance(time, float | int)
    return float(time)


def test_a_person_comes_stays_and_leaves_in_simulated_time(house: Gatehouse) -> None:
    house.order("approach", id="v1", person={"shown": [36.5], "stay_s": 4.0})
    here = house.heard.until(lambda line: line.get("here") == "v1")
    left = house.heard.until(lambda line: line.get("left") == "v1")
    assert 4.2 < at(left) - at(here) < 4.8


def test_a_person_stays_until_told_to_leave(house: Gatehouse) -> None:
    house.order("approach", id="v1", person={"shown": [37.4, 36.9], "stay_s": None})
    house.heard.until(lambda line: line.get("here") == "v1")
    house.order("step_back")
    house.heard.until(lambda line: line.get("away") == "v1")
    house.heard.until(lambda line: line.get("here") == "v1", len(house.heard))
    house.order("leave")
    house.heard.until(lambda line: line.get("left") == "v1")


def test_a_wrong_order_is_answered_with_what_is_wrong(house: Gatehouse) -> None:
    assert house.process.stdin is not None
    for line, why in (
        ("no json", "not a JSON object"),
        ('{"do":"fly"}', "fly: no device takes this order"),
        ('{"do":"approach","id":"v1","person":{"shown":["x"]}}', "shown: a number"),
        ('{"do":"approach","id":"v1","person":{"kind":"ghost"}}', "kind: one of"),
        ('{"do":"approach","id":"v1","person":{"temperature":3}}', "no temperature"),
        ('{"do":"fault","device":"door","name":"fire"}', "no fault is named 'fire'"),
        ('{"do":"scan","text":"1","tail":"tab"}', "no tail is named 'tab'"),
    ):
        place = len(house.heard)
        house.process.stdin.write(line + "\n")
        house.process.stdin.flush()
        error = str(house.heard.until(lambda line: "error" in line, place)["error"])
        assert why in error


def test_it_ends_when_its_owner_is_gone_and_takes_its_ports_along(house: Gatehouse) -> None:
    assert house.process.stdin is not None
    house.process.stdin.close()
    assert house.process.wait(10) == 0
    assert list(house.folder.iterdir()) == []


def test_it_ends_when_told_to(house: Gatehouse) -> None:
    assert house.process.stdin is not None
    house.process.stdin.write('{"do":"stop"}\n')
    house.process.stdin.flush()
    assert house.process.wait(10) == 0


@pytest.mark.parametrize(
    "device",
    [
        ["thermometer", "gy_mcu90615", "--person", "36.6", "--person", "healthy"],
        ["door", "lcus"],
        ["scanner", "line", "--code", "GPS20200017"],
    ],
    ids=lambda device: device[0],
)
def test_one_device_says_where_it_is_and_runs_until_stopped(device: list[str]) -> None:
    command = [sys.executable, "-m", "simulators", *device]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = Path(process.stdout.readline().strip())
            assert port.is_char_device()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
            assert not port.exists()
        finally:
            process.kill()


def test_a_wrong_person_is_refused_with_the_choices() -> None:
    command = [sys.executable, "-m", "simulators", "thermometer", "gy_mcu90615", "--person", "x"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "degrees C or one of healthy, cold_ride, hot_car, not 'x'" in done.stderr
