"""What the command line of the simulators takes: each value checked, with what to write instead."""

import argparse
import math
from collections.abc import Callable

from simulators.cards import Card, CardKind
from simulators.faults import Fault
from simulators.people import Kind, Person

Order = dict[str, object]
Timed = tuple[float, Order]

SLOWEST_BAUD, FASTEST_BAUD = 1200, 921_600
COLDEST_C, WARMEST_C = -50.0, 100.0
"""Air and people that a simulated sensor can be asked to look at."""

LONGEST_S = 1e6


def number(low: float, high: float) -> Callable[[str], float]:
    """Return what reads a number from `low` to `high`, ends included."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"a number from {low:g} to {high:g}, not {text!r}")
        return value

    return read


def baud(text: str) -> int:
    """Read a rate that a serial port can have."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        raise argparse.ArgumentTypeError(f"a rate as 9600, not {text!r}")
    if not SLOWEST_BAUD <= int(text) <= FASTEST_BAUD:
        raise argparse.ArgumentTypeError(f"a rate from {SLOWEST_BAUD} to {FASTEST_BAUD}")
    return int(text)


def person(text: str) -> Person:
    """Return who is meant by "36.6" (shown exactly) or by the name of a kind drawn by chance."""
    drawn = (Kind.HEALTHY, Kind.COLD_RIDE, Kind.HOT_CAR)
    if text in drawn:
        return Person(Kind(text))
    try:
        return Person(Kind.SHOWN, (number(COLDEST_C, WARMEST_C)(text),))
    except argparse.ArgumentTypeError:
        message = f"degrees C or one of {', '.join(drawn)}, not {text!r}"
        raise argparse.ArgumentTypeError(message) from None


def fault(text: str) -> tuple[Fault, float, float | None]:
    """Read NAME[@FROM[-TO]], seconds after the start: which fault, from when and until when."""
    name, _, times = text.partition("@")
    begin, dash, end = times.partition("-")
    if name not in Fault.__members__.values():
        known = ", ".join(Fault)
        raise argparse.ArgumentTypeError(f"no fault is named {name!r}; there are: {known}")
    seconds = number(0, LONGEST_S)
    since = seconds(begin or "0")
    until = seconds(end) if dash else None
    if until is not None and until <= since:
        raise argparse.ArgumentTypeError(f"{text} ends before it begins")
    return Fault(name), since, until


def card(text: str) -> Card:
    """Read KIND:NAME:NUMBER:BIRTH, as `citizen:张三:11010519491231002X:19491231`."""
    kind, _, rest = text.partition(":")
    parts = rest.split(":")
    if kind not in CardKind.__members__.values() or len(parts) != 3:
        kinds = ", ".join(CardKind)
        raise argparse.ArgumentTypeError(f"KIND:NAME:NUMBER:YYYYMMDD, KIND one of {kinds}")
    foreign = kind.startswith("foreign")
    return Card(
        CardKind(kind),
        parts[0],
        parts[1],
        parts[2],
        english_name="ZHENGJIAN, YANGBEN" if foreign else "",
        nationality="PAK" if foreign else "",
    )


def size(text: str) -> tuple[int, int]:
    """Read WIDTHxHEIGHT, each 120 to 4096 pixels; ValueError for anything else."""
    width, _, height = text.partition("x")
    sides = int(width), int(height)
    if not all(120 <= side <= 4096 for side in sides):
        raise ValueError("a camera has 120 to 4096 pixels a side")
    return sides
