"""What the station costs while four devices stream, and with none: share of one core.

Thermometer, ID card reader and scanner on ptys, camera over HTTP, each a simulator of its own;
the scanner is held to a label and sends it again and again. Nobody passes: this is what the gate
costs all day. The rival is the same station on the same state without devices.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kiosk.cli.crowd.place import make_state, write_config
from kiosk.cli.crowd.station import StationProcess
from kiosk.core.events import PhaseSet
from kiosk.core.phases import Phase

ROOT = Path(__file__).parents[2]
BEGINS = datetime.fromisoformat("2020-02-24T07:20:00+08:00")
DEVICES = {
    "thermometer": ("gy_mcu90640", "--person", "healthy"),
    "scanner": ("gm65", "--code", "GPS20200017", "--fault", "stuck@4"),
    "card_reader": ("sam_v",),
    "camera": ("--code", "GPS20200017"),
}
TABLES = {
    "thermometer": '[thermometer]\nname = "t"\ncorrection_c = 2.7\ndriver = "gy_mcu90640"\nport',
    "scanner": '[[scanner]]\nname = "s"\ndriver = "gm65"\nport',
    "card_reader": '[[card_reader]]\nname = "c"\nport',
    "camera": '[[camera]]\nname = "k"\nsource',
}


def parser() -> argparse.ArgumentParser:
    """Give the options of this measure."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.four_devices")
    options.add_argument("--seconds", type=float, default=20.0, help="default: %(default)s")
    return options


def run(args: list[str]) -> dict[str, object]:
    """Measure both; `ratio` is with devices against without."""
    options = parser().parse_args(args)
    with tempfile.TemporaryDirectory() as folder:
        none = _share(Path(folder) / "none", {}, options.seconds)
        with _simulators() as addresses:
            four = _share(Path(folder) / "four", addresses, options.seconds)
            alone = {
                name: _share(Path(folder) / name, {name: address}, options.seconds / 2)
                for name, address in addresses.items()
            }
    return {
        "station_share_of_a_core": round(four, 4),
        "without_devices": round(none, 4),
        "ratio": round(four / none, 1),
        "with_one_device": {name: round(share, 4) for name, share in alone.items()},
    }


@contextmanager
def _simulators() -> Iterator[dict[str, str]]:
    processes = {
        kind: subprocess.Popen(
            [sys.executable, "-m", "simulators", kind, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind, arguments in DEVICES.items()
    }
    try:
        addresses = {}
        for kind, process in processes.items():
            assert process.stdout is not None
            addresses[kind] = process.stdout.readline().strip()
        yield addresses
    finally:
        for process in processes.values():
            process.terminate()
            process.wait()


def _share(state: Path, addresses: dict[str, str], seconds: float) -> float:
    make_state(state, BEGINS, PhaseSet(Phase.OPEN, ()))
    config = write_config(state, dict.fromkeys(("thermometer", "camera", "scanner", "door"), "x"))
    lines = [f"{TABLES[kind]} = {json.dumps(address)}\n" for kind, address in addresses.items()]
    (config / "devices.toml").write_text("\n".join(lines), encoding="utf-8")
    pause = threading.Event()
    with StationProcess(state, config, BEGINS, 1.0) as station:
        pause.wait(4.0)
        before = _cpu_s(station.pid)
        pause.wait(seconds)
        return (_cpu_s(station.pid) - before) / seconds


def _cpu_s(pid: int) -> float:
    rest = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(rest[11]) + int(rest[12])) / os.sysconf("SC_CLK_TCK")
