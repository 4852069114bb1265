"""A GY-614V by its register page: 16 registers that are read, written and sent by themselves.

sends     A4 03, first register, number of registers, what they hold, the sum of these modulo 256;
          by itself the registers 07 to 0D
hears     A4 03 register number sum: these registers; A4 06 register value sum: write one, without
          an answer; anything else is ignored

    02 rate: 0 to 3 for 1, 2, 5, 10 Hz        03 mode: 0 by itself, 1 when asked
    04 format: 0 bytes, 1 text                05 55 keeps the settings, AA those of the factory
    07 emissivity, 1 to 100                   08 object, 0A ambient, 0C body temperature

The shape of the text is not known, so with format 1 it sends nothing. Not known are also the rate
it has from the factory (here 1 Hz, by itself) and its conversion to body temperature (here 2.57 C
above the object, local practice). `out_of_range` reads FFFF as its sensor does when it fails.
"""

import struct

from simulators.faults import Fault
from simulators.thermometer.pace import Pace

RATES_HZ = (1.0, 2.0, 5.0, 10.0)
BODY_ABOVE_C = 2.57
FACTORY = bytes.fromhex("A4 02 00 00 00 00 64 62")
"""Registers 00 to 07."""
_COMMAND_BYTES = 5
_BY_ITSELF = (7, 7)


class Gy614V:
    """The device without its wire."""

    def __init__(self, now: float) -> None:
        self._kept = bytearray(FACTORY)
        self._settings = bytearray(FACTORY)
        self._pace = Pace(now, RATES_HZ[0])
        self._heard = b""
        self._measured = b""

    def step(
        self,
        now: float,
        heard: bytes,
        object_c: float,
        ambient_c: float,
        faults: frozenset[Fault] = frozenset(),
    ) -> list[bytes]:
        """Hear commands and return the frames that are sent at `now`."""
        if not self._pace.is_up(now):
            return []
        wanted = self._obey(now, heard)
        if not self._settings[3] and self._pace.is_due(now):
            wanted.append(_BY_ITSELF)
        if not wanted or self._settings[4]:
            return []
        if Fault.STUCK not in faults or not self._measured:
            seen = 0xFFFF / 100 if Fault.OUT_OF_RANGE in faults else object_c
            self._measured = measured(seen, ambient_c)
        registers = bytes(self._settings) + self._measured + b"\x5a\x01"
        return [framed(first, registers[first : first + count]) for first, count in wanted]

    def power_cycle(self, now: float) -> None:
        """Start again with the settings that were kept."""
        self._settings = bytearray(self._kept)
        self._pace.set_rate(now, RATES_HZ[self._settings[2]])
        self._pace.restart(now)
        self._heard = b""

    def next_wake(self) -> float | None:
        """Return when the next frame is due; None when the device waits to be asked."""
        return None if self._settings[3] else self._pace.next_wake()

    def _obey(self, now: float, heard: bytes) -> list[tuple[int, int]]:
        """Carry out the commands heard and return which registers they ask for."""
        self._heard += heard
        asked = []
        while len(self._heard) >= _COMMAND_BYTES:
            address, what, register, value, check = self._heard[:_COMMAND_BYTES]
            right = (address + what + register + value) % 256 == check
            if address not in (0, self._settings[0]) or not right:
                self._heard = self._heard[1:]
                continue
            self._heard = self._heard[_COMMAND_BYTES:]
            if what == 0x03 and value and register + value <= 16:
                asked.append((register, value))
            elif what == 0x06:
                self._write(now, register, value)
        return asked

    def _write(self, now: float, register: int, value: int) -> None:
        limits = {0: 254, 1: 7, 2: 3, 3: 1, 4: 1, 6: 255, 7: 100}
        if register == 5 and value == 0x55:
            self._kept = bytearray(self._settings)
        elif register == 5 and value == 0xAA:
            self._settings = bytearray(FACTORY)
        elif value <= limits.get(register, -1):
            self._settings[register] = value
        self._pace.set_rate(now, RATES_HZ[self._settings[2]])


def measured(object_c: float, ambient_c: float) -> bytes:
    """Return what the registers 08 to 0D hold, held to what two bytes can carry."""
    values = (object_c, ambient_c, object_c + BODY_ABOVE_C)
    return struct.pack(">HHH", *(min(0xFFFF, max(0, round(value * 100))) for value in values))


def framed(first: int, data: bytes) -> bytes:
    """Return the frame with these registers."""
    head = struct.pack("4B", 0xA4, 0x03, first, len(data)) + data
    return head + struct.pack("B", sum(head) & 0xFF)
