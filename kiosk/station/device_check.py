"""What is wrong with lines of devices.toml that only the drivers can tell, all of it at once."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from config.site import (
    CameraConfig,
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
    names: set[str] = set()
    ports: dict[str, str] = {}
    for number, camera in enumerate(config.camera, 1):
        at = ("camera", str(number))
        found += [Wrong((*at, *key), what, warning) for key, what, warning in _seen(camera)]
        found += _named_twice(at, camera.name, names)
    for table, kind, one in lines(config):
        found += [Wrong((*table, *key), what, warning) for key, what, warning in _own(kind, one)]
        found += _named_twice(table, one.name, names)
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
    tables += [("camera", str(number)) for number, _ in enumerate(config.camera, 1)]
    found = {table: tuple(one for one in bad if one.key[: len(table)] == table) for table in tables}
    return {table: why for table, why in found.items() if why}


def _named_twice(table: tuple[str, ...], name: str, names: set[str]) -> Iterator[Wrong]:
    if name in names:
        what = f"{name} is the name of another device; give each its own"
        yield Wrong((*table, "name"), what)
    names.add(name)


_Own = tuple[tuple[str, ...], str, bool]


def _seen(camera: CameraConfig) -> Iterator[_Own]:
    """Try the source of a camera; nothing is opened."""
    # Late, so that a gate without a camera needs none of its libraries.
    from drivers.camera.source import open_source

    try:
        open_source(camera.source)
    except ValueError as error:
        yield ("source",), str(error), False


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
    wrong = list(_options(device, one))
    yield from wrong
    rates = {device.baud, *device.bauds}
    told = any(key == ("baud",) for key, _, _ in wrong)
    if one.baud is not None and device.bauds and one.baud not in rates and not told:
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
        yield _place(given, error)


def _place(given: dict[str, object], error: Exception) -> _Own:
    """Say what is wrong with a door: with its channel, its rate or an option."""
    said = str(error)
    for key in ("channel", "baud"):
        if re.match(rf"{key}\b", said):
            return (key,), said, False
    return _option(given, error)


def _option(given: dict[str, object], error: Exception) -> _Own:
    said = plainly(error)
    # The option that is named first is the one that is meant.
    places = {key: found.start() for key in given if (found := re.search(_word(key), said))}
    key = min(places, key=places.__getitem__) if places else None
    where = ("options",) if key is None else ("options", key)
    return where, f"{said}; see drivers/README.md", False


def _word(text: str) -> str:
    return rf"(?<!\w){re.escape(text)}(?!\w)"


def plainly(error: Exception) -> str:
    """Say what is wrong with options, also where a call says it that does not take them."""
    said = str(error)
    names = ", ".join(re.findall(r"'([^']*)'", said))
    if "unexpected keyword" in said:
        return f"{names} is no option of this driver"
    if isinstance(error, KeyError) or "missing" in said:
        return f"options that must be there: {names or said}"
    return said
