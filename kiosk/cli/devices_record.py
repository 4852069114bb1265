"""`kiosk devices record`: keeps the bytes of a device with their times, to be replayed later."""

import argparse
import os
from pathlib import Path
from typing import TextIO

from drivers.events import OwnerEvent, Seen
from kiosk.cli import common, devices_common
from kiosk.cli.devices_common import Bytes, Chosen, Listening
from kiosk.cli.devices_words import words_of
from kiosk.cli.moment import now
from kiosk.core import recording
from kiosk.store.folding import stamp

HELP = "keep a device's bytes with their times"


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a new file, NDJSON")
    devices_common.add_device(parser)
    devices_common.add_seconds(parser)
    devices_common.add_personal(parser)


def run(args: argparse.Namespace) -> int:
    """Record until Ctrl+C or --seconds; 1 when no byte came."""
    device = devices_common.chosen(args)
    if args.file.exists():
        raise common.RefusedError(f"{args.file} is there already; name another file")
    listening = Listening(device, with_bytes=True)
    devices_common.personal_allowed(args, device, "record")
    print(f"recording {device.name} to {args.file}; Ctrl+C ends", flush=True)
    count = _record(args.file, device, listening, args.seconds)
    if not count:
        raise common.RefusedError(
            f"no byte came, so {args.file} was not kept; `kiosk devices watch` says why",
            code=common.FAILS,
        )
    print(f"{count} bytes in {args.file}; `kiosk devices replay {args.file}` reads it")
    return common.HOLDS


def _record(path: Path, device: Chosen, listening: Listening, seconds: float | None) -> int:
    """Write what comes to a new file; one that got no byte is taken away again."""
    count = 0
    try:
        # Readable by its owner alone from the first byte on: it may name people.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        said = f"{path} cannot be written: {error.strerror}"
        raise common.RefusedError(said, code=common.FAILS) from error
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            when = stamp(now().wall) or ""
            head = recording.header(device.driver, device.rate, when, device.options)
            print(head, file=file, flush=True)
            with listening:
                for one in listening.events(seconds):
                    count += _keep(one, listening, file)
    except KeyboardInterrupt:
        print()
    finally:
        if not count:
            path.unlink(missing_ok=True)
    return count


def _keep(one: Seen | Bytes, listening: Listening, file: TextIO) -> int:
    """Write bytes to the file, and say what goes wrong with the device."""
    if isinstance(one, Seen):
        devices_common.stop_if_refused(one, listening.device)
        if isinstance(one.event, OwnerEvent):
            print(words_of(one.event, listening.device), flush=True)
        return 0
    print(recording.line(recording.Piece(one.at - listening.began, one.data)), file=file)
    return len(one.data)
