"""An HM (Heimann) body-temperature module: says nothing by itself, answers one question.

hears     A5 55 01 FB; anything else is ignored without an answer
sends     A5, one byte of unknown meaning (here 55), temperature in hundredths of a degree C (the
          lower byte first), column and row of the hottest pixel, the sum of these modulo 256

With nobody there it sends zeros. How it tells that is not known: here everybody is warmer than
25 C (local practice). `out_of_range` sends FFFF.
"""

import struct

from simulators.faults import RESTART_S, Fault

NOBODY_BELOW_C = 25.0
PIXEL = (14, 11)
_QUESTION = b"\xa5U\x01\xfb"


class HeimannHm:
    """The device without its wire."""

    def __init__(self, now: float) -> None:
        self._silent_until = now
        self._heard = b""
        self._last: bytes | None = None

    def step(
        self,
        now: float,
        heard: bytes,
        object_c: float,
        ambient_c: float,
        faults: frozenset[Fault] = frozenset(),
    ) -> list[bytes]:
        """Hear questions and return as many answers; the air changes nothing."""
        if now < self._silent_until:
            return []
        asked = self._count(heard)
        if not asked:
            return []
        if Fault.STUCK not in faults or self._last is None:
            self._last = encode(0xFFFF / 100 if Fault.OUT_OF_RANGE in faults else object_c)
        return [self._last] * asked

    def power_cycle(self, now: float) -> None:
        """Start again: deaf and silent for a while."""
        self._silent_until = now + RESTART_S
        self._heard = b""

    def next_wake(self) -> float | None:
        """Return None: the device waits to be asked."""
        return None

    def _count(self, heard: bytes) -> int:
        """Return how many questions have come, also in pieces and among noise."""
        *questions, rest = (self._heard + heard).split(_QUESTION)
        self._heard = rest[1 - len(_QUESTION) :]
        return len(questions)


def encode(object_c: float) -> bytes:
    """Return the answer for a temperature, held to what two bytes can carry."""
    nobody = object_c < NOBODY_BELOW_C
    raw = 0 if nobody else min(0xFFFF, round(object_c * 100))
    x, y = (0, 0) if nobody else PIXEL
    head = struct.pack("<BBHBB", 0xA5, 0x55, raw, x, y)
    return head + bytes([sum(head) & 255])
