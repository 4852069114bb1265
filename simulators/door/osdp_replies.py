"""What a simulated OSDP panel does on each command, and its timed outputs.

    60 POLL -> ACK    61 ID -> 45 what it is    62 CAP -> 46 what it can    65 OSTAT -> 4A outputs
    68 OUT  -> ACK    69 LED, 6A BUZ -> ACK     6E COMSET -> 54 the new address and rate

OUT, four bytes each: output from 0; 00 nothing, 01 off, 02 on, both at once and for good; 03 off,
04 on, after a running time; 05 on for a time, 06 off for a time; the time (2) in 100 ms.
"""

from dataclasses import dataclass, field

from simulators.relays import Relays, Switched

ACK, NAK, IDENTITY, ABILITIES, STATES, SPEECH = 0x40, 0x41, 0x45, 0x46, 0x4A, 0x54
_BAD_LENGTH, _BAD_VALUE = 2, 9
TICK_S = 0.1

_IDENTITY = bytes.fromhex("000001 01 01 78563412 000001")
"""Vendor, model, version, serial number, firmware: all invented."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply and its data; `address` when the panel has another one from now on."""

    code: int
    data: bytes = b""
    address: int | None = None


def nak(why: int) -> Reply:
    """Return the refusal with its reason."""
    return Reply(NAK, bytes((why,)))


@dataclass(slots=True)
class Outputs:
    """The outputs: their lasting states, and until when those switched for a time are."""

    relays: Relays
    _lasting: set[int] = field(default_factory=set)
    _ends: dict[int, float] = field(default_factory=dict)

    def carry_out(
        self, now: float, command: int, data: bytes, changes: list[Switched]
    ) -> Reply | None:
        """Carry out a command and add what changed; None for one that is not known."""
        match command:
            case 0x60 | 0x69 | 0x6A:
                return Reply(ACK)
            case 0x61:
                return Reply(IDENTITY, _IDENTITY)
            case 0x62:
                # 02 outputs, 04 LED, 05 sound, 08 CRC, 09 no encryption; each: level, count.
                abilities = (2, 4, self.relays.channels, 4, 1, 1, 5, 1, 1, 8, 1, 0, 9, 0, 0)
                return Reply(ABILITIES, bytes(abilities))
            case 0x65:
                channels = range(1, self.relays.channels + 1)
                return Reply(STATES, bytes(int(one in self.relays.on) for one in channels))
            case 0x68:
                return self._out(now, data, changes)
            case 0x6E:
                if len(data) != 5 or data[0] > 0x7E:
                    return nak(_BAD_LENGTH if len(data) != 5 else _BAD_VALUE)
                return Reply(SPEECH, data, address=data[0])
            case _:
                return None

    def expire(self, now: float) -> list[Switched]:
        """End the times that are over: the lasting state holds again."""
        changes: list[Switched] = []
        for channel in [channel for channel, end in self._ends.items() if now >= end]:
            del self._ends[channel]
            changes += self.relays.switch(now, channel, channel in self._lasting)
        return changes

    def fall(self, now: float) -> list[Switched]:
        """Power is gone: all outputs are off, and no time runs."""
        self._lasting.clear()
        self._ends.clear()
        return self.relays.fall(now)

    def next_end(self) -> float | None:
        """Return when the next time is over."""
        return min(self._ends.values(), default=None)

    def _out(self, now: float, data: bytes, changes: list[Switched]) -> Reply:
        if not data or len(data) % 4:
            return nak(_BAD_LENGTH)
        orders = [data[at : at + 4] for at in range(0, len(data), 4)]
        if any(order[0] >= self.relays.channels or order[1] > 6 for order in orders):
            return nak(_BAD_VALUE)
        for output, code, low, high in orders:
            self._order(now, output + 1, code, (low + 256 * high) * TICK_S, changes)
        return Reply(ACK)

    def _order(
        self, now: float, channel: int, code: int, seconds: float, changes: list[Switched]
    ) -> None:
        if code in (1, 2, 3, 4):
            (self._lasting.add if code in (2, 4) else self._lasting.discard)(channel)
        if code in (1, 2):
            self._ends.pop(channel, None)
        if code in (1, 2) or (code in (3, 4) and channel not in self._ends):
            changes += self.relays.switch(now, channel, channel in self._lasting)
        if code in (5, 6):
            self._ends[channel] = now + seconds
            changes += self.relays.switch(now, channel, code == 5)
