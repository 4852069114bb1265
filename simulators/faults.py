"""What goes wrong between a device and the kiosk: faults of the wire, by name.

    freeze       the device says nothing more, the port stays
    noise        random bytes between frames, and one bit in about a hundred bytes turned over
    wrong_baud   the receiver listens twelve times too fast (9600 sent, 115200 expected)
    cut          every other frame stops in the middle
    slow         the bytes of a frame come 20 ms apart
    stuck        frames go on, the values stay as they are
    out_of_range the sensor failed: it sends raw FFFF
    restart      the device starts again: silent for 1.5 s, then as after power-up
    unplug       the port goes away until it is plugged in again

The first five are played here; the device itself plays `stuck`, `out_of_range` and `restart`, the
pty `unplug`.
"""

import random
from collections import deque
from enum import StrEnum

SLOW_BYTE_S = 0.02
RESTART_S = 1.5
BAUD_RATIO = 12


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
    """Carries frames to the other side, and harms them as told; times in seconds."""

    def __init__(self, seed: int) -> None:
        self.faults: set[Fault] = set()
        self._chance = random.Random(seed)
        self._frames = 0
        self._under_way: deque[tuple[float, bytes]] = deque()

    def send(self, now: float, frame: bytes) -> None:
        """Put one frame on the wire."""
        self._frames += 1
        if Fault.FREEZE in self.faults:
            return
        if Fault.CUT in self.faults and self._frames % 2:
            frame = frame[: self._chance.randrange(1, len(frame))]
        if Fault.NOISE in self.faults:
            frame = self._harm(frame)
        if Fault.WRONG_BAUD in self.faults:
            frame = misread(frame)
        if Fault.SLOW not in self.faults:
            self._under_way.append((now, frame))
        elif not self._under_way:
            self._under_way.extend(
                (now + at * SLOW_BYTE_S, bytes((byte,))) for at, byte in enumerate(frame)
            )

    def due(self, now: float) -> bytes:
        """Return the bytes that have arrived by now."""
        arrived = b""
        while self._under_way and self._under_way[0][0] <= now:
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


def misread(data: bytes, ratio: int = BAUD_RATIO) -> bytes:
    """Return what a UART hears that samples `ratio` times faster than the sender sends (8N1).

    Each byte is a low start bit, eight bits from the lowest on, and a high stop bit; a byte whose
    stop bit is low is handed on as it was heard, as the Linux driver does without parity checks.
    """
    line: list[int] = []
    for byte in data:
        bits = [0, *((byte >> place) & 1 for place in range(8)), 1]
        line += [bit for bit in bits for _ in range(ratio)]
    line += [1] * 10
    heard = bytearray()
    at = 0
    while at + 10 <= len(line):
        if line[at]:
            at += 1
            continue
        heard.append(sum(line[at + 1 + place] << place for place in range(8)))
        at += 9
        # Without its stop bit a receiver waits for the line to be high before the next start bit.
        while at < len(line) and not line[at]:
            at += 1
    return bytes(heard)
