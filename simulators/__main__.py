"""Command line of the simulators: one device, or a whole gatehouse that takes orders."""

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import merge
from operator import itemgetter
from pathlib import Path
from types import FrameType

from simulators import gatehouse
from simulators.arguments import COLDEST_C, WARMEST_C, baud, card, fault, number, person, size
from simulators.parts import CardReaderPart, DoorPart, Part, ScannerPart, Tell, ThermometerPart
from simulators.people import Scene
from simulators.pty_link import BadPathError
from simulators.registry import CARD_READERS, DOORS, SCANNERS, THERMOMETERS, Made, Model
from simulators.replay import BadFileError, ReplayPart, load
from simulators.runner import Clock, run
from simulators.schedule import Schedule, faults, shows

EXAMPLES = """examples:
  python -m simulators thermometer gy_mcu90615 --person 36.6 --person 38.2 --fault freeze@10-15
  python -m simulators door lcus --link /tmp/door --report /tmp/door.ndjson
  python -m simulators card_reader sam_v --card citizen:张三:11010519491231002X:19491231
  python -m simulators scanner line --code GPS20200017 --every 5
  python -m simulators camera --code GPS20200017 --symbology Code128 --every 8
  python -m simulators replay forehead.ndjson --link /tmp/forehead --loop
  python -m simulators gatehouse --dir /tmp/gate --speed 20 --seed 7
"""


degrees, pause = number(COLDEST_C, WARMEST_C), number(0.01, 86_400)


class Stop:
    """Remembers that the process was asked to end."""

    def __init__(self) -> None:
        self.asked = False
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, self._ask)

    def __call__(self) -> bool:
        """Whether to end."""
        return self.asked

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until stopped; returns the exit code."""
    options = parser().parse_args(arguments)
    stop = Stop()
    clock = Clock(options.speed)
    if options.what == "gatehouse":
        house = Path(options.dir)
        named = {kind: getattr(options, kind) for kind in gatehouse.MODELS}
        parts = gatehouse.parts(
            house,
            clock,
            options.seed,
            options.correction,
            options.devices,
            camera_port=options.camera_port,
            models={kind: name for kind, name in named.items() if name is not None},
        )
        return gatehouse.main(house, clock, parts, stop)
    with tempfile.TemporaryDirectory(prefix="simulator-") as folder:
        link = Path(options.link or Path(folder) / options.what)
        try:
            device = build(options, link, clock)
        except (BadFileError, OSError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
        orders = merge(faults(device, options.fault), shows(options), key=itemgetter(0))
        try:
            run(
                [device, Schedule(device, orders, print_error)],
                clock,
                print_error,
                stopped=stop,
                started=lambda: say(device.address),
            )
        except BadPathError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


def build(options: argparse.Namespace, link: Path, clock: Clock) -> Part:
    """Make the one device that the options name."""
    match options.what:
        case "thermometer":
            scene = Scene(options.seed, options.ambient, correction_c=options.correction)
            model = with_baud(THERMOMETERS[options.device], options.baud)
            return ThermometerPart(link, options.seed, scene, model, print_error, options.person)
        case "door":
            board = with_baud(DOORS[options.device], options.baud)
            return DoorPart(link, options.seed, board, reporter(options.report))
        case "card_reader":
            reader = with_baud(CARD_READERS[options.device], options.baud)
            return CardReaderPart(link, options.seed, reader)
        case "camera":
            return camera(options, clock)
        case "replay":
            return ReplayPart(link, options.seed, load(Path(options.file)), loop=options.loop)
        case _:
            scanner = with_baud(SCANNERS[options.device], options.baud)
            return ScannerPart(link, options.seed, scanner)


def with_baud(model: Model[Made], baud: int | None) -> Model[Made]:
    """Return a device that was set to another rate; the factory's when none is named."""
    return model if baud is None else replace(model, baud=baud)


def camera(options: argparse.Namespace, clock: Clock) -> Part:
    """Make the camera that the options describe."""
    # Here, because OpenCV takes a while to load and no other simulator needs it.
    from simulators.camera.part import CameraPart
    from simulators.camera.shows import Shown

    manner = options.manner or ("phone" if options.symbology == "QR" else "card")
    return CameraPart(
        options.seed,
        clock.speed,
        clock.now,
        port=options.port,
        size=options.size,
        fps=options.fps,
        rounds=[Shown(text, options.symbology, manner) for text in options.code],
        every_s=options.every,
    )


def reporter(path: str | None) -> Tell:
    """Return what writes a relay's changes to a file, or to the output without one."""
    if path is None:
        return gatehouse.say

    def report(line: dict[str, object]) -> None:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    return report


def say(address: str) -> None:
    """Print where the device is."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def print_error(line: dict[str, object]) -> None:
    """Show errors only."""
    if "error" in line:
        sys.stderr.write(f"{line['error']}\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="python -m simulators",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = top.add_subparsers(dest="what", required=True)
    known: dict[str, Iterable[str]] = {
        "thermometer": THERMOMETERS,
        "door": DOORS,
        "scanner": SCANNERS,
        "card_reader": CARD_READERS,
    }
    for what, devices in known.items():
        kind = kinds.add_parser(what, help=f"one simulated {what} on a pty")
        kind.add_argument("device", choices=sorted(devices))
        kind.add_argument("--baud", type=baud, metavar="RATE", help="default: the factory setting")
        kind.add_argument("--link", help="path of the simulated port; a temporary one if left out")
        add_fault(kind)
        if what == "thermometer":
            kind.add_argument(
                "--person", action="append", default=[], type=person, metavar="C|KIND"
            )
            kind.add_argument("--ambient", type=degrees, default=20.0, metavar="C")
            kind.add_argument("--correction", type=number(-20, 20), default=2.7, metavar="C")
        elif what == "door":
            kind.add_argument("--report", metavar="FILE", help="append relay changes as JSON lines")
        elif what == "card_reader":
            kind.add_argument(
                "--card", action="append", default=[], type=card, metavar="KIND:NAME:NUMBER:BIRTH"
            )
            kind.add_argument("--every", type=pause, default=5.0, metavar="SECONDS")
        else:
            kind.add_argument("--code", action="append", default=[], metavar="TEXT")
            kind.add_argument("--every", type=pause, default=3.0, metavar="SECONDS")
            kind.add_argument("--tail", choices=("cr", "lf", "crlf", "none"), default="cr")
    add_camera(kinds.add_parser("camera", help="a simulated camera that serves HTTP"))
    played = kinds.add_parser("replay", help="a recording of `kiosk devices record` on a pty")
    played.add_argument("file", help="the recording, NDJSON")
    played.add_argument("--link", help="path of the simulated port; a temporary one if left out")
    played.add_argument("--loop", action="store_true", help="again and again")
    add_fault(played)
    house = kinds.add_parser("gatehouse", help="all devices of one gate, ordered on stdin")
    house.add_argument("--dir", required=True, help="folder for the simulated ports")
    usual = ",".join(gatehouse.USUAL)
    house.add_argument("--devices", type=house_devices, default=usual, metavar="NAME,...")
    for what, devices in known.items():
        house.add_argument(f"--{what.replace('_', '-')}", choices=sorted(devices))
    house.add_argument("--camera-port", type=int, default=0, help="a free one if left out")
    house.add_argument("--correction", type=number(-20, 20), default=2.7, metavar="C")
    for kind in kinds.choices.values():
        kind.add_argument("--speed", type=number(0.01, 1000), default=1.0, metavar="X")
        kind.add_argument("--seed", type=int, default=1)
    return top


def add_fault(kind: argparse.ArgumentParser) -> None:
    """Give a device its faults."""
    kind.add_argument(
        "--fault", action="append", default=[], type=fault, metavar="NAME[@FROM[-TO]]"
    )


def house_devices(text: str) -> list[str]:
    """Read which devices a gatehouse has."""
    names = text.split(",")
    if unknown := set(names) - set(gatehouse.DEVICES):
        known = ", ".join(gatehouse.DEVICES)
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: there are only {known}")
    return names


def add_camera(kind: argparse.ArgumentParser) -> None:
    """Give the camera its options; it has a URL where the others have a link."""
    kind.set_defaults(link=None)
    kind.add_argument("--code", action="append", default=[], metavar="TEXT")
    kind.add_argument("--symbology", choices=("QR", "Code128"), default="QR")
    kind.add_argument("--manner", choices=("phone", "card", "sideways"))
    kind.add_argument("--every", type=pause, default=6.0, metavar="SECONDS")
    kind.add_argument("--port", type=int, default=0, help="TCP port; a free one if left out")
    kind.add_argument("--size", type=size, default="640x480", metavar="WIDTHxHEIGHT")
    kind.add_argument("--fps", type=number(0.1, 1000), default=15.0, metavar="X")
    add_fault(kind)


if __name__ == "__main__":
    sys.exit(main())
