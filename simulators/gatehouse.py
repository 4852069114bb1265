"""All simulated devices of one gate in one process, ordered by JSON lines (see README.md)."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from simulators.parts import DoorPart, Part, ScannerPart, ThermometerPart
from simulators.people import Scene
from simulators.registry import DOORS, SCANNERS, THERMOMETERS
from simulators.runner import Clock, Orders, run

DEVICES = ("camera", "thermometer", "door", "scanner")
"""In the order in which an order is offered to them: a camera looks at the people first."""


def parts(
    folder: Path,
    clock: Clock,
    seed: int,
    correction_c: float,
    devices: Sequence[str],
    camera_port: int = 0,
) -> list[Part]:
    """Return the devices of the gatehouse, each with its port in `folder`.

    `camera_port` is the TCP port of the camera; 0 takes one that is free.
    """
    make: dict[str, Callable[[], Part]] = {
        "camera": lambda: _camera(clock, seed, camera_port),
        "thermometer": lambda: ThermometerPart(
            folder / "thermometer",
            seed,
            Scene(seed, correction_c=correction_c),
            THERMOMETERS["gy_mcu90615"],
            say,
        ),
        "door": lambda: DoorPart(folder / "door", seed, DOORS["lcus"](), say),
        "scanner": lambda: ScannerPart(folder / "scanner", seed, SCANNERS["line"]),
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
