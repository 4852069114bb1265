"""What cables do to a frame, and what a decoder makes of it, for the tests of all thermometers."""

from collections.abc import Iterator

from drivers import registry
from drivers.events import DriverEvent, NoTarget, TemperatureSample


def run(device: str, *pieces: bytes) -> list[DriverEvent]:
    """Return all that a fresh decoder says of these pieces and of the silence behind them."""
    decoder = registry.decoder(device)
    return [event for piece in pieces for event in decoder.receive(piece)] + decoder.idle()


def said(device: str, *pieces: bytes) -> list[DriverEvent]:
    """Return what a decoder takes for measured: temperatures, and that nobody is there."""
    return [
        event for event in run(device, *pieces) if isinstance(event, TemperatureSample | NoTarget)
    ]


def each_byte_lost(frame: bytes) -> Iterator[bytes]:
    """Give the frame without its first byte, without its second, and so on."""
    for lost in range(len(frame)):
        yield frame[:lost] + frame[lost + 1 :]


def each_bit_flipped(frame: bytes) -> Iterator[bytes]:
    """Give the frame with one bit turned over, for each of its bits."""
    for bit in range(len(frame) * 8):
        turned = bytearray(frame)
        turned[bit // 8] ^= 1 << bit % 8
        yield bytes(turned)


def each_cut(frame: bytes) -> Iterator[bytes]:
    """Give the frame cut behind its first byte, behind its second, up to its last but one."""
    for length in range(1, len(frame)):
        yield frame[:length]
