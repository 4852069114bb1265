"""A whole frame given alone is a sample at once, also where it ends as the next one would begin."""

import pytest

from drivers import registry
from drivers.events import DriverEvent, TemperatureSample
from tests.drivers.thermometer.damage import run


def told(name: str, *pieces: bytes) -> list[DriverEvent]:
    """Return what the decoder says without being told of any silence."""
    decoder = registry.decoder(name)
    return [event for piece in pieces for event in decoder.receive(piece)]


FRAMES = {
    "gy_mcu90615": (
        bytes.fromhex("5A 5A 45 04 0E 44 0A 01 5A"),
        TemperatureSample(36.52, 25.61),
    ),
    "gy_614v": (
        bytes.fromhex("A4 03 07 07 62 0D 39 09 E3 0E 4D A4"),
        TemperatureSample(33.85, 25.31, 36.61),
    ),
    "heimann_hm": (bytes.fromhex("A5 55 85 0F 01 16 A5"), TemperatureSample(39.73, None)),
    "rqvk002": (bytes.fromhex("5A 00 5A 05 00 A5"), TemperatureSample(36.5, 34.0)),
    "chuwo_m23": (
        bytes.fromhex("E1" + "0B E1" * 1024 + "0B B8" + "0B B8 0B B8"),
        TemperatureSample(31.0, 26.9),
    ),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_whole_frame_in_one_piece_or_two_needs_no_silence(name: str) -> None:
    frame, sample = FRAMES[name]
    assert told(name, frame) == [sample]
    assert told(name, frame, frame) == [sample, sample]
    assert told(name, b"\x00\x13" + frame) == [sample]
    for cut in {*range(1, min(len(frame), 40)), len(frame) - 1}:
        assert told(name, frame[:cut], frame[cut:]) == [sample], cut


def test_a_picture_whose_sum_ends_as_a_picture_begins_needs_no_silence() -> None:
    words = [0x5A5A, 0x0602, *[3650] * 668, *[3097] * 100, 2984]
    assert sum(words) % 0x10000 == 0x5A00
    frame = b"".join(word.to_bytes(2, "little") for word in [*words, 0x5A00])
    assert told("gy_mcu90640", frame) == [TemperatureSample(36.5, 29.84)]


@pytest.mark.parametrize("name", FRAMES)
def test_byte_by_byte_it_waits_for_the_silence(name: str) -> None:
    frame, sample = FRAMES[name]
    assert run(name, frame) == [sample]
    decoder = registry.decoder(name)
    assert [event for byte in frame for event in decoder.receive(bytes((byte,)))] == []
    assert decoder.idle() == [sample]


def test_an_hm_frame_whose_bytes_cannot_begin_another_does_not_wait() -> None:
    # 37.49 C is A5 0E: the bytes behind that A5 name a pixel that there is not.
    frame = bytes.fromhex("A5 55 A5 0E 0E 0B C6")
    assert told("heimann_hm", *(bytes((byte,)) for byte in frame)) == [
        TemperatureSample(37.49, None)
    ]


def test_the_front_of_a_cut_frame_and_of_the_next_one_is_bad_in_one_piece_and_byte_by_byte() -> (
    None
):
    cut = bytes.fromhex("5A 5A 45 04 0E 44 09 02")
    trap = cut + b"\x5a"
    assert sum(trap[:8]) % 256 == trap[8]
    following = bytes.fromhex("5A 5A 45 04 0E DC 09 60 50")
    sample = TemperatureSample(38.04, 24.0)
    for pieces in ([cut + following], [cut, following], [bytes((b,)) for b in cut + following]):
        seen = told("gy_mcu90615", *pieces)
        assert [event for event in seen if isinstance(event, TemperatureSample)] == [sample]
