"""`kiosk station`: the daemon that owns the devices and the log of one access point."""

import argparse
import logging
import os
import secrets
import signal
import sys
from datetime import datetime
from pathlib import Path

from config.errors import ConfigError
from config.policy_loader import load_policy
from config.site import load_gate
from kiosk.core.policy import Policy
from kiosk.link.server import LinkError
from kiosk.station.clock import Clock
from kiosk.station.station import Setup, Station
from kiosk.store import pass_keys
from kiosk.store.errors import StoreError
from kiosk.store.place import key_path, open_log, state_dir

_EXAMPLE = """\
example:
  kiosk station --config /etc/kiosk --state /var/lib/kiosk
"""
SOCKET_NAME = "station.sock"


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    parser.description = "Run the station: lanes, devices and log, without a screen."
    parser.epilog = _EXAMPLE
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--config", type=Path, required=True, metavar="DIR")
    parser.add_argument("--state", type=Path, metavar="DIR", help="default: $KIOSK_STATE")
    parser.add_argument("--socket", type=Path, metavar="PATH", help="default: in the state folder")
    clock = parser.add_argument_group("clock of a replay or a simulation; never trusted by itself")
    clock.add_argument("--clock-rate", type=_rate, default=1.0, metavar="X")
    clock.add_argument("--clock-start", type=_start, metavar="TIME")


def run(args: argparse.Namespace) -> int:
    """Run the station until it is told to stop; 1 when it cannot start, with what to do."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s"
    )
    state = state_dir(args.state, os.environ)
    try:
        station = Station(_setup(args, state))
    except (ConfigError, StoreError, LinkError) as error:
        print(error, file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: station.stop())
    station.run()
    return 0


def _setup(args: argparse.Namespace, state: Path) -> Setup:
    config = load_gate(args.config)
    policy, missing = _policy(args.config / config.site.policy)
    return Setup(
        config=config,
        policy=policy,
        log=open_log(state),
        clock=Clock(rate=args.clock_rate, start=args.clock_start),
        pass_keys=pass_keys.load_public(key_path(state).parent),
        socket=args.socket or state / "run" / SOCKET_NAME,
        new_id=lambda: secrets.token_hex(8),
        policy_missing=missing,
    )


def _policy(path: Path) -> tuple[Policy, bool]:
    """Load the policy; without one the station lets people out and nobody in, and says so."""
    try:
        return load_policy(path), False
    except ConfigError as error:
        print(error, file=sys.stderr)
        return load_policy(), True


def _rate(text: str) -> float:
    rate = float(text)
    if not 0.01 <= rate <= 1000:
        raise argparse.ArgumentTypeError("must be from 0.01 to 1000")
    return rate


def _start(text: str) -> datetime:
    start = datetime.fromisoformat(text)
    if not 1970 < start.year < 9999:
        raise argparse.ArgumentTypeError("must be a year from 1971 to 9998")
    return start.astimezone()
