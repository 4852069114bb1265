"""A GY-MCU90615 as its maker's text describes it: streams frames, answers two commands.

sends     5A 5A 45 04, object and ambient in hundredths of a degree C (two bytes each, the
          higher first), then the sum of these eight bytes modulo 256
hears     A5 15 BA one frame, A5 45 EA stream at 10 Hz, A5 51 F6 / A5 52 F7 stream after the
          next power-up or not; anything else is ignored without an answer
"""

import struct

from simulators.faults import RESTART_S, Fault

RATE_HZ = 10.0
_COMMAND_BYTES = 3


class GyMcu90615:
    """The device without its wire: bytes and temperatures in, frames out.

    `streams_at_power_up` is on for boards of the second version and the 90614, off for the first.
    """

    def __init__(self, now: float, *, streams_at_power_up: bool = True) -> None:
        self._streams_at_power_up = streams_at_power_up
        self._streams = streams_at_power_up
        self._next_at = now
        self._silent_until = now
        self._heard = b""
        self._stuck: bytes | None = None

    def step(
        self,
        now: float,
        heard: bytes,
        object_c: float,
        ambient_c: float,
        faults: frozenset[Fault] = frozenset(),
    ) -> list[bytes]:
        """Hear commands and return the frames that are sent at `now`."""
        wanted = self._obey(heard)
        if now < self._silent_until:
            return []
        if self._streams and now >= self._next_at:
            wanted += 1
            # A device that was held up does not catch up: it has sent nothing meanwhile.
            following = self._next_at + 1 / RATE_HZ
            self._next_at = following if following > now else now + 1 / RATE_HZ
        return [self._frame(object_c, ambient_c, faults)] * wanted

    def power_cycle(self, now: float) -> None:
        """Start again: commands are forgotten but for what holds after power-up."""
        self._streams = self._streams_at_power_up
        self._silent_until = now + RESTART_S
        self._next_at = self._silent_until
        self._heard = b""

    def next_wake(self) -> float | None:
        """Return when the next frame is due; None when the device waits to be asked."""
        return max(self._next_at, self._silent_until) if self._streams else None

    def _obey(self, heard: bytes) -> int:
        """Carry out the commands heard and return how many single frames they ask for."""
        self._heard += heard
        asked = 0
        while len(self._heard) >= _COMMAND_BYTES:
            start, code, check = self._heard[:_COMMAND_BYTES]
            if start != 0xA5 or (start + code) % 256 != check:
                self._heard = self._heard[1:]
                continue
            self._heard = self._heard[_COMMAND_BYTES:]
            match code:
                case 0x15:
                    asked += 1
                case 0x45:
                    self._streams = True
                case 0x51 | 0x52:
                    self._streams_at_power_up = code == 0x52
        return asked

    def _frame(self, object_c: float, ambient_c: float, faults: frozenset[Fault]) -> bytes:
        if Fault.STUCK in faults and self._stuck is not None:
            return self._stuck
        if Fault.OUT_OF_RANGE in faults:
            object_c = 0xFFFF / 100
        self._stuck = encode(object_c, ambient_c)
        return self._stuck


def encode(object_c: float, ambient_c: float) -> bytes:
    """Return the frame for these temperatures, held to what two bytes can carry."""
    values = [min(0xFFFF, max(0, round(value * 100))) for value in (object_c, ambient_c)]
    head = b"ZZE\x04" + struct.pack(">HH", *values)
    return head + struct.pack("B", sum(head) % 256)
