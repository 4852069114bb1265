"""Every decoder passes the same gauntlet, however the wire cuts the bytes."""

import random

import pytest

from drivers import registry
from drivers.events import DriverEvent
from drivers.framing import Decoder
from tests.drivers import vectors
from tests.drivers.vectors import Vector

NAMES = [name for name in registry.names() if registry.device(name).make is not None]
VECTORS = [vector for name in NAMES for vector in vectors.of(name)]
GOOD = [vector for vector in VECTORS if "BadFrame" not in str(vector.events)]

SHORT, ENDS, SAMPLED = 64, 16, 32
"""Longer frames are cut at all places near their ends, and at so many in between."""


def fresh(vector: Vector) -> Decoder:
    return registry.decoder(vector.device, **vector.options)


def run(vector: Vector, *pieces: bytes) -> list[DriverEvent]:
    decoder = fresh(vector)
    events = [event for piece in pieces for event in decoder.receive(piece)]
    return [vectors.alike(event) for event in events + decoder.idle()]


def places(length: int) -> list[int]:
    """Return where a frame is cut: everywhere, or for long ones at the ends and at a sample."""
    everywhere = range(length + 1)
    if length <= SHORT:
        return [*everywhere]
    between = random.Random(length).sample(everywhere[ENDS:-ENDS], SAMPLED)
    return [*everywhere[:ENDS], *sorted(between), *everywhere[-ENDS:]]


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_a_whole_frame_says_what_its_vector_states(vector: Vector) -> None:
    assert run(vector, vector.data) == vector.events


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_a_frame_cut_anywhere_says_the_same(vector: Vector) -> None:
    for cut in places(len(vector.data)):
        assert run(vector, vector.data[:cut], vector.data[cut:]) == vector.events


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_a_frame_byte_by_byte_says_the_same(vector: Vector) -> None:
    assert run(vector, *(bytes((byte,)) for byte in vector.data)) == vector.events


@pytest.mark.parametrize("vector", GOOD, ids=str)
def test_two_frames_glued_together_are_both_read(vector: Vector) -> None:
    assert run(vector, vector.data + vector.data) == vector.events * 2


@pytest.mark.parametrize("name", NAMES)
def test_noise_never_raises_and_nothing_is_kept_of_it(name: str) -> None:
    noise = random.Random(90615).randbytes(20_000)
    first = vectors.of(name)[0]
    decoder = fresh(first)
    for at in range(0, len(noise), 37):
        decoder.receive(noise[at : at + 37])
    decoder.idle()
    assert decoder.idle() == []
    assert [vectors.alike(event) for event in decoder.receive(first.data)] == first.events


@pytest.mark.parametrize("name", NAMES)
def test_events_do_not_depend_on_how_the_wire_cuts_the_bytes(name: str) -> None:
    chance = random.Random(7)
    frames = vectors.of(name)
    stream = b"".join(
        frame[: chance.randrange(3, len(frame) + 6)]
        for frame in (chance.choice(frames).data for _ in range(300))
    )[:20_000]
    at_once = fresh(frames[0])
    one_by_one = fresh(frames[0])
    pieces = [event for byte in stream for event in one_by_one.receive(bytes((byte,)))]
    assert pieces + one_by_one.idle() == at_once.receive(stream) + at_once.idle()


def test_an_unknown_driver_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(registry.UnknownDriverError, match="'gy_mcu'") as caught:
        registry.decoder("gy_mcu")
    assert str(caught.value).endswith(", ".join(registry.names()))


def test_names_are_listed_by_kind() -> None:
    by_kind = [registry.names(kind) for kind in registry.KINDS]
    assert sorted(name for names in by_kind for name in names) == registry.names()
    for kind, name in (("thermometer", "gy_mcu90615"), ("scanner", "line"), ("door", "lcus")):
        assert [kind for kind in registry.KINDS if name in registry.names(kind)] == [kind]
