"""A crowd of 60 at a real gate at speed 1: from code, and from last sample, to the verdict.

Station, devices and people are those of `./run demo --headless`; each scenario takes some eight
minutes, since people walk up, are measured and leave in real time.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_SHOWN = (
    "people",
    "visits",
    "wrong_verdicts",
    "lost_entries",
    "chain_verified",
    "latency_ms",
    "people_per_minute",
)


def parser() -> argparse.ArgumentParser:
    """Give the options of this measure."""
    options = argparse.ArgumentParser(prog="python -m tests.bench crowd --")
    options.add_argument("--people", type=int, default=60, help="default: %(default)s")
    options.add_argument("--seed", type=int, default=7, help="default: %(default)s")
    options.add_argument("--scenarios", default="open", metavar="NAME,...", help="(%(default)s)")
    return options


def run(args: list[str]) -> dict[str, object]:
    """Measure each scenario; latencies in milliseconds."""
    options = parser().parse_args(args)
    return {name: _one(name, options.people, options.seed) for name in options.scenarios.split(",")}


def _one(scenario: str, people: int, seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "kiosk.cli", "demo", "--headless", "--json"]
    command += [f"--scenario={scenario}", f"--people={people}", f"--seed={seed}", "--speed=1"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    found = json.loads(done.stdout)
    return {name: found[name] for name in _SHOWN}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:]), indent=2))
