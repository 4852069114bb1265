"""All simulated devices of one gate in one process, ordered by JSON lines (see README.md)."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from simulators.parts import CardReaderPart, DoorPart, Part, ScannerPart, ThermometerPart
from simulators.people import Scene
from simulators.registry import CARD_READERS, DOORS, SCANNERS, THERMOMETERS
from simulators.runner import Clock, Orders, run

DEVICES = ("camera", "thermometer", "door", "scanner", "card_reader")
"""In the order in which an order is offered to them: a camera looks at the people first."""

USUAL = DEVICES[:4]
"""What a gatehouse has when nothing else is asked for."""

MODELS = {
    "thermometer": "gy_mcu90615",
    "door": "lcus",
    "scanner": "line",
    "card_reader": "sam_v",
}
"""Which device stands for each kind when no other is named."""


def parts(
    folder: Path,
    clock: Clock,
    seed: int,
    correction_c: float,
    devices: Sequence[str],
    camera_port: int = 0,
    models: Mapping[str, str] = MODELS,
) -> list[Part]:
    """Return the devices of the gatehouse, each with its port in `folder`.

    `camera_port` is the TCP port of the camera; 0 takes one that is free. `models` names the
    device of each kind.
    """
    chosen = {**MODELS, **models}
    make: dict[str, Callable[[], Part]] = {
        "camera": lambda: _camera(clock, seed, camera_port),
        "thermometer": lambda: ThermometerPart(
            folder / "thermometer",
            seed,
            Scene(seed, correction_c=correction_c),
            THERMOMETERS[chosen["thermometer"]],
            say,
        ),
        "door": lambda: DoorPart(folder / "door", seed, DOORS[chosen["door"]], say),
        "scanner": lambda: ScannerPart(folder / "scanner", seed, SCANNERS[chosen["scanner"]]),
        "card_reader": lambda: CardReaderPart(
            folder / "card_reader", seed, CARD_READERS[chosen["card_reader"]]
        ),
    }
    return [make[name]() for name in DEVICES if name in devices]


def main(folder: Path, clock: Clock, devices: Sequence[Part], stopped: Callable[[], bool]) -> int:
    """Run the gatehouse until it is told to stop or its orders end; returns the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    run(
        devices,
        clock,
        say,
        stopped=stopped,
        orders=Orders(sys.stdin.fileno(), say),
        started=lambda: say({"ready": {part.name: part.address for part in devices}}),
    )
    return 0


def _camera(clock: Clock, seed: int, port: int) -> Part:
    # Imported here: drawing pictures loads OpenCV, which no other device needs.
    from simulators.camera.part import CameraPart

    return CameraPart(seed, clock.speed, clock.now, port=port)


def say(line: dict[str, object]) -> None:
    """Answer with one JSON line."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
