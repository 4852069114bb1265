"""What the verbs of `kiosk devices` share: the device that is meant, its owner, its events."""

import argparse
import json
import math
import queue
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from config.site import GateConfig, ThermometerConfig, load_gate
from drivers import registry
from drivers.events import Lost, Seen, Why
from drivers.reader import DeviceReader, serial_reader
from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.core.events import BytesTaken, Event
from kiosk.station.device_check import Configured, lines, plainly
from kiosk.store.errors import LogMissing
from kiosk.store.instrument_book import InstrumentBook

PERSONAL = frozenset({"card_reader", "scanner"})
"""Kinds whose bytes name people."""

LONGEST_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """A device to talk to, of the configuration or named on the command line."""

    name: str
    driver: str
    port: str
    baud: int | None
    options: dict[str, object] = field(default_factory=dict)
    line: Configured | None = None
    correction_c: float = 0.0

    @property
    def kind(self) -> registry.Kind:
        """The kind of its driver."""
        return registry.device(self.driver).kind

    @property
    def rate(self) -> int:
        """The baud rate it is opened with."""
        return self.baud or registry.device(self.driver).baud


def add_device(parser: argparse.ArgumentParser) -> None:
    """Add how a device is named: NAME of the configuration, or a driver and a port."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="device of devices.toml")
    common.add_config(parser)
    parser.add_argument("--driver", metavar="D", help="without configuration: the driver")
    parser.add_argument("--port", metavar="P", help="without configuration: the port")
    parser.add_argument("--baud", type=baud, metavar="B", help="default: the factory setting")
    parser.add_argument("--option", action="append", default=[], metavar="KEY=VALUE")


def add_seconds(parser: argparse.ArgumentParser) -> None:
    """Add how long a device is listened to."""
    parser.add_argument("--seconds", type=seconds, metavar="N", help="end after so long")


def baud(text: str) -> int:
    """Read a rate within the bounds of devices.toml."""
    if not (text.isascii() and text.isdecimal() and 1200 <= int(text[:9]) <= 921_600):
        raise argparse.ArgumentTypeError(f"a rate from 1200 to 921600, not {text!r}")
    return int(text)


def seconds(text: str) -> float:
    """Read how long to listen."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 < found <= LONGEST_S:
        raise argparse.ArgumentTypeError(f"seconds, more than 0 and at most a day, not {text!r}")
    return found


def chosen(args: argparse.Namespace) -> Chosen:
    """Find the device that the arguments mean; raises RefusedError or ConfigError."""
    if args.driver is None and args.port is None:
        if args.name is None:
            raise common.RefusedError("name a device of devices.toml, or give --driver and --port")
        if args.baud is not None or args.option:
            raise common.RefusedError(
                f"{args.name} has its rate and options in devices.toml; change its line, or give"
                " --driver and --port instead of the name"
            )
        return named(load_gate(common.config_folder(args)), args.name)
    if args.name is not None or args.driver is None or args.port is None:
        raise common.RefusedError("give either NAME, or --driver and --port together")
    try:
        registry.device(args.driver)
    except registry.UnknownDriverError as error:
        raise common.RefusedError(str(error)) from error
    return Chosen(args.driver, args.driver, args.port, args.baud, options(args.option))


def named(gate: GateConfig, name: str) -> Chosen:
    """Find a device of the configuration by its name; raises RefusedError."""
    found = {one.name: one for _, _, one in lines(gate.devices)}
    if name not in found:
        known = ", ".join(found) or "none"
        raise common.RefusedError(f"devices.toml has no device {name}; it has {known}")
    one = found[name]
    try:
        registry.device(one.driver)
    except registry.UnknownDriverError as error:
        raise common.RefusedError(str(error), code=common.FAILS) from error
    correction_c = one.correction_c if isinstance(one, ThermometerConfig) else 0.0
    return Chosen(one.name, one.driver, one.port, one.baud, dict(one.options), one, correction_c)


def options(texts: list[str]) -> dict[str, object]:
    """Read KEY=VALUE; true, false, numbers and lists of them are what they look like.

    Raises RefusedError.
    """
    found: dict[str, object] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not (key and equals):
            raise common.RefusedError(f"{text} is no option; write --option KEY=VALUE")
        found[key] = _value(value)
    return found


def _value(text: str) -> object:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if found is None or isinstance(found, dict | str) else found


@dataclass(frozen=True, slots=True)
class Bytes:
    """A piece of bytes as the wire brought it."""

    at: float
    data: bytes


class Listening:
    """The owner of one device for a while, with what it says in the order it came.

    Start it with `with`. Raises RefusedError for options that the driver does not have.
    """

    def __init__(self, device: Chosen, *, with_bytes: bool = False) -> None:
        self._heard: queue.Queue[Seen | Bytes] = queue.Queue()
        self.began = time.monotonic()
        self.device = device

        def tap(at: float, data: bytes) -> None:
            self._heard.put(Bytes(at, data))

        try:
            self._reader: DeviceReader = serial_reader(
                device.name,
                device.driver,
                device.port,
                self._heard.put,
                time.monotonic,
                baud=device.baud,
                options=device.options,
                tap=tap if with_bytes else None,
            )
        except registry.NoDecoder as error:
            raise common.RefusedError(f"{error}; there is nothing to read") from error
        except (TypeError, ValueError, KeyError) as error:
            said = f"{device.driver}: {plainly(error)}; see drivers/README.md"
            raise common.RefusedError(said) from error

    def __enter__(self) -> "Listening":
        self.began = time.monotonic()
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.stop()

    def events(self, seconds: float | None) -> Iterator[Seen | Bytes]:
        """Give what comes, for so many seconds, or until somebody stops it."""
        end = None if seconds is None else self.began + seconds
        while end is None or time.monotonic() < end:
            left = 0.2 if end is None else min(0.2, end - time.monotonic())
            try:
                yield self._heard.get(timeout=max(0.001, left))
            except queue.Empty:
                continue


def refused(device: Chosen) -> common.RefusedError:
    """Say that somebody else has the port."""
    return common.RefusedError(
        f"{device.port} is in use, or this user may not open it (group dialout)",
        "when the station runs, it has the port: end `kiosk run` or `kiosk station` first"
        " (Ctrl+C where it was started, or stop its service), then try again",
        code=common.FAILS,
    )


def stop_if_refused(seen: Seen, device: Chosen) -> None:
    """Raise RefusedError when the port belongs to somebody else."""
    if isinstance(seen.event, Lost) and seen.event.why is Why.REFUSED:
        raise refused(device)


def add_personal(parser: argparse.ArgumentParser) -> None:
    """Add what somebody says who wants to see or keep bytes that name people."""
    parser.add_argument(
        "--with-personal-data",
        action="store_true",
        help="bytes of a card reader or scanner, which name people; needs --by and --why",
    )
    common.add_author(parser)


def personal_allowed(args: argparse.Namespace, device: Chosen, what: str) -> None:
    """Refuse bytes that name people, or write to the log who takes them and why."""
    if device.kind not in PERSONAL:
        return
    if not (args.with_personal_data and args.by and args.why):
        raise common.RefusedError(
            f"the bytes of a {device.kind} name people; give --with-personal-data,"
            " --by ACCOUNT and --why TEXT, which is kept in the log"
        )
    why = common.why_of(args, required=True)
    with common.opened(args) as log:
        fact = BytesTaken(common.id_of(device.name, "the name of the device"), what)
        log.append(Event(now(), common.author(log, args.by), fact, why=why))


def calibrated(args: argparse.Namespace, device: Chosen) -> Chosen:
    """Take the correction of the newest calibration, where there is a log that has one."""
    if device.line is None:
        return device
    point = load_gate(common.config_folder(args)).site.lane.access_point
    try:
        with common.opened(args) as log:
            found = log.of(InstrumentBook).corrections(point)
    except LogMissing:
        return device
    return replace(device, correction_c=found.get(device.name, device.correction_c))
