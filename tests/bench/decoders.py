"""Bytes a second through each decoder on one core, against what its line can carry.

The stream is the device's good vectors over and over, in pieces of 64 bytes as a port gives them;
then the same with one bit in a thousand turned; then random bytes, which belong to no frame.
"""

import random
import time
from collections.abc import Sequence

from drivers import registry
from tests.drivers import vectors
from tests.fuzz import promises

PIECE = 64
SECONDS = 0.3
USB_BAUD = 115200
"""What a device without a UART is compared with."""


def run(args: list[str]) -> dict[str, object]:
    """Measure every decoder; `ratio` is how many such lines one core could read."""
    seconds = float(args[0]) if args else SECONDS
    return {name: _measure(name, seconds) for name in promises.names()}


def _measure(name: str, seconds: float) -> dict[str, object]:
    chance = random.Random(90615)
    good = _stream(name)
    harmed = bytearray(good)
    for at in range(0, len(harmed), 125):
        place = min(len(harmed) - 1, at + chance.randrange(125))
        harmed[place] ^= 1 << chance.randrange(8)
    device = registry.device(name)
    fastest = max(device.baud or USB_BAUD, *device.bauds, 0)
    line = fastest / 10
    found: dict[str, object] = {"line_bytes_s": round(line)}
    for what, data in (
        ("good", good),
        ("harmed", bytes(harmed)),
        ("random", chance.randbytes(65536)),
    ):
        rate = _rate(name, data, seconds)
        found[f"{what}_bytes_s"] = round(rate)
        found[f"{what}_ratio"] = round(rate / line, 1)
    return found


def _stream(name: str) -> bytes:
    """Give at least 64 KiB of good frames of a device."""
    wanted = promises.OPTIONS.get(name, {})
    frames = [
        vector.data
        for vector in vectors.of(name)
        if vector.options == wanted and "BadFrame" not in str(vector.events)
    ] or [vector.data for vector in vectors.of(name)]
    block = b"".join(frames)
    return block * (65536 // len(block) + 1)


def _rate(name: str, data: bytes, seconds: float) -> float:
    pieces = [data[at : at + PIECE] for at in range(0, len(data), PIECE)]
    began = time.process_time()
    done = 0
    while (took := time.process_time() - began) < seconds:
        done += _feed(name, pieces)
    return done / took


def _feed(name: str, pieces: Sequence[bytes]) -> int:
    decoder = promises.fresh(name)
    for piece in pieces:
        decoder.receive(piece)
    decoder.idle()
    return sum(map(len, pieces))
