"""The frames of tests/vectors as typed values, for the tests of drivers and of simulators."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast, get_args

from drivers.events import (
    BadFrame,
    CardKind,
    CardRead,
    CodeSeen,
    DoorState,
    DriverEvent,
    NoTarget,
    Reply,
    TemperatureSample,
)

FOLDER = Path(__file__).parents[1] / "vectors"
SOURCES = {"manual", "published", "made", "recorded"}


@dataclass(frozen=True, slots=True)
class Vector:
    """Bytes, what they say to a decoder with these options, and where they come from."""

    device: str
    name: str
    data: bytes
    source: str
    events: list[DriverEvent]
    options: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.device}: {self.name}"


def of(device: str) -> list[Vector]:
    """List the vectors of one device; none when it has no file."""
    path = FOLDER / f"{device}.toml"
    if not path.exists():
        return []
    return [
        _vector(device, frame) for frame in tomllib.loads(path.read_text(encoding="utf-8"))["frame"]
    ]


def alike(event: DriverEvent) -> DriverEvent:
    """Leave out the raw bytes of a bad frame: vectors state only why it is bad."""
    return BadFrame(b"", event.why) if isinstance(event, BadFrame) else event


def _vector(device: str, frame: dict[str, object]) -> Vector:
    events = frame["events"]
    assert isinstance(events, list)
    return Vector(
        device,
        str(frame["name"]),
        _data(frame["bytes"]),
        str(frame["source"]),
        [_event(dict(event)) for event in events],
        _options(frame.get("options", {})),
    )


def _data(written: object) -> bytes:
    """Read hex, or a list of parts: hex, and `{repeat = HEX, times = N}` for long frames."""
    match written:
        case str():
            return bytes.fromhex(written)
        case {"repeat": str(part), "times": int(times)}:
            return bytes.fromhex(part) * times
        case list():
            return b"".join(_data(part) for part in written)
    raise AssertionError(f"no such bytes: {written}")


def _options(written: object) -> dict[str, object]:
    assert isinstance(written, dict)
    return {str(key): value for key, value in written.items()}


def _event(fields: dict[str, object]) -> DriverEvent:
    match fields:
        case {"type": "TemperatureSample", "object_c": float(seen)}:
            return TemperatureSample(
                seen, _celsius(fields, "ambient_c"), _celsius(fields, "body_c")
            )
        case {"type": "NoTarget"}:
            return NoTarget()
        case {"type": "CodeSeen", "payload": str(payload), "symbology": str(symbology)}:
            return CodeSeen(payload, symbology)
        case {"type": "DoorState", "channel": int(channel), "on": bool(on)}:
            return DoorState(channel, on)
        case {"type": "Reply", "what": str(what), "raw": str(raw)}:
            return Reply(what, bytes.fromhex(raw))
        case {"type": "CardRead"}:
            return _card(fields)
        case {"type": "BadFrame", "why": str(why)}:
            return BadFrame(b"", why)
    raise AssertionError(f"no such event: {fields}")


def _card(fields: dict[str, object]) -> CardRead:
    nationality, sex, kind = fields.get("nationality"), fields["sex"], fields["kind"]
    assert nationality is None or isinstance(nationality, str)
    assert sex == "male" or sex == "female" or sex == "unknown"
    assert kind in get_args(CardKind)
    return CardRead(
        cast("CardKind", kind),
        str(fields["name"]),
        str(fields["id_number"]),
        sex,
        _day(fields["birth"]),
        _day(fields["valid_from"]),
        _day(fields["valid_to"]) if "valid_to" in fields else None,
        nationality,
    )


def _day(written: object) -> date:
    assert isinstance(written, date)
    return written


def _celsius(fields: dict[str, object], key: str) -> float | None:
    value = fields.get(key)
    assert value is None or isinstance(value, float), f"{key} is written with a decimal point"
    return value
