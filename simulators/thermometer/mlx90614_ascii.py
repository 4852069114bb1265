"""An Arduino with an MLX90614 and Adafruit's sketch `mlxtest`: prints, and hears nothing.

sends     after power-up `Adafruit MLX90614 test`, `Emissivity = 0.95` and a line of 48 `=`; then
          every 500 ms a line in Celsius, the same in Fahrenheit and an empty line, all with CR LF

`out_of_range` prints 1037.55, as the sensor's raw FFFF comes out.
"""

from simulators.faults import Fault
from simulators.thermometer.pace import Pace

RATE_HZ = 2.0
_BANNER = "Adafruit MLX90614 test\r\nEmissivity = 0.95\r\n" + "=" * 48 + "\r\n"
_FAILED_C = 1037.55


class Mlx90614Ascii:
    """The device without its wire."""

    def __init__(self, now: float) -> None:
        self._pace = Pace(now, RATE_HZ)
        self._began = False
        self._last: bytes | None = None

    def step(
        self,
        now: float,
        heard: bytes,
        object_c: float,
        ambient_c: float,
        faults: frozenset[Fault] = frozenset(),
    ) -> list[bytes]:
        """Return the lines that are sent at `now`; what is heard changes nothing."""
        if not self._pace.is_due(now):
            return []
        banner = [] if self._began else [_BANNER.encode()]
        self._began = True
        if Fault.STUCK not in faults or self._last is None:
            self._last = encode(_FAILED_C if Fault.OUT_OF_RANGE in faults else object_c, ambient_c)
        return [*banner, self._last]

    def power_cycle(self, now: float) -> None:
        """Start again with the banner."""
        self._pace.restart(now)
        self._began = False

    def next_wake(self) -> float | None:
        """Return when the next lines are due."""
        return self._pace.next_wake()


def encode(object_c: float, ambient_c: float) -> bytes:
    """Return the three lines of one measurement."""
    lines = [_line(object_c, ambient_c, "C"), _line(_hot(object_c), _hot(ambient_c), "F"), ""]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _hot(value_c: float) -> float:
    return value_c * 9 / 5 + 32


def _line(seen: float, ambient: float, unit: str) -> str:
    return f"Ambient = {ambient:.2f}*{unit}\tObject = {seen:.2f}*{unit}"
