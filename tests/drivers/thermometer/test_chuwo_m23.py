"""Pictures without a checksum: what slipped or was cut is found by what a pixel can be."""

import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import BadFrame, DriverEvent, TemperatureSample
from tests.drivers import vectors

CHANCE = random.Random(23)
TAIL = bytes.fromhex("12 34 56 78")
HEADER_PIXEL = 0x0BE1
"""31.0 C, whose lower byte begins a frame."""


def frame(pixels: list[int], ambient: int = 2982, tail: bytes = TAIL) -> bytes:
    return struct.pack(">B1025H", 0xE1, *pixels, ambient) + tail


def scene(face: int, *, edge: int = 3000) -> list[int]:
    """Return a face at 1000 to 1007 before a wall; `edge` is a pixel between them."""
    wall = [CHANCE.randrange(2901, 2951) for _ in range(999)]
    return [*wall, edge, *[face] * 8, *wall[:16]]


WARM, NEXT = frame(scene(3111)), frame(scene(3096), 2971)
EDGED = frame(scene(3111, edge=HEADER_PIXEL))
AMBIGUOUS = frame(scene(3111, edge=HEADER_PIXEL), tail=bytes.fromhex("0B 73 0B 73"))
"""The unknown bytes look like pixels."""
SAMPLE, NEXT_SAMPLE = TemperatureSample(38.0, 25.1), TemperatureSample(36.5, 24.0)
PLACES = [*range(24), *sorted(CHANCE.sample(range(24, 2035), 60)), *range(2035, 2055)]


def run(*pieces: bytes, **options: object) -> list[DriverEvent]:
    decoder = registry.decoder("chuwo_m23", **options)
    return [event for piece in pieces for event in decoder.receive(piece)] + decoder.idle()


def samples(*pieces: bytes, **options: object) -> list[DriverEvent]:
    return [event for event in run(*pieces, **options) if isinstance(event, TemperatureSample)]


@pytest.mark.parametrize("whole", [WARM, EDGED, AMBIGUOUS], ids=["plain", "edged", "ambiguous"])
def test_a_picture_that_lost_a_byte_is_no_temperature(whole: bytes) -> None:
    for at in PLACES:
        damaged = whole[:at] + whole[at + 1 :]
        assert samples(damaged) == [], at
        assert samples(damaged + NEXT) == [NEXT_SAMPLE], at


@pytest.mark.parametrize("whole", [WARM, EDGED, AMBIGUOUS], ids=["plain", "edged", "ambiguous"])
def test_behind_a_cut_picture_the_whole_one_is_read(whole: bytes) -> None:
    for at in PLACES:
        assert samples(whole[:at] + NEXT) == [NEXT_SAMPLE], at
        assert samples(whole[:at], NEXT + NEXT) == [NEXT_SAMPLE] * 2, at


def test_a_whole_picture_is_told_at_once_when_nothing_inside_can_begin_a_frame() -> None:
    assert registry.decoder("chuwo_m23").receive(WARM) == [SAMPLE]


def test_a_picture_that_may_hold_another_waits_for_the_next_one_or_for_silence() -> None:
    assert registry.decoder("chuwo_m23").receive(EDGED) == [SAMPLE]
    decoder = registry.decoder("chuwo_m23")
    assert decoder.receive(AMBIGUOUS) == []
    assert decoder.idle() == [SAMPLE]
    assert decoder.receive(AMBIGUOUS) == []
    assert decoder.receive(NEXT[:1]) == [SAMPLE]
    assert samples(AMBIGUOUS + b"\x00\x00" + NEXT) == [SAMPLE, NEXT_SAMPLE]


@pytest.mark.parametrize("tail", ["E1 E1 E1 E1", "00 00 00 E1", "E1 0B 73 0B", "FF FF FF FF"])
def test_whatever_the_unknown_bytes_are_the_picture_is_read(tail: str) -> None:
    whole = frame(scene(3111), tail=bytes.fromhex(tail))
    assert samples(whole) == [SAMPLE]
    assert samples(whole + whole + NEXT) == [SAMPLE, SAMPLE, NEXT_SAMPLE]


def test_a_flipped_bit_is_seen_where_it_leaves_what_a_pixel_can_be() -> None:
    for at in PLACES:
        for bit in range(8):
            damaged = bytearray(WARM)
            damaged[at] ^= 1 << bit
            events = run(bytes(damaged) + NEXT)
            assert events[-1] == NEXT_SAMPLE, (at, bit)
            high = at % 2 == 1 and at < 2051
            if at == 0 or (high and bit > 2):
                assert samples(bytes(damaged)) == [], (at, bit)


@given(st.integers(2331, 3931), st.integers(0, 31), st.integers(0, 31))
def test_the_region_is_counted_from_the_first_pixel(value: int, x: int, y: int) -> None:
    pixels = [2331] * 1024
    pixels[y * 32 + x] = value
    seen = [TemperatureSample((value - 2731) / 10, 25.1)]
    assert samples(frame(pixels), region=[x, y, 1, 1]) == seen
    assert samples(frame(pixels)) == seen


@pytest.mark.parametrize("value", [0, 2330, 3932, 0xFFFF])
def test_one_pixel_that_cannot_be_makes_the_picture_a_bad_one(value: int) -> None:
    for at in (0, 511, 1023):
        pixels = [3000] * 1024
        pixels[at] = value
        events = run(frame(pixels) + NEXT, region=[5, 5, 2, 2])
        assert type(events[0]) is BadFrame
        assert len(samples(frame(pixels) + NEXT)) == 1


@pytest.mark.parametrize("ambient", [0, 2330, 3582, 0xFFFF])
def test_an_ambient_that_the_part_cannot_have_is_a_bad_frame(ambient: int) -> None:
    assert [type(event) for event in run(frame([3000] * 1024, ambient))] == [BadFrame]


def test_a_region_outside_the_picture_is_refused() -> None:
    registry.decoder("chuwo_m23", region=[0, 0, 32, 32])
    with pytest.raises(ValueError, match="not inside the picture of 32 x 32 pixels"):
        registry.decoder("chuwo_m23", region=[0, 0, 32, 33])


def test_it_is_asked_four_times_a_second() -> None:
    talk = registry.device("chuwo_m23").talk({})
    talk.opened(10.0)
    asked = [said for step in range(1000) if (said := talk.due(10.0 + step / 1000))]
    assert asked == [bytes.fromhex("EE E1 01 55 FF FC FD FF")] * 4


def test_noise_hardly_ever_looks_like_a_picture_and_a_picture_behind_it_is_read() -> None:
    noise = CHANCE.randbytes(20_000)
    assert samples(noise) == []
    assert samples(noise + NEXT) == [NEXT_SAMPLE]
    assert [vectors.alike(event) for event in run(WARM[:2054])] == [BadFrame(b"", "cut short")]
