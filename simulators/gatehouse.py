"""All simulated devices of one gate in one process, ordered by JSON lines (see README.md)."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from simulators.parts import DoorPart, Part, ScannerPart, ThermometerPart
from simulators.people import Scene
from simulators.registry import DOORS, SCANNERS, THERMOMETERS
from simulators.runner import Clock, Orders, run


def parts(folder: Path, seed: int, correction_c: float) -> list[Part]:
    """Return the devices of the gatehouse, each with its port in `folder`."""
    scene = Scene(seed, correction_c=correction_c)
    make = THERMOMETERS["gy_mcu90615"]
    return [
        ThermometerPart(folder / "thermometer", seed, scene, make, say),
        DoorPart(folder / "door", seed, DOORS["lcus"](), say),
        ScannerPart(folder / "scanner", seed, SCANNERS["line"]),
    ]


def main(
    folder: Path, clock: Clock, seed: int, correction_c: float, stopped: Callable[[], bool]
) -> int:
    """Run the gatehouse until it is told to stop or its orders end; returns the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    devices = parts(folder, seed, correction_c)
    run(
        devices,
        clock,
        say,
        stopped=stopped,
        orders=Orders(sys.stdin.fileno(), say),
        started=lambda: say({"ready": {part.name: part.address for part in devices}}),
    )
    return 0


def say(line: dict[str, object]) -> None:
    """Answer with one JSON line."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
