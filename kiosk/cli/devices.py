"""`kiosk devices`: the installer's tools, from what is plugged in to the calibration.

Each verb is in a file of its own: `devices_list`, `devices_watch` and so on.
"""

import argparse

from kiosk.cli import (
    common,
    devices_calibrate,
    devices_list,
    devices_record,
    devices_replay,
    devices_test_open,
    devices_watch,
)

_EXAMPLE = """\
  kiosk devices list --config /etc/kiosk
  kiosk devices watch forehead --config /etc/kiosk --bytes
  kiosk devices watch --driver gy_mcu90615 --port /dev/serial/by-id/usb-1a86-if00 --seconds 10
  kiosk devices record forehead.ndjson forehead --seconds 30
  kiosk devices replay forehead.ndjson --vector "a cold morning"
  kiosk devices test-open --by wang --why "wired today"
  kiosk devices calibrate forehead --reference 37.0 --by wang --why "yearly, ETRS no. 4"
  kiosk devices calibrate handheld --reference 37.0 --measured 36.8 --by wang --why "yearly"
  kiosk devices calibrate --show --json
"""

_VERBS = {
    "list": devices_list,
    "watch": devices_watch,
    "record": devices_record,
    "replay": devices_replay,
    "test-open": devices_test_open,
    "calibrate": devices_calibrate,
}


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Find, watch, record, try and calibrate the devices.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="devices_verb", required=True, metavar="|".join(_VERBS))
    for name, module in _VERBS.items():
        module.add(verbs.add_parser(name, help=module.HELP))
    common.finish(verbs, "devices", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    verb = args.devices_verb
    return common.guarded(f"devices {verb}", _VERBS[verb].run, args)
