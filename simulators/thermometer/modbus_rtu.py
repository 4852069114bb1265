"""A Modbus RTU thermometer with the registers of an MQ485A: answers only when it is asked.

hears     unit, 03 or 04, first register, how many (two bytes each, the higher first), CRC; what
          is for another unit or has a wrong CRC gets no answer
sends     unit, 03 or 04, number of bytes, the registers, CRC; or unit, 83 or 84 and 01 for another
          function, 02 for registers there are not, 03 for none or more than 125 at once
registers 0 object, 1 reference, 2 to 7 zero; hundredths of a degree C, as two's complement

The CRC has the polynomial A001 and begins with FFFF, its lower byte is sent first. The answer comes
20 ms after the question. `out_of_range` sends 8000, which is -327.68 C.
"""

import struct

from simulators.faults import RESTART_S, Fault

UNIT = 1
REGISTERS = 8
DELAY_S = 0.02
_REQUEST_BYTES = 8
_LARGEST_COUNT = 125
_READS = (3, 4)


class ModbusThermometer:
    """The device without its wire; `unit` is its number on the wire."""

    def __init__(self, now: float, unit: int = UNIT) -> None:
        self._unit = unit
        self._silent_until = now
        self._heard = b""
        self._asked: list[tuple[float, bytes]] = []
        self._last: list[int] | None = None

    def step(
        self,
        now: float,
        heard: bytes,
        object_c: float,
        ambient_c: float,
        faults: frozenset[Fault] = frozenset(),
    ) -> list[bytes]:
        """Hear requests and return the answers that are sent at `now`."""
        if now < self._silent_until:
            return []
        self._asked += [(now + DELAY_S, request) for request in self._requests(heard)]
        due = [request for at, request in self._asked if at <= now]
        if not due:
            return []
        self._asked = self._asked[len(due) :]
        if Fault.STUCK not in faults or self._last is None:
            measured = [-327.68] * 2 if Fault.OUT_OF_RANGE in faults else [object_c, ambient_c]
            self._last = [_raw(value) for value in measured] + [0] * (REGISTERS - 2)
        return [self._answer(request, self._last) for request in due]

    def power_cycle(self, now: float) -> None:
        """Start again: deaf and silent for a while."""
        self._silent_until = now + RESTART_S
        self._heard = b""
        self._asked = []

    def next_wake(self) -> float | None:
        """Return when an answer is due; None when the device waits to be asked."""
        return self._asked[0][0] if self._asked else None

    def _requests(self, heard: bytes) -> list[bytes]:
        """Return the requests for this unit that have come, also in pieces and among noise."""
        self._heard += heard
        requests = []
        while len(self._heard) >= _REQUEST_BYTES:
            request = self._heard[:_REQUEST_BYTES]
            if request[0] == self._unit and crc(request[:-2]) == request[-2:]:
                requests.append(request)
                self._heard = self._heard[_REQUEST_BYTES:]
            else:
                self._heard = self._heard[1:]
        return requests

    def _answer(self, request: bytes, registers: list[int]) -> bytes:
        _, function, first, count = struct.unpack(">BBHH", request[:-2])
        if function not in _READS:
            return error(self._unit, function, 1)
        if not 0 < count <= _LARGEST_COUNT:
            return error(self._unit, function, 3)
        if first + count > len(registers):
            return error(self._unit, function, 2)
        return encode(self._unit, function, registers[first : first + count])


def encode(unit: int, function: int, registers: list[int]) -> bytes:
    """Return the answer that holds these registers."""
    values = struct.pack(f">{len(registers)}H", *registers)
    head = bytes([unit, function, len(values)]) + values
    return head + crc(head)


def error(unit: int, function: int, why: int) -> bytes:
    """Return the answer of a device that does not do what it was asked for."""
    head = bytes([unit, function | 0x80, why])
    return head + crc(head)


def crc(data: bytes) -> bytes:
    """Return the two bytes that end a frame."""
    rest = 0xFFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0xA001 if rest & 1 else 0)
    return struct.pack("<H", rest)


def _raw(value: float) -> int:
    return min(0x7FFF, max(-0x8000, round(value * 100))) & 0xFFFF
