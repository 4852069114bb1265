"""A device that forgets a part fails here with a sentence."""

from pathlib import Path

import pytest

from drivers import registry
from simulators.registry import CARD_READERS, DOORS, SCANNERS, THERMOMETERS
from tests.drivers import vectors

ROOT = Path(__file__).parents[2]
README = (ROOT / "drivers" / "README.md").read_text(encoding="utf-8")
SIMULATED = {
    "thermometer": {*THERMOMETERS},
    "scanner": {*SCANNERS},
    "door": {*DOORS},
    "card_reader": {*CARD_READERS},
}
NAMES = registry.names()
NO_DECODER = {
    "osdp": "libosdp takes the bytes apart, so the frames of its vectors say no events of ours",
    "gpio": "a pin of the machine sends no bytes",
}
NO_WIRE = {"gpio"}
"""Without bytes there is nothing to simulate on a pty, and no vector."""


@pytest.mark.parametrize("name", NAMES)
def test_a_device_is_complete(name: str) -> None:
    kind = registry.device(name).kind
    where = f"{kind}/{name}.py"
    assert (ROOT / "drivers" / where).is_file(), f"{name}: its driver belongs in drivers/{where}"
    assert f"`{name}`" in README, f"{name}: add a row to drivers/README.md"
    without = registry.device(name).make is None
    assert without == (name in NO_DECODER), f"{name}: say why it has no decoder, or give it one"
    if name not in NO_WIRE:
        assert name in SIMULATED[kind], f"{name}: add simulators/{where} and its registry line"
        assert (ROOT / "simulators" / where).is_file(), f"{name}: add simulators/{where}"
        assert vectors.of(name), f"{name}: add tests/vectors/{name}.toml"


@pytest.mark.parametrize("name", NAMES)
def test_every_vector_says_where_it_comes_from(name: str) -> None:
    for vector in vectors.of(name):
        assert vector.source in vectors.SOURCES, f"{vector}: source is one of {vectors.SOURCES}"


@pytest.mark.parametrize("name", NAMES)
def test_a_device_module_opens_with_its_frame_and_its_source(name: str) -> None:
    text = (ROOT / "drivers" / registry.device(name).kind / f"{name}.py").read_text(
        encoding="utf-8"
    )
    head = text.split('"""')[1]
    assert "Source:" in head, f"{name}: say in the first docstring where the protocol is from"
    assert "\n    " in head, f"{name}: show the frame in the first docstring"


def test_no_device_lies_about_without_a_registry_line() -> None:
    helpers = {"__init__", "helper", "client", "pulse", "board", "sam_v_text", "sam_v_talk"}
    helpers |= {"lines", "gm65_talk", "keys", "evdev_link"}
    for kind in SIMULATED:
        for module in (ROOT / "drivers" / kind).glob("*.py"):
            assert module.stem in {*NAMES, *helpers}, f"{module.stem}: add its registry line"


def test_drivers_and_simulators_know_nothing_of_each_other_or_of_the_kiosk() -> None:
    for room, strangers in (
        ("drivers", ("kiosk", "config", "simulators", "tests")),
        ("simulators", ("kiosk", "config", "drivers", "tests")),
    ):
        for module in (ROOT / room).rglob("*.py"):
            for line in module.read_text(encoding="utf-8").splitlines():
                words = line.split()
                if words[:1] in (["import"], ["from"]):
                    assert words[1].split(".")[0] not in strangers, f"{module}: {line}"
