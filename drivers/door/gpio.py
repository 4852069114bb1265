"""A relay on a pin of a Raspberry Pi, by gpiozero: no wire of its own, no decoder, no port.

    pin (BCM number) high = unlocked, low = locked; the other way round without `active_high`

Source: the documentation of gpiozero.  When the process dies the kernel takes the line back; what
the pin then does depends on board and kernel.  Hence a relay board that falls off by itself when
its input is not driven (pull-down), better one with a timer of its own.
"""

import os
import sys
from importlib.util import find_spec
from typing import Any

from drivers.door.board import Board, Place
from drivers.errors import LinkLost, Refused

PINS = range(28)
"""The BCM numbers that a Raspberry Pi has on its header."""


class GpioBoard:
    """One output pin; its level changes at once, and nothing bounds it but the helper."""

    def __init__(self, pin: int, *, active_high: bool) -> None:
        self._pin = pin
        self._active_high = active_high
        # A gpiozero.DigitalOutputDevice, which is imported late and publishes no types.
        self._output: Any = None

    def open(self) -> None:
        """Take the pin, locked from the first moment."""
        # Named, so that a machine without it is told at once and no other library is tried.
        os.environ.setdefault("GPIOZERO_PIN_FACTORY", "lgpio")
        import gpiozero

        self.close()
        try:
            self._output = gpiozero.DigitalOutputDevice(
                self._pin, active_high=self._active_high, initial_value=False
            )
        except gpiozero.GPIOPinInUse as error:
            raise Refused(f"GPIO {self._pin}: {error}") from error
        except (gpiozero.GPIOZeroError, ImportError, OSError, _pins_error()) as error:
            raise LinkLost(f"GPIO {self._pin}: {error}") from error

    def unlock(self, seconds: float) -> None:
        """Drive the pin; `seconds` bounds nothing here, a pin has no timer."""
        del seconds
        self._taken().on()

    def lock(self) -> None:
        """Drive the pin the other way."""
        self._taken().off()

    def tend(self) -> None:
        """Nothing to hear."""

    def fileno(self) -> int | None:
        """Return None: a pin says nothing."""
        return None

    def next_wake(self) -> float | None:
        """Return None: a pin needs nothing by itself."""
        return None

    def close(self) -> None:
        """Give the pin back."""
        output, self._output = self._output, None
        if output is not None:
            output.close()

    def _taken(self) -> Any:
        if self._output is None:
            raise LinkLost(f"GPIO {self._pin}: not open")
        return self._output


def _pins_error() -> type[Exception]:
    """Return what lgpio raises for everything, an Exception without a narrower base."""
    error: type[Exception] = getattr(sys.modules.get("lgpio"), "error", OSError)
    return error


def board(place: Place) -> Board:
    """Return the pin that the options `pin` and `active_high` name; ValueError when it cannot."""
    place.only("pin", "active_high")
    pin = place.options.get("pin")
    active_high = place.options.get("active_high", True)
    if type(pin) is not int or pin not in PINS:
        raise ValueError(f"option pin is a BCM number, {PINS[0]} to {PINS[-1]}, not {pin!r}")
    if type(active_high) is not bool:
        raise ValueError(f"option active_high is true or false, not {active_high!r}")
    if place.channel != 1:
        raise ValueError(f"channel {place.channel}: a pin is named by the option pin; leave it 1")
    if place.port:
        raise ValueError("a pin has no port: leave it empty")
    if find_spec("gpiozero") is None:
        raise ValueError("gpiozero is not installed: see docs/dependencies.md, extra gpio")
    return GpioBoard(pin, active_high=active_high)
