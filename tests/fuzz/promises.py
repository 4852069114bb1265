"""What every decoder promises for whatever bytes come, tried on one input of a fuzzer.

The first byte of an input says how the wire cuts the rest, so that a fuzzer can find a cut that
matters; the same inputs are tried by hypothesis, by atheris, and from the stored corpus.
"""

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args

from drivers import registry
from drivers.events import BadFrame, CodeSeen, DriverEvent, NoTarget, TemperatureSample
from drivers.framing import Decoder
from tests.drivers import vectors

CORPUS = Path(__file__).parent / "corpus"
MAX_INPUT = 20_000

HELD_LIMIT = 9000
"""More than the longest thing any decoder waits for (a code of 4,096 bytes, a frame of 2,321)."""

OPTIONS: dict[str, dict[str, object]] = {
    "modbus_rtu": {
        "unit": 1,
        "function": 3,
        "object_register": 0,
        "ambient_register": 1,
        "scale": 0.01,
        "signed": True,
    },
}
"""Options for decoders that have no usual ones."""


def names() -> list[str]:
    """List the devices that have a decoder."""
    return [name for name in registry.names() if registry.device(name).make is not None]


def fresh(name: str) -> Decoder:
    """Return a fresh decoder of a device."""
    return registry.decoder(name, **OPTIONS.get(name, {}))


def corpus(name: str) -> list[Path]:
    """List the stored inputs of a device."""
    return sorted((CORPUS / name).glob("*"))


def seeds(name: str) -> list[bytes]:
    """Return the vectors of a device as inputs, cut and not cut: where a fuzzer begins."""
    return [bytes([how]) + vector.data for vector in vectors.of(name) for how in (0, 1)]


def check(name: str, data: bytes) -> None:
    """Feed one input to a device's decoder; AssertionError when it breaks a promise."""
    data = data[:MAX_INPUT]
    decoder = fresh(name)
    events: list[DriverEvent] = []
    for piece in _cut(data):
        events += decoder.receive(piece)
        held = held_bytes(decoder)
        assert held <= HELD_LIMIT, f"{name} holds {held} bytes"
    events += decoder.idle()
    _are_sound(name, events)
    assert decoder.idle() == [], f"{name} still holds something after a silence"
    at_once = fresh(name)
    whole = at_once.receive(data[1:]) + at_once.idle()
    assert whole == events, f"{name}: events depend on how the wire cuts the bytes"
    first = vectors.of(name)[0]
    if first.options == OPTIONS.get(name, {}):
        after = decoder.receive(first.data) + decoder.idle()
        assert [vectors.alike(one) for one in after] == first.events, f"{name} has not recovered"


def held_bytes(decoder: object) -> int:
    """Count the bytes and characters that a decoder keeps between two calls."""
    return sum(_sizes(decoder, set()))


def _cut(data: bytes) -> Iterator[bytes]:
    """Cut as the first byte says: 0 not at all, else in pieces of its length and its growth."""
    how, rest = data[:1], data[1:]
    step = how[0] if how else 0
    if not step:
        yield rest
        return
    size, at = 1 + step % 16, 0
    while at < len(rest):
        yield rest[at : at + size]
        at += size
        size = 1 + (size + step // 16) % 256


def _are_sound(name: str, events: list[DriverEvent]) -> None:
    kind = registry.device(name).kind
    for event in events:
        assert isinstance(event, get_args(DriverEvent)), f"{name}: {event!r} is no event"
        if isinstance(event, TemperatureSample | NoTarget):
            assert kind == "thermometer", f"{name} is no thermometer"
        if isinstance(event, TemperatureSample):
            for value in (event.object_c, event.ambient_c, event.body_c):
                sane = value is None or (math.isfinite(value) and -100 <= value <= 380)
                assert sane, f"{name}: {value} C was never measured"
        if isinstance(event, CodeSeen):
            assert len(event.payload) <= 4096, f"{name}: a code of {len(event.payload)} signs"
        if isinstance(event, BadFrame):
            assert event.why.isprintable(), f"{name}: {event.why!r}"
            assert len(event.raw) <= HELD_LIMIT, f"{name}: {len(event.raw)} bytes in a bad frame"


def _sizes(value: object, seen: set[int]) -> Iterator[int]:
    """Walk over all that hangs on an object of a driver."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, bytes | bytearray | str):
        yield len(value)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _sizes(one, seen)
    elif isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from _sizes(one, seen)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _sizes(getattr(value, field.name), seen)
    elif type(value).__module__.startswith("drivers"):
        for one in getattr(value, "__dict__", {}).values():
            yield from _sizes(one, seen)
