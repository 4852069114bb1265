"""LCUS relay boards on a CH340 (9600 baud, 8N1): no acknowledgement, no time-out of their own.

    A0 | channel, from 1 | 00 off, 01 on | low 8 bits of the sum of the bytes before

Source: five public drivers agree.  The status commands of the boards differ, and what asks on
one may switch on another, so nothing here ever asks; a board that reports by itself, in the
same four bytes, is understood.
"""

from drivers.events import BadFrame, DoorState, Reply
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken, sum8

START = 0xA0
LENGTH = 4
CHANNELS = range(1, 17)


def switch(channel: int, *, on: bool) -> bytes:
    """Bytes that switch a channel (counted from 1); ValueError for a channel no board has."""
    if channel not in CHANNELS:
        raise ValueError(f"channel {channel}: LCUS boards have channels 1 to {CHANNELS[-1]}")
    body = bytes((START, channel, int(on)))
    return body + bytes((sum8(body),))


def decoder() -> FrameDecoder:
    """Return a fresh decoder: DoorState, Reply for any other operation, and BadFrame."""
    return FrameDecoder(take, LENGTH)


def take(data: bytes, ended: bool) -> Taken:
    """Judge the bytes at the front of `data`."""
    if data[0] != START:
        return SKIP_ONE
    if len(data) < LENGTH:
        return (1, BadFrame(data, "cut short")) if ended else NEED_MORE
    _, channel, operation, check = data
    if sum8(data[:-1]) != check:
        return 1, BadFrame(data, "checksum")
    if channel not in CHANNELS:
        return 1, BadFrame(data, f"no board has channel {channel}")
    if operation > 1:
        return LENGTH, Reply(f"operation {operation:02X}", data)
    return LENGTH, DoorState(channel, on=bool(operation))
