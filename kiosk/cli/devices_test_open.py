"""`kiosk devices test-open`: opens the door for one pulse, by a named decision in the log."""

import argparse
import queue
import time

from config.site import DoorConfig, load_gate
from drivers import registry
from drivers.door.client import DoorHelper
from drivers.events import Back, Locked, Lost, NotUnlocked, Seen, Unlocked, Why
from kiosk.cli import common, devices_common
from kiosk.cli.devices_common import Chosen
from kiosk.cli.devices_words import words_of
from kiosk.cli.moment import now
from kiosk.core.events import DoorOpened, Event

HELP = "open the door for one pulse"
READY_S = 5.0
SHUT_S = 3.0
_REQUEST = "test-open"


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="default: the door")
    common.add_config(parser)
    parser.add_argument("--ms", type=int, default=700, metavar="MS", help="length, 100 to 5000")
    common.add_author(parser, required=True)


def run(args: argparse.Namespace) -> int:
    """Open and say what happened; nothing moves before it is in the log."""
    gate = load_gate(common.config_folder(args))
    door = gate.devices.door
    if door is None:
        raise common.RefusedError("devices.toml has no [door]", code=common.FAILS)
    if not 100 <= args.ms <= door.limit_ms:
        raise common.RefusedError(f"--ms must be from 100 to {door.limit_ms}, the door's limit_ms")
    device = devices_common.named(gate, args.name or door.name)
    if device.kind != "door":
        raise common.RefusedError(f"{device.name} is a {device.kind}, not the door")
    why = common.why_of(args, required=True)
    heard: queue.Queue[Seen] = queue.Queue()
    helper = _helper(door, heard)
    with common.opened(args) as log:
        actor = common.author(log, args.by)
        helper.start()
        try:
            _wait_until_there(heard, device)
            fact = DoorOpened(args.ms)
            point = gate.site.lane.access_point
            log.append(Event(now(), actor, fact, why=why, access_point=point))
            return _pulse(helper, heard, device, args.ms)
        finally:
            helper.close()


def _helper(door: DoorConfig, heard: "queue.Queue[Seen]") -> DoorHelper:
    baud = door.baud or registry.device(door.driver).baud
    return DoorHelper(
        door.name,
        door.driver,
        door.port,
        heard.put,
        time.monotonic,
        baud=baud,
        options=dict(door.options),
        channel=door.channel,
        limit_ms=door.limit_ms,
    )


def _wait_until_there(heard: "queue.Queue[Seen]", device: Chosen) -> None:
    """Wait for the door; raises RefusedError when it is not there or the station has it."""
    end = time.monotonic() + READY_S
    last = f"says nothing within {READY_S:.0f} s"
    while (left := end - time.monotonic()) > 0:
        try:
            seen = heard.get(timeout=left)
        except queue.Empty:
            break
        if isinstance(seen.event, Back):
            return
        if isinstance(seen.event, Lost) and seen.event.why is Why.REFUSED:
            refused = devices_common.refused(device)
            by_hand = "or open it at the terminal (Open), which is in the log as well"
            raise common.RefusedError(*refused.lines, by_hand, code=common.FAILS)
        last = words_of(seen.event, device)
    raise common.RefusedError(f"{device.name}: {last}", code=common.FAILS)


def _pulse(helper: DoorHelper, heard: "queue.Queue[Seen]", device: Chosen, ms: int) -> int:
    if not helper.unlock(ms, _REQUEST):
        raise common.RefusedError(f"{device.name} was lost just now", code=common.FAILS)
    end = time.monotonic() + ms / 1000 + SHUT_S
    began = time.monotonic()
    while (left := end - time.monotonic()) > 0:
        try:
            event = heard.get(timeout=left).event
        except queue.Empty:
            break
        print(f"{time.monotonic() - began:6.3f} s  {words_of(event, device)}")
        match event:
            case Unlocked():
                began = time.monotonic()
            case Locked():
                print("the door was told to open and to shut; did it click, and does it hold now?")
                return common.HOLDS
            case NotUnlocked() | Lost():
                return common.FAILS
    raise common.RefusedError(
        f"{device.name} did not say that it is shut: look at the door", code=common.FAILS
    )
