"""`kiosk devices`: what is plugged in, and which drivers there are for it."""

import argparse
import json
from dataclasses import asdict

from drivers import registry
from drivers.ports import Port, plugged_in

_EXAMPLE = """\
example:
  kiosk devices list
  kiosk devices list --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    parser.description = "List what is plugged in and the drivers that devices.toml can name."
    parser.epilog = _EXAMPLE
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    verbs = parser.add_subparsers(dest="devices_verb", required=True, metavar="list")
    listing = verbs.add_parser("list", help="ports, cameras and drivers")
    listing.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print the list."""
    ports = plugged_in()
    kinds: tuple[registry.Kind, ...] = ("thermometer", "scanner", "door")
    drivers = {kind: registry.names(kind) for kind in kinds}
    if args.json:
        print(json.dumps({"ports": [asdict(one) for one in ports], "drivers": drivers}))
        return 0
    for port in ports:
        print(_line(port))
    if not ports:
        print("nothing is plugged in: no serial port and no camera was found")
    for kind, names in drivers.items():
        print(f"drivers for a {kind}: {', '.join(names)}")
    return 0


def _line(port: Port) -> str:
    usb = f"  usb {port.usb}" if port.usb else ""
    return f"{port.kind:6}  {port.path}{usb}  {port.description}"
