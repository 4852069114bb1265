"""`kiosk check`: loads site, devices and the policy they name, and prints every problem."""

import argparse
import tomllib
from collections.abc import Sequence
from pathlib import Path

from config.errors import ConfigError, Problem
from config.policy_loader import load_policy
from config.site import GateConfig, load_gate
from config.toml_lines import line_of
from kiosk.cli import common
from kiosk.core.policy import Policy
from kiosk.core.text import clean
from kiosk.station.device_check import Wrong, check, lines

_EXAMPLE = """\
  kiosk check --config /etc/kiosk
  kiosk check --config /etc/kiosk --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Check site, devices and policy; print every problem.", _EXAMPLE)
    common.add_config(parser)
    common.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when all holds, 1 when it does not."""
    return common.guarded("check", _check, args)


def _check(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    problems: list[Problem] = []
    gate = _gate(folder, problems)
    policy = _policy(folder, gate, problems)
    if gate is not None and policy is not None:
        problems += _fit(gate, policy)
    wrong = [] if gate is None else [*check(gate.devices), *_not_plugged_in(gate)]
    problems += _device_lines(folder, [one for one in wrong if not one.warning])
    warnings = _device_lines(folder, [one for one in wrong if one.warning])
    if args.json:
        told = {"ok": not problems, "problems": list(map(str, problems))}
        common.print_json({**told, "warnings": list(map(str, warnings))})
    else:
        common.say("check", common.FAILS, *map(str, problems))
        common.say("check", common.FAILS, *(f"warning: {one}" for one in warnings))
        if gate is not None and policy is not None and not problems:
            print(_line(gate, policy))
    return common.FAILS if problems else common.HOLDS


def _not_plugged_in(gate: GateConfig) -> list[Wrong]:
    """Name the ports at which nothing is now: a wrong name, or a cable that is out."""
    what = "nothing is plugged in there now; `kiosk devices list` shows what is"
    return [
        Wrong((*table, "port"), what, warning=True)
        for table, _, one in lines(gate.devices)
        if one.port and not Path(one.port).exists()
    ]


def _gate(folder: Path, problems: list[Problem]) -> GateConfig | None:
    try:
        return load_gate(folder)
    except ConfigError as error:
        problems += error.problems
        return None


def _policy(folder: Path, gate: GateConfig | None, problems: list[Problem]) -> Policy | None:
    named = gate.site.policy if gate is not None else _policy_named(folder)
    if named is None:
        return None
    try:
        return load_policy(folder / named)
    except ConfigError as error:
        problems += error.problems
        return None


def _policy_named(folder: Path) -> str | None:
    """Find the policy that a site with other problems names, so that its problems are told too."""
    try:
        named = tomllib.loads((folder / "site.toml").read_text(encoding="utf-8")).get("policy")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    return named if isinstance(named, str) else None


def _device_lines(folder: Path, wrong: Sequence[Wrong]) -> list[Problem]:
    """Say what is wrong with lines of devices.toml, with the line."""
    if not wrong:
        return []
    source = (folder / "devices.toml").read_text(encoding="utf-8")
    return [
        Problem("devices.toml", ".".join(one.key), one.what, line_of(source, one.key))
        for one in wrong
    ]


def _fit(gate: GateConfig, policy: Policy) -> list[Problem]:
    point = gate.site.lane.access_point
    if point in policy.access_points:
        return []
    known = ", ".join(sorted(policy.access_points))
    what = f"is not an access point of policy {policy.name}; use one of {known}, or add it there"
    return [Problem("site.toml", "lane.access_point", what)]


def _line(gate: GateConfig, policy: Policy) -> str:
    devices = gate.devices
    names = [devices.thermometer.name] if devices.thermometer else []
    names += [devices.door.name] if devices.door else []
    names += [camera.name for camera in devices.camera]
    names += [scanner.name for scanner in devices.scanner]
    names += [reader.name for reader in devices.card_reader]
    found = ", ".join(names) or "none"
    return clean(f"{gate.site.node}: policy {policy.name}; devices: {found}; all holds", 400)
