"""The picture's warmest pixel within the region is read; a damaged picture is no temperature."""

import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import BadFrame, DriverEvent, Reply, TemperatureSample

HEAD = bytes.fromhex("5A 5A 02 06")
CHANCE = random.Random(90640)


def frame(pixels: list[int], ambient: int = 2531) -> bytes:
    body = HEAD + struct.pack("<769h", *pixels, ambient)
    return body + struct.pack("<H", sum(struct.unpack("<771H", body)) % 65536)


WARM = frame([CHANCE.randrange(2000, 2400) for _ in range(767)] + [3804])
NEXT = frame([CHANCE.randrange(2000, 2400) for _ in range(767)] + [3652], 2400)
WARM_SAMPLE, NEXT_SAMPLE = TemperatureSample(38.04, 25.31), TemperatureSample(36.52, 24.0)
EMISSIVITY = bytes.fromhex("5A 5A 5F 13")
PLACES = [*range(24), *sorted(CHANCE.sample(range(24, 1530), 60)), *range(1530, 1544)]


def run(*pieces: bytes, **options: object) -> list[DriverEvent]:
    decoder = registry.decoder("gy_mcu90640", **options)
    return [event for piece in pieces for event in decoder.receive(piece)] + decoder.idle()


def samples(*pieces: bytes, **options: object) -> list[DriverEvent]:
    return [event for event in run(*pieces, **options) if isinstance(event, TemperatureSample)]


@pytest.mark.parametrize("at", PLACES)
def test_a_picture_that_lost_a_byte_is_no_temperature(at: int) -> None:
    damaged = WARM[:at] + WARM[at + 1 :]
    assert samples(damaged) == []
    assert samples(damaged + NEXT) == [NEXT_SAMPLE]


@pytest.mark.parametrize("at", PLACES)
def test_a_picture_with_a_flipped_bit_is_no_temperature(at: int) -> None:
    for bit in range(8):
        damaged = bytearray(WARM)
        damaged[at] ^= 1 << bit
        assert samples(bytes(damaged)) == []
        assert samples(bytes(damaged) + NEXT) == [NEXT_SAMPLE]


@pytest.mark.parametrize("at", PLACES)
def test_behind_a_cut_picture_the_whole_one_is_read(at: int) -> None:
    assert samples(WARM[:at] + NEXT) == [NEXT_SAMPLE]
    assert samples(WARM[:at], NEXT + WARM) == [NEXT_SAMPLE, WARM_SAMPLE]


@pytest.mark.parametrize("lost", [1, 2])
def test_a_cut_sum_that_the_next_header_completes_costs_no_whole_picture(lost: int) -> None:
    # The sum of so many words is led to the header's first bytes, a step a pixel.
    pixels = [2000] * 768
    for at in range(len(pixels)):
        missing = (0x5A5A - int.from_bytes(frame(pixels)[-2:], "little")) % 65536
        pixels[at] += min(missing, 9000)
    whole = frame(pixels)
    assert whole.endswith(b"\x5a\x5a")
    seen = TemperatureSample(max(pixels) / 100, 25.31)
    assert samples(whole) == [seen]
    assert samples(whole + NEXT) == [seen, NEXT_SAMPLE]
    assert samples(whole[:-lost] + NEXT) == [NEXT_SAMPLE]


@given(st.integers(0, 31), st.integers(0, 23), st.integers(-4000, 30000))
def test_the_picture_is_turned_round_so_that_the_region_is_as_a_person_sees_it(
    x: int, y: int, value: int
) -> None:
    pixels = [-4000] * 768
    pixels[y * 32 + 31 - x] = value
    one = [TemperatureSample(value / 100, 25.31)]
    assert samples(frame(pixels), region=[x, y, 1, 1]) == one
    assert samples(frame(pixels), region=(x, y, 32 - x, 24 - y)) == one
    assert samples(frame(pixels)) == one
    if x:
        assert samples(frame(pixels), region=[0, 0, x, 24]) == [TemperatureSample(-40.0, 25.31)]


@pytest.mark.parametrize(
    "region",
    [
        [1, 0, 32, 24],
        [0, 1, 32, 24],
        [-1, 0, 4, 4],
        [0, 0, 0, 1],
        [0, 0, 1],
        [0, 0, 1, 1, 1],
        [0, 0, True, 1],
        [0.0, 0, 1, 1],
        "all",
        5,
    ],
)
def test_a_region_outside_the_picture_is_refused_in_words(region: object) -> None:
    with pytest.raises(ValueError, match="region"):
        registry.decoder("gy_mcu90640", region=region)


def test_a_broken_pixel_counts_within_the_region_only() -> None:
    for broken in (-27315, 32767, -4001, 30001):
        pixels = [3650] * 768
        pixels[0] = broken
        assert [type(event) for event in run(frame(pixels))] == [BadFrame]
        assert samples(frame(pixels), region=[0, 0, 31, 24]) == [TemperatureSample(36.5, 25.31)]


@pytest.mark.parametrize("ambient", [-4001, 8501, -32768, 32767])
def test_an_ambient_that_the_part_cannot_have_is_a_bad_frame(ambient: int) -> None:
    assert [type(event) for event in run(frame([3650] * 768, ambient))] == [BadFrame]


def test_an_emissivity_between_pictures_is_a_reply() -> None:
    reply = Reply("emissivity 0.95", EMISSIVITY)
    assert run(WARM + EMISSIVITY + NEXT) == [WARM_SAMPLE, reply, NEXT_SAMPLE]
    assert [type(event) for event in run(bytes.fromhex("5A 5A 65 19"))] == [BadFrame]


def said_when_opened(**options: object) -> bytes:
    talk = registry.device("gy_mcu90640").talk(options)
    talk.opened(1.0)
    said = talk.due(1.0)
    assert talk.due(100.0) == b""
    return said


def test_it_is_told_to_send_and_how_often() -> None:
    assert said_when_opened() == bytes.fromhex("A5 35 02 DC")
    assert said_when_opened(rate_hz=8) == bytes.fromhex("A5 25 04 CE A5 35 02 DC")
    assert said_when_opened(rate_hz=1.0) == bytes.fromhex("A5 25 01 CB A5 35 02 DC")
    for wrong in (0.5, 3, "4", True):
        with pytest.raises(ValueError, match="rate_hz"):
            registry.device("gy_mcu90640").talk({"rate_hz": wrong})


def test_the_rate_is_not_the_decoders() -> None:
    given = {"rate_hz": 2, "region": [0, 0, 1, 1]}
    assert registry.decoder_options("gy_mcu90640", given) == {"region": [0, 0, 1, 1]}
