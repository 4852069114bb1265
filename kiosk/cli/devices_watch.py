"""`kiosk devices watch`: what a device says, live, with what to do when it says nothing."""

import argparse
from collections import deque

from drivers.events import Back, BadFrame, Lost, Noisy, NoTarget, OtherBaud, Seen, TemperatureSample
from kiosk.cli import common, devices_common
from kiosk.cli.devices_common import Bytes, Chosen, Listening
from kiosk.cli.devices_words import words_of
from kiosk.cli.moment import now

HELP = "live readings of a device"
_HINTS = {
    "scanner": "a scanner says nothing until it reads: show it a code",
    "card_reader": "lay a card on it",
    "door": "a relay says little by itself: `kiosk devices test-open` tries it",
}
_RATE_OVER_S = 2.0
_SHOWN_BYTES = 32


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments."""
    devices_common.add_device(parser)
    parser.add_argument("--bytes", action="store_true", help="show the bytes as hex as well")
    devices_common.add_seconds(parser)
    devices_common.add_personal(parser)


def run(args: argparse.Namespace) -> int:
    """Print each event; ends on Ctrl+C or after --seconds; 1 when nothing good was heard."""
    device = devices_common.calibrated(args, devices_common.chosen(args))
    if args.bytes:
        devices_common.personal_allowed(args, device, "watch")
    print(f"{device.name}: {device.driver} at {device.port}, {device.rate} baud; Ctrl+C ends")
    if hint := _HINTS.get(device.kind):
        print(hint)
    screen = _Screen(device, unmasked=args.bytes)
    try:
        with Listening(device, with_bytes=args.bytes) as listening:
            for one in listening.events(args.seconds):
                screen.show(one)
    except KeyboardInterrupt:
        print()
    print(screen.summary())
    return common.HOLDS if screen.good else common.FAILS


class _Screen:
    """Prints one line an event, and counts."""

    def __init__(self, device: Chosen, *, unmasked: bool) -> None:
        self.good = 0
        self._device = device
        self._unmasked = unmasked
        self._bad = 0
        self._samples: deque[float] = deque(maxlen=1000)

    def show(self, one: Seen | Bytes) -> None:
        """Print what came."""
        if isinstance(one, Bytes):
            for start in range(0, len(one.data), _SHOWN_BYTES):
                part = one.data[start : start + _SHOWN_BYTES]
                self._print(f"bytes {part.hex(' ').upper()}")
            return
        devices_common.stop_if_refused(one, self._device)
        said = words_of(one.event, self._device, unmasked=self._unmasked)
        if isinstance(one.event, TemperatureSample | NoTarget):
            said = f"{said}  {self._per_second(one.at):.1f}/s"
        self._count(one)
        self._print(said)

    def summary(self) -> str:
        """Say in one line what was heard."""
        return f"{self.good} events, {self._bad} of trouble"

    def _count(self, seen: Seen) -> None:
        """Count what a device said; that its port could be opened is not yet a word of it."""
        if isinstance(seen.event, BadFrame | Lost | Noisy | OtherBaud):
            self._bad += 1
        elif not isinstance(seen.event, Back):
            self.good += 1

    def _per_second(self, at: float) -> float:
        self._samples.append(at)
        while self._samples[0] < at - _RATE_OVER_S:
            self._samples.popleft()
        span = at - self._samples[0]
        return (len(self._samples) - 1) / span if span > 0 else 0.0

    def _print(self, said: str) -> None:
        at = now().wall.astimezone()
        print(f"{at:%H:%M:%S}.{at.microsecond // 1000:03}  {said}", flush=True)
