"""`kiosk devices replay`: decodes a recording with its cuts and silences, without the device."""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

from drivers import registry
from drivers.events import BadFrame, DriverEvent
from kiosk.cli import common, devices_common
from kiosk.cli.devices_common import PERSONAL, Chosen
from kiosk.cli.devices_words import words_of
from kiosk.core import recording
from kiosk.core.recording import BadRecordingError, Recording
from kiosk.station.device_check import plainly

HELP = "decode a recording"


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="written by `record`")
    common.add_json(parser)
    parser.add_argument("--vector", metavar="NAME", help="print it as a frame of tests/vectors")
    devices_common.add_personal(parser)


def run(args: argparse.Namespace) -> int:
    """Print the events with their times; 1 when there is none."""
    found = _read(args.file)
    device = _device(found)
    if args.json or args.vector:
        devices_common.personal_allowed(args, device, "replay")
    if args.vector:
        print(_vector(args.vector, found, device))
        return common.HOLDS
    count = 0
    for at, event in events(found):
        count += not isinstance(event, BadFrame)
        if args.json:
            common.print_json({"at": round(at, 4), **_plain(event)})
        else:
            print(f"{at:10.3f}  {words_of(event, device)}")
    return common.HOLDS if count else common.FAILS


def events(found: Recording) -> Iterator[tuple[float, DriverEvent]]:
    """Decode a recording as it was heard; raises RefusedError for options that do not fit."""
    given = registry.decoder_options(found.driver, found.options)
    try:
        decoder = registry.decoder(found.driver, **given)
    except (registry.NoDecoder, TypeError, ValueError) as error:
        raise common.RefusedError(f"line 1: {plainly(error)}", code=common.FAILS) from error
    last: float | None = None
    for piece in found.pieces:
        if last is not None and piece.at - last >= recording.IDLE_S:
            for event in decoder.idle():
                yield last + recording.IDLE_S, event
        for event in decoder.receive(piece.data):
            yield piece.at, event
        last = piece.at
    if last is not None:
        for event in decoder.idle():
            yield last + recording.IDLE_S, event


def _read(path: Path) -> Recording:
    try:
        with path.open(encoding="utf-8") as file:
            # A line without an end is never taken into memory whole.
            return recording.read(iter(lambda: file.readline(recording.LONGEST_LINE + 1), ""))
    except OSError as error:
        said = f"{path} cannot be read: {error.strerror}"
        raise common.RefusedError(said, code=common.FAILS) from error
    except UnicodeDecodeError as error:
        said = f"{path} is not UTF-8 text, so it is no recording"
        raise common.RefusedError(said, code=common.FAILS) from error
    except BadRecordingError as error:
        raise common.RefusedError(f"{path}: {error}", code=common.FAILS) from error


def _device(found: Recording) -> Chosen:
    try:
        registry.device(found.driver)
    except registry.UnknownDriverError as error:
        raise common.RefusedError(f"line 1: {error}", code=common.FAILS) from error
    return Chosen(found.driver, found.driver, "", found.baud, dict(found.options))


def _plain(event: DriverEvent) -> dict[str, object]:
    """Give an event as its fields, as tests/vectors writes them."""
    fields = {key: _value(value) for key, value in asdict(event).items() if value is not None}
    if isinstance(event, BadFrame):
        del fields["raw"]
    return {"type": type(event).__name__, **fields}


def _value(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex(" ").upper()
    return value.isoformat() if isinstance(value, date) else value


def _vector(name: str, found: Recording, device: Chosen) -> str:
    """Write the recording as one frame of tests/vectors; its cuts are left out."""
    if device.kind in PERSONAL:
        print("# This names a person: make up another code or card before it goes into a project.")
    data = b"".join(piece.data for piece in found.pieces)
    told = [_table(_plain(event)) for _, event in events(found)]
    options = f"options = {_table(found.options)}\n" if found.options else ""
    return (
        f"[[frame]]\nname = {json.dumps(name, ensure_ascii=False)}\n"
        f'bytes = "{data.hex(" ").upper()}"\nsource = "recorded"\n{options}'
        f"events = [{', '.join(told)}]"
    )


def _table(fields: Mapping[str, object]) -> str:
    """Write an inline table of TOML; JSON writes text, numbers and lists alike."""
    pairs = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items())
    return f"{{ {', '.join(pairs)} }}"
