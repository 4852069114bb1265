r"""MLX90614 behind an Arduino that prints lines (8N1, 9600 baud): Adafruit's sketch `mlxtest`.

    Ambient = 24.55*C<TAB>Object = 36.53*C CR LF      twice a second; LF alone will do
    Ambient = 76.19*F<TAB>Object = 97.75*F CR LF      the same once more: says nothing
    Error connecting to MLX sensor. Check wiring.     instead of all others

Source: the sketch in Adafruit's library, read; what its sensor says when it fails, from issues of
four public projects. There is no checksum, and a digit that was turned into another one cannot be
seen: several samples that agree, and the plausible band, protect.
"""

import re

from drivers.events import BadFrame, TemperatureSample
from drivers.framing import NEED_MORE, FrameDecoder, Taken

PERIOD_S = 0.5
OBJECT_C = (-70.0, 380.0)
AMBIENT_C = (-40.0, 125.0)
"""What the MLX90614 can measure."""
SENTINELS_C = (1037.55, -273.15, -273.01, 54.67, -999.0)
"""Not read; bad wiring; sensor unplugged (two); a failed read of another library."""
LONGEST = 64
"""The longest line of the sketch has 48 signs."""

_NUMBER = r"(-?\d{1,4}\.\d\d|nan)"
_LINE = rf"Ambient = {_NUMBER}\*{{0}}\tObject = {_NUMBER}\*{{0}}"
_CELSIUS = re.compile(_LINE.replace("{0}", "C").encode("ascii"))
_NOTHING = re.compile(
    _LINE.replace("{0}", "F").encode("ascii") + rb"|Adafruit MLX90614 test|Emissivity = \d\.\d+|=+|"
)
_ERROR = b"Error connecting to MLX sensor"
_BEGIN = b"Ambient = "
_WINDOW = 2 * LONGEST


def decoder() -> FrameDecoder:
    """Return a fresh decoder: TemperatureSample and BadFrame."""
    return FrameDecoder(take, _WINDOW)


def take(data: bytes, ended: bool) -> Taken:
    """Judge the line at the front of `data`; without its tail it counts when it is complete."""
    end = data.find(b"\n")
    if end >= 0:
        return _judge(data[:end], end + 1, "not a line of the sketch")
    if ended:
        return _judge(data, len(data), "cut short")
    if len(data) < _WINDOW:
        return NEED_MORE
    # A line of the sketch that begins within these bytes would have ended by now.
    return LONGEST, BadFrame(data[:LONGEST], f"longer than {LONGEST} bytes")


def _judge(line: bytes, used: int, why: str) -> Taken:
    text = line.removesuffix(b"\r")
    if found := _CELSIUS.fullmatch(text):
        return used, _measured(line, found[1].decode("ascii"), found[2].decode("ascii"))
    if _NOTHING.fullmatch(text):
        return used, None
    if text.startswith(_ERROR):
        return used, BadFrame(line, "the sensor is not connected: check its wiring")
    # Behind a line that was cut, or lost its tail, the next one may be whole.
    again = line.find(_BEGIN, 1)
    if again > 0:
        return _judge(line[:again], again, "cut short")
    return used, BadFrame(line, why)


def _measured(line: bytes, ambient: str, seen: str) -> BadFrame | TemperatureSample:
    if "nan" in (ambient, seen):
        return BadFrame(line, "the sensor was not read: nan")
    object_c, ambient_c = float(seen), float(ambient)
    for name, value, (low, high) in (
        ("object", object_c, OBJECT_C),
        ("ambient", ambient_c, AMBIENT_C),
    ):
        if value in SENTINELS_C:
            return BadFrame(line, f"the sensor was not read: {name} {value:.2f} C")
        if not low <= value <= high:
            return BadFrame(line, f"{name} {value:.2f} C is outside the sensor's range")
    return TemperatureSample(object_c, ambient_c)
