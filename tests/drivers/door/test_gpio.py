"""A door on a pin, with the mock pins of gpiozero: locked at first, whichever way it is wired."""

from collections.abc import Iterator

import gpiozero
import pytest
from gpiozero.pins.mock import MockFactory

from drivers.door import gpio
from drivers.door.board import Place
from drivers.door.helper import Door
from drivers.errors import LinkLost, Refused


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    before = gpiozero.Device.pin_factory
    factory = gpiozero.Device.pin_factory = MockFactory()
    yield factory
    factory.close()
    gpiozero.Device.pin_factory = before


def place(**options: object) -> Place:
    return Place("", 9600, options={"pin": 17, **options})


def test_a_pin_is_low_at_first_high_while_unlocked_and_given_back(pins: MockFactory) -> None:
    board = gpio.board(place())
    board.open()
    pin = pins.pin(17)
    assert (pin.function, pin.state) == ("output", 0)
    board.unlock(0.7)
    assert pin.state == 1
    board.lock()
    assert pin.state == 0
    board.close()
    assert pin.function == "input"


def test_a_relay_that_pulls_at_low_is_off_while_its_pin_is_high(pins: MockFactory) -> None:
    board = gpio.board(place(active_high=False))
    board.open()
    assert pins.pin(17).state == 1
    board.unlock(0.7)
    assert pins.pin(17).state == 0
    board.close()


def test_a_pin_that_another_door_has_is_refused(pins: MockFactory) -> None:
    first, second = gpio.board(place()), gpio.board(place())
    first.open()
    with pytest.raises(Refused, match="GPIO 17"):
        second.open()
    first.close()


def test_a_pin_that_is_not_open_unlocks_nothing() -> None:
    with pytest.raises(LinkLost):
        gpio.board(place()).unlock(1)


def test_the_helper_s_door_bounds_the_pulse_of_a_pin(
    pins: MockFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    door = Door(gpio.board(place()), limit_s=2.0)
    door.step(0.0)
    door.unlock(0.0, 60_000, "Li")
    assert pins.pin(17).state == 1
    assert door.next_wake() == pytest.approx(2.0, abs=0.1)
    assert door.fileno() is None
    door.step(1.9)
    assert pins.pin(17).state == 1
    door.step(2.2)
    assert pins.pin(17).state == 0
    door.shut(3.0)
    assert capsys.readouterr().err == ""
