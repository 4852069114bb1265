"""An OSDP panel with relays on RS485: answers when it is asked, and ends timed outputs by itself.

    hears   53, address or 7F, length (2), control, command, data, CRC (2) or sum (1); FF may lead
    says    53, address + 80, length (2), the same sequence, reply, data, and the same check

The commands and their replies are in `osdp_replies.py`. Control: bits 0-1 sequence, 04 CRC. A
sequence of 0 begins anew, the last one again asks for the last reply again; anything else is
answered `NAK 04`. A wrong CRC is answered `NAK 01`, an unknown command `NAK 03`, a request for
encryption `NAK 06`: this panel has none. Fault `stuck`: the contacts are welded, also when a timer
ends. `out_of_range`: it answers polls with a reply that OSDP does not have. A COMSET changes the
address, not the rate of the simulated wire.
"""

from simulators.door.osdp_replies import Outputs, Reply, nak
from simulators.faults import Fault
from simulators.relays import Relays, Switched

START, MARK, EVERYBODY = 0x53, 0xFF, 0x7F
LONGEST = 1440
_CRC, _SECURE = 0x04, 0x08
_BAD_CHECK, _UNKNOWN, _SEQUENCE, _NO_SECURITY = 1, 3, 4, 6


class OsdpPanel:
    """The panel without its wire; all outputs are off when power comes."""

    def __init__(self, address: int = 0, channels: int = 2) -> None:
        self.address = address
        self.relays = Relays(channels)
        self._outputs = Outputs(self.relays)
        self._heard = b""
        self._sequence: int | None = None
        self._last = b""

    def step(
        self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()
    ) -> tuple[list[Switched], list[bytes]]:
        """Hear bytes, let timers run out; return the outputs that changed and the replies."""
        self.relays.stuck = Fault.STUCK in faults
        changes = self._outputs.expire(now)
        replies: list[bytes] = []
        self._heard += heard
        while (packet := self._packet()) is not None:
            reply = self._answer(now, packet, changes, faults)
            if reply:
                replies.append(reply)
        return changes, replies

    def power_off(self, now: float) -> list[Switched]:
        """Power is gone: every output falls off, and the conversation is forgotten."""
        self._heard = b""
        self._sequence = None
        return self._outputs.fall(now)

    def next_wake(self) -> float | None:
        """Return when the next timed output is over."""
        return self._outputs.next_end()

    def _packet(self) -> bytes | None:
        """Take the next packet that is whole; None while there is none."""
        while self._heard:
            if self._heard[0] != START:
                self._heard = self._heard[1:]
                continue
            if len(self._heard) < 5:
                return None
            length = int.from_bytes(self._heard[2:4], "little")
            if not 7 <= length <= LONGEST or self._heard[1] & 0x80:
                self._heard = self._heard[1:]
                continue
            if len(self._heard) < length:
                return None
            packet = self._heard[:length]
            if checked(packet):
                self._heard = self._heard[length:]
            else:
                # The length itself may be what was harmed: look one byte onward.
                self._heard = self._heard[1:]
            return packet
        return None

    def _answer(
        self, now: float, packet: bytes, changes: list[Switched], faults: frozenset[Fault]
    ) -> bytes:
        if packet[1] not in (self.address, EVERYBODY):
            return b""
        control = packet[4]
        if not checked(packet):
            return self._reply(packet, nak(_BAD_CHECK))
        sequence = control & 3
        if sequence == 0:
            self._sequence = 0
        elif sequence == self._sequence:
            return self._last
        elif self._sequence is None or sequence != self._sequence % 3 + 1:
            return self._reply(packet, nak(_SEQUENCE))
        self._sequence = sequence
        if control & _SECURE:
            reply = nak(_NO_SECURITY)
        else:
            body = packet[5 : -2 if control & _CRC else -1]
            reply = self._carry_out(now, body, changes, faults)
        self._last = self._reply(packet, reply)
        if reply.address is not None:
            self.address = reply.address
        return self._last

    def _carry_out(
        self, now: float, body: bytes, changes: list[Switched], faults: frozenset[Fault]
    ) -> Reply:
        if Fault.OUT_OF_RANGE in faults and body[0] == 0x60:
            return Reply(0x3F)
        reply = self._outputs.carry_out(now, body[0], body[1:], changes)
        return nak(_UNKNOWN) if reply is None else reply

    def _reply(self, packet: bytes, reply: Reply) -> bytes:
        # To everybody is answered as everybody; encryption is never answered with encryption.
        address = EVERYBODY if packet[1] == EVERYBODY else self.address
        control = packet[4] & (3 | _CRC)
        return framed(address | 0x80, control, bytes((reply.code,)) + reply.data)


def framed(address: int, control: int, body: bytes) -> bytes:
    """Build a packet around a command or reply with its data."""
    tail = 2 if control & _CRC else 1
    length = 5 + len(body) + tail
    packet = bytes((START, address)) + length.to_bytes(2, "little") + bytes((control,)) + body
    if control & _CRC:
        return packet + crc16(packet).to_bytes(2, "little")
    return packet + bytes((-sum(packet) & 0xFF,))


def checked(packet: bytes) -> bool:
    """Whether the CRC or the sum of a packet is right."""
    if packet[4] & _CRC:
        return crc16(packet[:-2]) == int.from_bytes(packet[-2:], "little")
    return sum(packet) & 0xFF == 0


def crc16(data: bytes) -> int:
    """CRC-16 with polynomial 1021, begun with 1D0F."""
    crc = 0x1D0F
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc
