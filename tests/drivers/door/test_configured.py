"""A door that cannot be as it is configured says so once, and no key is ever shown."""

import os
import time
from pathlib import Path

import pytest

from drivers import registry
from drivers.door.board import Place
from drivers.door.client import DoorHelper
from drivers.events import Lost, Seen, Why
from tests.drivers.gatehouse import Heard

KEY = "30313233343536373839414243444546"


@pytest.mark.parametrize(
    ("driver", "place", "said"),
    [
        ("lcus", Place("p", 9600, channel=17), "channel 17"),
        ("kmtronic", Place("p", 9600, channel=9), "channel 9"),
        ("numato", Place("p", 9600, channel=33), "channel 33"),
        ("hw_667", Place("p", 9600, channel=2), "channel 2"),
        ("osdp", Place("p", 9600, channel=0), "channel 0"),
        ("lcus", Place("p", 9600, options={"address": 1}), "no option is named address"),
        ("osdp", Place("p", 9600, options={"adress": 1}), "no option is named adress"),
        ("osdp", Place("p", 9600, options={"address": 127}), "0 to 126, not 127"),
        ("osdp", Place("p", 9600, options={"address": True}), "not True"),
        ("osdp", Place("p", 1200), "baud 1200"),
        ("osdp", Place("p", 9600, options={"scbk": KEY[:-2]}), "32 hex digits"),
        ("osdp", Place("p", 9600, options={"scbk": "x" + KEY[1:]}), "32 hex digits"),
        ("gpio", Place("", 9600), "option pin"),
        ("gpio", Place("", 9600, options={"pin": 28}), "not 28"),
        ("gpio", Place("", 9600, options={"pin": 17, "active_high": 1}), "true or false"),
        ("gpio", Place("p", 9600, options={"pin": 17}), "no port"),
        ("line", Place("p", 9600), "not a door"),
    ],
)
def test_what_cannot_be_a_door_is_told_in_words(driver: str, place: Place, said: str) -> None:
    with pytest.raises(ValueError, match=said) as told:
        registry.board(driver, place)
    assert KEY[1:-2] not in str(told.value) + repr(place)


def test_a_wrong_option_is_told_once_and_no_helper_is_started_again(tmp_path: Path) -> None:
    heard: Heard[Seen] = Heard()
    options = {"scbk": KEY, "speed": 3}
    door = DoorHelper(
        "door", "osdp", str(tmp_path / "door"), heard.add, time.monotonic, options=options
    )
    door.start()
    lost = heard.until(lambda seen: isinstance(seen.event, Lost)).event
    assert isinstance(lost, Lost)
    assert lost.why is Why.MISCONFIGURED
    assert "no option is named speed" in lost.detail
    assert KEY not in lost.detail
    assert not door.unlock(700, "Li")
    door.close()
    assert door.pid() is None
    assert len(heard) == 1


def test_a_driver_that_there_is_not_is_told_as_misconfigured(tmp_path: Path) -> None:
    heard: Heard[Seen] = Heard()
    door = DoorHelper("door", "lcsu", str(tmp_path / "door"), heard.add, time.monotonic)
    door.start()
    lost = heard.until(lambda seen: isinstance(seen.event, Lost)).event
    assert isinstance(lost, Lost)
    assert lost.why is Why.MISCONFIGURED
    door.close()


def test_the_key_of_a_door_is_neither_an_argument_nor_in_the_environment(tmp_path: Path) -> None:
    heard: Heard[Seen] = Heard()
    options = {"scbk": KEY}
    door = DoorHelper(
        "door", "osdp", str(tmp_path / "door"), heard.add, time.monotonic, options=options
    )
    door.start()
    lost = heard.until(lambda seen: isinstance(seen.event, Lost)).event
    assert isinstance(lost, Lost)
    assert lost.why is Why.ABSENT
    process = Path("/proc") / str(door.pid())
    assert b"--options" in (process / "cmdline").read_bytes()
    for what in ("cmdline", "environ"):
        assert KEY.encode() not in (process / what).read_bytes()
    assert KEY not in str(os.environ)
    door.close()
