"""KMtronic USB and RS485 relay boards (9600 baud, 8N1): no checksum, no time-out of their own.

    FF | channel, from 1 | 00 off, 01 on

Source: the command tables of one public project, single.  `FF ch 03` asks, and the answer has the
same three bytes as a command; nothing here asks, and a board that reports is understood.  Three
bytes without a checksum: a flipped bit in the second or third may name another state.
"""

from drivers.events import BadFrame, DoorState
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken

START = 0xFF
LENGTH = 3
CHANNELS = range(1, 9)


def switch(channel: int, *, on: bool) -> bytes:
    """Bytes that switch a channel (counted from 1); ValueError for a channel no board has."""
    if channel not in CHANNELS:
        raise ValueError(f"channel {channel}: KMtronic boards have channels 1 to {CHANNELS[-1]}")
    return bytes((START, channel, int(on)))


def decoder() -> FrameDecoder:
    """Return a fresh decoder: DoorState and BadFrame, nothing else."""
    return FrameDecoder(take, LENGTH)


def take(data: bytes, ended: bool) -> Taken:
    """Judge the bytes at the front of `data`."""
    if data[0] != START:
        return SKIP_ONE
    if len(data) > 1 and data[1] not in CHANNELS:
        return 1, BadFrame(data[:2], f"no board has channel {data[1]}")
    if len(data) < LENGTH:
        return (1, BadFrame(data, "cut short")) if ended else NEED_MORE
    _, channel, state = data
    if state > 1:
        return 1, BadFrame(data, f"neither on nor off: {state:02X}")
    return LENGTH, DoorState(channel, on=bool(state))
