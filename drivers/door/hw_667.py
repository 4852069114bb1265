"""HW-667 relay boards (9600 baud, 8N1): one byte a command, a pulse of their own, one relay.

    AA on    BB off    CC on for 1 s, then off by itself

Source: the command table of one public project, single.  No answer of the board is known.  `CC` is
the only timer: it bounds pulses of up to 1 s.  A longer pulse, or one that is made longer while it
runs, needs `AA`, and then the timer of the door helper is the only one.
"""

from drivers.door.board import Board, Place, SerialBoard
from drivers.events import BadFrame
from drivers.framing import FrameDecoder, Taken
from drivers.link import SerialLink

ON, OFF, PULSE = b"\xaa", b"\xbb", b"\xcc"
PULSE_S = 1.0


def decoder() -> FrameDecoder:
    """Return a fresh decoder, to which every byte is a bad one."""
    return FrameDecoder(take, 1)


def take(data: bytes, ended: bool) -> Taken:
    """Judge one byte, with or without an end after it."""
    del ended
    return 1, BadFrame(data[:1], "no answer is known of this board")


def on(seconds: float, unlocked: bool) -> bytes:
    """Bytes that unlock for so long; a running pulse becomes a lasting one, never a new pulse.

    Whether `CC` begins anew while the board pulses is not known.
    """
    return PULSE if seconds <= PULSE_S and not unlocked else ON


def board(place: Place) -> Board:
    """Return the board at a place; ValueError when it cannot be."""
    place.only()
    if place.channel != 1:
        raise ValueError(f"channel {place.channel}: an HW-667 board has one relay, channel 1")
    return SerialBoard(SerialLink(place.port, place.baud), on, OFF)
