"""Every decoder passes the same gauntlet, however the wire cuts the bytes."""

import random

import pytest

from drivers import registry
from drivers.events import DriverEvent
from drivers.framing import Decoder
from tests.drivers import vectors
from tests.drivers.vectors import Vector

NAMES = registry.names()
VECTORS = [vector for name in NAMES for vector in vectors.of(name)]
GOOD = [vector for vector in VECTORS if "BadFrame" not in str(vector.events)]


def run(device: str, *pieces: bytes) -> list[DriverEvent]:
    decoder = registry.decoder(device)
    events = [event for piece in pieces for event in decoder.receive(piece)]
    return [vectors.alike(event) for event in events + decoder.idle()]


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_a_whole_frame_says_what_its_vector_states(vector: Vector) -> None:
    assert run(vector.device, vector.data) == vector.events


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_a_frame_cut_anywhere_says_the_same(vector: Vector) -> None:
    for cut in range(len(vector.data) + 1):
        assert run(vector.device, vector.data[:cut], vector.data[cut:]) == vector.events


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_a_frame_byte_by_byte_says_the_same(vector: Vector) -> None:
    assert run(vector.device, *(bytes((byte,)) for byte in vector.data)) == vector.events


@pytest.mark.parametrize("vector", GOOD, ids=str)
def test_two_frames_glued_together_are_both_read(vector: Vector) -> None:
    assert run(vector.device, vector.data + vector.data) == vector.events * 2


@pytest.mark.parametrize("name", NAMES)
def test_noise_never_raises_and_nothing_is_kept_of_it(name: str) -> None:
    noise = random.Random(90615).randbytes(20_000)
    decoder = registry.decoder(name)
    for at in range(0, len(noise), 37):
        decoder.receive(noise[at : at + 37])
    decoder.idle()
    assert decoder.idle() == []
    first = vectors.of(name)[0]
    assert decoder.receive(first.data) == first.events


@pytest.mark.parametrize("name", NAMES)
def test_events_do_not_depend_on_how_the_wire_cuts_the_bytes(name: str) -> None:
    chance = random.Random(7)
    stream = b"".join(
        chance.choice(vectors.of(name)).data[: chance.randrange(3, 14)] for _ in range(300)
    )
    decoder: Decoder = registry.decoder(name)
    at_once = decoder.receive(stream) + decoder.idle()
    decoder = registry.decoder(name)
    one_by_one = [event for byte in stream for event in decoder.receive(bytes((byte,)))]
    assert one_by_one + decoder.idle() == at_once


def test_an_unknown_driver_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(registry.UnknownDriverError, match=r"'gy_mcu'.*gy_mcu90615, lcus, line"):
        registry.decoder("gy_mcu")


def test_names_are_listed_by_kind() -> None:
    assert registry.names("thermometer") == ["gy_mcu90615"]
    assert registry.names("scanner") == ["line"]
    assert registry.names("door") == ["lcus"]
