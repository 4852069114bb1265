"""What goes wrong between a device and the kiosk: faults of the wire and of devices, by name.

    freeze       the device says nothing more, the port stays
    noise        random bytes between frames, and one bit in about a hundred bytes turned over
    wrong_baud   the device was set to another rate: 115200 baud, or 9600 if it had 115200
    cut          every other frame stops in the middle
    slow         the bytes of a frame come 20 ms apart
    stuck        frames go on, what they say stays as it is
    out_of_range the device sends what it cannot have measured or read
    restart      the device starts again: silent for 1.5 s, then as after power-up
    unplug       the port goes away until it is plugged in again

The first five are played here; the device itself plays `stuck`, `out_of_range` and `restart` (each
module says how), the pty `unplug`.
"""

import random
from collections import deque
from enum import StrEnum

SLOW_BYTE_S = 0.02
RESTART_S = 1.5
WRONG_BAUD = {115200: 9600}
"""What a device is set to by the fault; 115200 where it is not named."""


class Fault(StrEnum):
    """Every fault a simulated device can be told to have."""

    FREEZE = "freeze"
    NOISE = "noise"
    WRONG_BAUD = "wrong_baud"
    CUT = "cut"
    SLOW = "slow"
    STUCK = "stuck"
    OUT_OF_RANGE = "out_of_range"
    RESTART = "restart"
    UNPLUG = "unplug"


class Wire:
    """Carries frames to the other side, and harms them as told; times in seconds.

    `baud` is the rate of the device, None for a wire without one (USB). What the other side has
    set its port to is given with each frame, so that a wrong rate garbles as it does on a UART.
    """

    def __init__(self, seed: int, baud: int | None = None) -> None:
        self.faults: set[Fault] = set()
        self._baud = baud
        self._chance = random.Random(seed)
        self._frames = 0
        self._under_way: deque[tuple[float, bytes]] = deque()

    @property
    def baud(self) -> int | None:
        """The rate at which the device speaks and listens now."""
        if self._baud is not None and Fault.WRONG_BAUD in self.faults:
            return WRONG_BAUD.get(self._baud, 115200)
        return self._baud

    def hear(self, data: bytes, sent_baud: int | None) -> bytes:
        """Return what the device makes of bytes sent to it at a rate."""
        if self.baud is None or sent_baud is None or not data:
            return data
        return misread(data, sent_baud, self.baud)

    def send(self, now: float, frame: bytes, heard_baud: int | None = None) -> None:
        """Put one frame on the wire to a receiver with a rate; None for the device's own."""
        self._frames += 1
        if Fault.FREEZE in self.faults:
            return
        if Fault.CUT in self.faults and self._frames % 2:
            frame = frame[: self._chance.randrange(1, len(frame))]
        if Fault.NOISE in self.faults:
            frame = self._harm(frame)
        if self.baud is not None and heard_baud is not None:
            frame = misread(frame, self.baud, heard_baud)
        if Fault.SLOW not in self.faults:
            self._under_way.append((now, frame))
        elif not self._under_way:
            self._under_way.extend(
                (now + at * SLOW_BYTE_S, bytes((byte,))) for at, byte in enumerate(frame)
            )

    def due(self, now: float) -> bytes:
        """Return the bytes that have arrived by now; what was slow comes at once after that."""
        arrived = b""
        slow = Fault.SLOW in self.faults
        while self._under_way and not (slow and self._under_way[0][0] > now):
            arrived += self._under_way.popleft()[1]
        return arrived

    def next_due(self) -> float | None:
        """Return when the next byte arrives; None when nothing is under way."""
        return self._under_way[0][0] if self._under_way else None

    def _harm(self, frame: bytes) -> bytes:
        turned = bytearray(frame)
        for at in range(len(turned)):
            if self._chance.random() < 0.01:
                turned[at] ^= 1 << self._chance.randrange(8)
        return bytes(turned) + self._chance.randbytes(self._chance.randrange(6))


def misread(data: bytes, sent_baud: int, heard_baud: int) -> bytes:
    """Return what a UART hears at one rate of bytes that were sent at another (8N1).

    Each byte is a low start bit, eight bits from the lowest on, and a high stop bit, one after the
    other; the receiver looks at the middle of each of its own bits, counted from the edge of a
    start bit. A byte whose stop bit is low is handed on as it was heard, as the Linux driver does
    without parity checks.
    """
    if sent_baud == heard_baud:
        return data
    line: list[int] = []
    for byte in data:
        line += [0, *((byte >> place) & 1 for place in range(8)), 1]

    def level(at: float) -> int:
        place = int(at)
        return line[place] if place < len(line) else 1

    bit = sent_baud / heard_baud
    heard = bytearray()
    at = 0.0
    while (start := _falls(line, at)) is not None:
        heard.append(sum(level(start + (1.5 + place) * bit) << place for place in range(8)))
        at = start + 9.5 * bit
        # Without its stop bit a receiver waits for the line to be high before the next start bit.
        while at < len(line) and not level(at):
            at = int(at) + 1.0
    return bytes(heard)


def _falls(line: list[int], at: float) -> int | None:
    """Return where the next start bit begins; None when the line stays high."""
    try:
        return line.index(0, int(at))
    except ValueError:
        return None
