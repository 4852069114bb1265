"""`kiosk devices list`: what is plugged in, what it likely is, who uses it, which drivers exist."""

import argparse
import os
from collections.abc import Iterable
from dataclasses import asdict

from config.errors import ConfigError
from config.site import DevicesConfig, load_gate
from drivers import registry
from drivers.ports import Port, plugged_in
from kiosk.cli import common
from kiosk.core.text import clean
from kiosk.station.device_check import lines

HELP = "what is plugged in, and what it likely is"


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments."""
    common.add_config(parser)
    common.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the list; a configuration that cannot be read is told, and the rest is printed."""
    found = plugged_in()
    users: dict[str, str] = {}
    try:
        users = _users(load_gate(common.config_folder(args)).devices)
    except ConfigError as error:
        common.say("devices list", common.FAILS, *map(str, error.problems))
    drivers = {kind: registry.names(kind) for kind in registry.KINDS}
    if args.json:
        common.print_json({"ports": [_plain(one, users) for one in found], "drivers": drivers})
        return common.HOLDS
    _print(found, users)
    for kind, names in drivers.items():
        print(f"drivers of a {kind}: {', '.join(names)}")
    return common.HOLDS


def _print(found: Iterable[Port], users: dict[str, str]) -> None:
    rows = [_row(one, users) for one in found]
    if not rows:
        print("nothing is plugged in: no serial port, keyboard, camera or known USB device")
        return
    common.table([("kind", "port", "usb", "likely", "try driver", "used by"), *rows])


def _row(port: Port, users: dict[str, str]) -> tuple[str, ...]:
    likely = port.likely
    said = clean(port.description, 40) if likely is None else f"{likely.zh} / {likely.en}"
    drivers = "" if likely is None else ", ".join(likely.drivers)
    used = users.get(os.path.realpath(port.device), "")
    return port.kind, clean(port.path, 120), port.usb or "", said, drivers, used


def _plain(port: Port, users: dict[str, str]) -> dict[str, object]:
    likely = None if port.likely is None else asdict(port.likely)
    used = users.get(os.path.realpath(port.device))
    return {**asdict(port), "likely": likely, "used_by": used}


def _users(devices: DevicesConfig) -> dict[str, str]:
    """Say which line of devices.toml uses which port, by the device behind all links."""
    found = {
        os.path.realpath(one.port): f"[{'.'.join(table)}] {one.name}"
        for table, _, one in lines(devices)
        if one.port
    }
    for number, camera in enumerate(devices.camera, 1):
        scheme, _, path = camera.source.partition(":")
        if scheme == "v4l2":
            found[os.path.realpath(path)] = f"[camera.{number}] {camera.name}"
    return found
