"""What the tests of several scanners share: running a decoder, and harming what it hears."""

from collections.abc import Iterator

from drivers import registry
from drivers.events import BadFrame, CodeSeen, DriverEvent


def run(name: str, data: bytes, **options: object) -> list[DriverEvent]:
    """Return all events of these bytes and of the silence after them."""
    decoder = registry.decoder(name, **options)
    return [*decoder.receive(data), *decoder.idle()]


def codes(events: list[DriverEvent]) -> list[str]:
    """Return the texts of the codes among them."""
    return [event.payload for event in events if isinstance(event, CodeSeen)]


def bad(events: list[DriverEvent]) -> list[str]:
    """Return why frames among them are bad."""
    return [event.why for event in events if isinstance(event, BadFrame)]


def each_byte_lost(data: bytes) -> Iterator[bytes]:
    """Yield the bytes with each one missing in turn."""
    for at in range(len(data)):
        yield data[:at] + data[at + 1 :]


def each_bit_flipped(data: bytes) -> Iterator[bytes]:
    """Yield the bytes with each bit turned over in turn."""
    for at in range(8 * len(data)):
        turned = bytearray(data)
        turned[at // 8] ^= 1 << at % 8
        yield bytes(turned)
