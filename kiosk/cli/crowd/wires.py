"""A named pipe by which whoever watches a demo pulls the cable of a device, and plugs it in again.

echo unplug thermometer > DIR/wires
echo replug thermometer > DIR/wires
"""

import os
import sys
import threading
from pathlib import Path

from kiosk.cli.crowd.devices import DevicesFailedError, SimulatedDevices

_DEVICES = frozenset({"thermometer", "camera", "scanner", "door"})
_DEEDS = frozenset({"unplug", "replug"})
_LONGEST = 200


def wires_path(state: Path) -> Path:
    """Give the pipe that belongs to a state directory of a demo."""
    return state / "wires"


def listen(state: Path, devices: SimulatedDevices) -> None:
    """Make the pipe and carry out what is written to it, as long as this process lives."""
    path = wires_path(state)
    os.mkfifo(path, 0o600)
    # Open for both ways: the pipe then has no end when a writer leaves.
    pipe = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    threading.Thread(target=_carry_out, args=(pipe, devices), daemon=True).start()


def _carry_out(pipe: int, devices: SimulatedDevices) -> None:
    with os.fdopen(pipe, "rb") as lines:
        while line := lines.readline(_LONGEST):
            match line.decode(errors="replace").split():
                case [deed, device] if deed in _DEEDS and device in _DEVICES:
                    _order(devices, deed, device)
                case _:
                    print(f"not understood on the wires: {line!r}", file=sys.stderr, flush=True)


def _order(devices: SimulatedDevices, deed: str, device: str) -> None:
    try:
        devices.order(deed, device=device)
    except DevicesFailedError as error:
        print(f"{deed} {device}: {error}", file=sys.stderr, flush=True)
