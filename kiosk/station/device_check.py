"""What is wrong with lines of devices.toml that only the drivers can tell, all of it at once."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from config.site import (
    CardReaderConfig,
    DevicesConfig,
    DoorConfig,
    ScannerConfig,
    ThermometerConfig,
)
from drivers import registry
from drivers.door.board import Place

Configured = ThermometerConfig | ScannerConfig | CardReaderConfig | DoorConfig

_WITHOUT_PORT = frozenset({"gpio"})
"""Drivers that need no port: they use pins of the machine."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to mend: the path of its key (tables of a list from 1) and what to do.

    What is a `warning` lets the device work; anything else leaves it out.
    """

    key: tuple[str, ...]
    what: str
    warning: bool = False


def lines(config: DevicesConfig) -> Iterator[tuple[tuple[str, ...], registry.Kind, Configured]]:
    """Go through the devices with a driver: the path of the table, its kind and what it says."""
    if config.thermometer is not None:
        yield ("thermometer",), "thermometer", config.thermometer
    for number, scanner in enumerate(config.scanner, 1):
        yield ("scanner", str(number)), "scanner", scanner
    for number, reader in enumerate(config.card_reader, 1):
        yield ("card_reader", str(number)), "card_reader", reader
    if config.door is not None:
        yield ("door",), "door", config.door


def check(config: DevicesConfig) -> tuple[Wrong, ...]:
    """List what is wrong, in the order of the file's tables."""
    found: list[Wrong] = []
    names: set[str] = {camera.name for camera in config.camera}
    ports: dict[str, str] = {}
    for table, kind, one in lines(config):
        found += [Wrong((*table, *key), what, warning) for key, what, warning in _own(kind, one)]
        if one.name in names:
            what = f"{one.name} is the name of another device; give each its own"
            found.append(Wrong((*table, "name"), what))
        names.add(one.name)
        if one.port:
            place = os.path.realpath(one.port)
            if place in ports:
                what = f"is the port of {ports[place]} too; a port has one device"
                found.append(Wrong((*table, "port"), what))
            ports.setdefault(place, one.name)
    return tuple(found)


def unusable(config: DevicesConfig) -> dict[tuple[str, ...], tuple[Wrong, ...]]:
    """Give the tables whose devices cannot be used, each with why."""
    bad = [one for one in check(config) if not one.warning]
    tables = [table for table, _, _ in lines(config)]
    found = {table: tuple(one for one in bad if one.key[: len(table)] == table) for table in tables}
    return {table: why for table, why in found.items() if why}


_Own = tuple[tuple[str, ...], str, bool]


def _own(kind: registry.Kind, one: Configured) -> Iterator[_Own]:
    """List what is wrong with a device by itself."""
    if not one.port and one.driver not in _WITHOUT_PORT:
        what = "is missing; write the stable name that `kiosk devices list` shows"
        yield ("port",), what, False
    try:
        device = registry.device(one.driver)
    except registry.UnknownDriverError:
        device = None
    if device is None or device.kind != kind:
        known = ", ".join(registry.names(kind))
        yield ("driver",), f"{one.driver} is no driver of a {kind}; use one of {known}", False
        return
    yield from _options(device, one)
    rates = {device.baud, *device.bauds}
    if one.baud is not None and device.bauds and one.baud not in rates:
        known = ", ".join(map(str, sorted(rates)))
        what = f"{one.driver} is not known to have {one.baud}; it has {known}"
        yield ("baud",), what, True


def _options(device: registry.Device, one: Configured) -> Iterator[_Own]:
    """Try the options where they are used: by the board of a door, or by decoder and talk."""
    given: dict[str, object] = dict(one.options)
    if isinstance(one, DoorConfig):
        yield from _board(device, one, given)
        return
    try:
        registry.decoder(one.driver, **registry.decoder_options(one.driver, given))
    except registry.NoDecoder:
        pass
    except (TypeError, ValueError) as error:
        yield _option(given, error)
        return
    try:
        device.talk(given)
    except (TypeError, ValueError, KeyError) as error:
        yield _option(given, error)


def _board(device: registry.Device, one: DoorConfig, given: dict[str, object]) -> Iterator[_Own]:
    place = Place(one.port, one.baud or device.baud, one.channel, given)
    try:
        registry.board(one.driver, place)
    except (TypeError, ValueError) as error:
        yield (
            (("channel",), str(error), False) if "channel" in str(error) else _option(given, error)
        )


def _option(given: dict[str, object], error: Exception) -> _Own:
    said = str(error)
    named = next((key for key in given if f"'{key}'" in said), None)
    if named is not None and "unexpected keyword" in said:
        return ("options", named), "is no option of this driver; see drivers/README.md", False
    key = named or next((key for key in given if key in said), None)
    where = ("options",) if key is None else ("options", key)
    return where, f"{said}; see drivers/README.md", False
