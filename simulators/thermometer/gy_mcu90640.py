"""A GY-MCU90640 as its manual describes it: streams pictures of 32 x 24 pixels, takes commands.

sends     5A 5A 02 06, 768 pixels and the chip's temperature (two bytes each, signed hundredths of
          a degree C, the lower byte first), and the sum of these 771 words modulo 65536. The first
          pixel of a row is the right-most one
hears     A5 15 nn rate of the port, A5 25 nn pictures a second, A5 35 01 or 02 one picture, or
          picture after picture, A5 45 nn emissivity, A5 55 01 tell the emissivity (answer 5A 5A nn
          sum), A5 65 01 keep all that; each with the sum of its three bytes

What is not kept is forgotten at the next power-up. That the pictures a second change at once is
assumed; the manual only says that the kept ones act after a power-cycle. The rate of the port is
accepted and changes nothing here (`--baud` sets it). `out_of_range` sends pixels of 327.67 C.
"""

import struct
from dataclasses import dataclass, replace

from simulators.faults import Fault
from simulators.heat import picture
from simulators.thermometer.pace import Pace

WIDTH, HEIGHT = 32, 24
FACE = (12, 10)
"""Where the middle of a face is, from the left and the top, as seen from beside the gate."""
FACTORY_BAUD = 115200
RATES_HZ = (0.5, 1.0, 2.0, 4.0, 8.0)
_COMMAND_BYTES = 4
_FAILED_C = 327.67


@dataclass(frozen=True, slots=True)
class Settings:
    """What commands change; the rate from the factory is not in the sources."""

    rate_hz: float = 4.0
    streams: bool = True
    emissivity: int = 95


class GyMcu90640:
    """The device without its wire; `face` is where people's faces are in its picture."""

    def __init__(self, now: float, face: tuple[int, int] = FACE) -> None:
        self._face = face
        self._kept = self._set = Settings()
        self._pace = Pace(now, self._set.rate_hz)
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
        """Hear commands and return what is sent at `now`."""
        if not self._pace.is_up(now):
            return []
        replies, wanted = self._obey(now, heard)
        if self._set.streams and self._pace.is_due(now):
            wanted += 1
        if not wanted:
            return replies
        if Fault.STUCK not in faults or self._last is None:
            seen_c = _FAILED_C if Fault.OUT_OF_RANGE in faults else object_c
            seen = picture(WIDTH, HEIGHT, self._face, seen_c, ambient_c)
            self._last = encode(seen, ambient_c)
        return replies + [self._last] * wanted

    def power_cycle(self, now: float) -> None:
        """Start again with what was kept."""
        self._set = self._kept
        self._heard = b""
        self._pace = Pace(now, self._set.rate_hz)
        self._pace.restart(now)

    def next_wake(self) -> float | None:
        """Return when the next picture is due; None when the device waits to be asked."""
        return self._pace.next_wake() if self._set.streams else None

    def _obey(self, now: float, heard: bytes) -> tuple[list[bytes], int]:
        """Carry out the commands heard; return the answers and how many pictures are asked for."""
        self._heard += heard
        replies, asked = [], 0
        while len(self._heard) >= _COMMAND_BYTES:
            start, code, value, check = self._heard[:_COMMAND_BYTES]
            if start != 0xA5 or (start + code + value) & 255 != check:
                self._heard = self._heard[1:]
                continue
            self._heard = self._heard[_COMMAND_BYTES:]
            if (code, value) == (0x55, 1):
                head = bytes([0x5A, 0x5A, self._set.emissivity])
                replies.append(head + bytes([sum(head) & 255]))
            elif (code, value) == (0x35, 1):
                self._set = replace(self._set, streams=False)
                asked += 1
            else:
                self._change(now, code, value)
        return replies, asked

    def _change(self, now: float, code: int, value: int) -> None:
        if code == 0x25 and value < len(RATES_HZ):
            self._set = replace(self._set, rate_hz=RATES_HZ[value])
            self._pace.set_rate(now, self._set.rate_hz)
        elif (code, value) == (0x35, 2):
            self._set = replace(self._set, streams=True)
        elif code == 0x45 and 0 < value <= 100:
            self._set = replace(self._set, emissivity=value)
        elif (code, value) == (0x65, 1):
            self._kept = self._set


def encode(rows: list[list[float]], ambient_c: float) -> bytes:
    """Return the frame of a picture given as a person sees it, held to what two bytes can carry."""
    pixels = [value for row in rows for value in reversed(row)]
    words = [min(32767, max(-32768, round(value * 100))) for value in (*pixels, ambient_c)]
    head = struct.pack("<HH769h", 0x5A5A, 0x0602, *words)
    total = sum(low + 256 * high for low, high in zip(head[::2], head[1::2], strict=True))
    return head + struct.pack("<H", total % 65536)
