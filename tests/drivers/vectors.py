"""The frames of tests/vectors as typed values, for the tests of drivers and of simulators."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from drivers.events import (
    BadFrame,
    CodeSeen,
    DoorState,
    DriverEvent,
    NoTarget,
    Reply,
    TemperatureSample,
)

FOLDER = Path(__file__).parents[1] / "vectors"
SOURCES = {"manual", "published", "made"}


@dataclass(frozen=True, slots=True)
class Vector:
    """Bytes, what they say, and where they come from."""

    device: str
    name: str
    data: bytes
    source: str
    events: list[DriverEvent]

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
        bytes.fromhex(str(frame["bytes"])),
        str(frame["source"]),
        [_event(dict(event)) for event in events],
    )


def _event(fields: dict[str, object]) -> DriverEvent:
    match fields:
        case {"type": "TemperatureSample", "object_c": float(seen), "ambient_c": float(ambient)}:
            return TemperatureSample(seen, ambient)
        case {"type": "NoTarget"}:
            return NoTarget()
        case {"type": "CodeSeen", "payload": str(payload), "symbology": str(symbology)}:
            return CodeSeen(payload, symbology)
        case {"type": "DoorState", "channel": int(channel), "on": bool(on)}:
            return DoorState(channel, on)
        case {"type": "Reply", "what": str(what), "raw": str(raw)}:
            return Reply(what, bytes.fromhex(raw))
        case {"type": "BadFrame", "why": str(why)}:
            return BadFrame(b"", why)
    raise AssertionError(f"no such event: {fields}")
