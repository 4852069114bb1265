"""A damaged frame of the thermometer is never taken for a temperature."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import BadFrame, DriverEvent, TemperatureSample
from tests.drivers import vectors

WARM = bytes.fromhex("5A 5A 45 04 0E DC 09 60 50")
"""38.04 C at 24.00 C."""
NEXT = bytes.fromhex("5A 5A 45 04 0E 44 09 E3 3B")
"""36.52 C at 25.31 C."""
TEN_BYTES = bytes.fromhex("5A 5A 45 05 0D 39 09 E3 42 72")

raw_object = st.integers(1, 38000)
raw_ambient = st.integers(0, 8500)


def frame(object_raw: int, ambient_raw: int) -> bytes:
    body = b"\x5a\x5a\x45\x04" + object_raw.to_bytes(2, "big") + ambient_raw.to_bytes(2, "big")
    return body + bytes((sum(body) % 256,))


def run(*pieces: bytes) -> list[DriverEvent]:
    decoder = registry.decoder("gy_mcu90615")
    return [event for piece in pieces for event in decoder.receive(piece)] + decoder.idle()


def samples(*pieces: bytes) -> list[TemperatureSample]:
    return [event for event in run(*pieces) if isinstance(event, TemperatureSample)]


SAMPLE, NEXT_SAMPLE = samples(WARM)[0], samples(NEXT)[0]


@given(raw_object, raw_ambient)
def test_every_temperature_the_part_can_measure_is_read(seen: int, ambient: int) -> None:
    assert samples(frame(seen, ambient)) == [TemperatureSample(seen / 100, ambient / 100)]


@given(st.binary(max_size=40).filter(lambda noise: b"\x5a" not in noise))
def test_noise_before_and_after_a_frame_is_skipped(noise: bytes) -> None:
    assert run(noise + WARM + noise + NEXT + noise) == [SAMPLE, NEXT_SAMPLE]


@pytest.mark.parametrize("stray", range(256))
def test_whatever_the_stray_tenth_byte_is_it_is_skipped(stray: int) -> None:
    assert samples(WARM + bytes((stray,)) + NEXT) == [SAMPLE, NEXT_SAMPLE]


@pytest.mark.parametrize("whole", [WARM, TEN_BYTES], ids=["nine bytes", "ten bytes"])
def test_a_frame_that_lost_a_byte_is_no_temperature(whole: bytes) -> None:
    for lost in range(len(whole)):
        damaged = whole[:lost] + whole[lost + 1 :]
        assert samples(damaged) == []
        assert samples(damaged + NEXT) == [NEXT_SAMPLE]


@pytest.mark.parametrize("whole", [WARM, TEN_BYTES], ids=["nine bytes", "ten bytes"])
def test_a_frame_with_a_flipped_bit_is_no_temperature(whole: bytes) -> None:
    for bit in range(len(whole) * 8):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        assert samples(bytes(damaged)) == []
        assert samples(bytes(damaged) + NEXT) == [NEXT_SAMPLE]


@pytest.mark.parametrize("ambient", [500, 2346, 2400, 2531, 3499])
def test_no_cut_frame_of_a_face_makes_a_false_temperature(ambient: int) -> None:
    for seen in range(3500, 3900):
        cut_frame = frame(seen, ambient)
        for cut in range(len(cut_frame)):
            assert samples(cut_frame[:cut] + NEXT) == [NEXT_SAMPLE], (seen, cut)


@pytest.mark.parametrize("ambient", [500, 2346, 2400, 2531, 3499])
def test_no_cut_frame_of_ten_bytes_makes_a_false_temperature(ambient: int) -> None:
    for seen in range(3500, 3900):
        values = seen.to_bytes(2, "big") + ambient.to_bytes(2, "big")
        body = b"\x5a\x5a\x45\x05" + values + bytes((seen % 251,))
        whole = body + bytes((sum(body) % 256,))
        for cut in range(len(whole)):
            assert samples(whole[:cut] + NEXT) == [NEXT_SAMPLE], (seen, cut)
        assert samples(whole + whole) == [TemperatureSample(seen / 100, ambient / 100)] * 2


def test_a_frame_without_its_last_byte_never_costs_the_next_one_its_head() -> None:
    whole = frame(0x0EB3, 0x0993)
    assert whole[-1] == 0x5A
    assert run(whole + NEXT) == [TemperatureSample(37.63, 24.51), NEXT_SAMPLE]
    assert run(whole[:-1] + NEXT) == [BadFrame(whole, "another frame begins inside"), NEXT_SAMPLE]
    assert run(whole + b"\x5a" + NEXT) == [TemperatureSample(37.63, 24.51), NEXT_SAMPLE]


@pytest.mark.parametrize("stray", [0x00, 0x45, 0x5A, 0xFF])
def test_a_stray_tenth_byte_behind_each_of_many_frames_is_skipped(stray: int) -> None:
    for seen in range(3500, 3900):
        whole = frame(seen, 2400) + bytes((stray,))
        assert samples(whole * 3) == [TemperatureSample(seen / 100, 24.0)] * 3


def test_the_frame_that_ends_in_a_header_is_judged_when_the_wire_falls_silent() -> None:
    ambiguous = frame(0x0EEC, 0x095A)
    assert ambiguous.endswith(b"\x5a\x5a")
    decoder = registry.decoder("gy_mcu90615")
    assert decoder.receive(ambiguous) == []
    assert decoder.idle() == [TemperatureSample(38.20, 23.94)]
    assert run(ambiguous + ambiguous) == [TemperatureSample(38.20, 23.94)] * 2
    cut = frame(0x0EEC, 0x0960)[:7]
    assert run(cut + NEXT)[-1] == NEXT_SAMPLE
    assert [type(event) for event in run(cut + NEXT)] == [BadFrame, TemperatureSample]


def test_a_frame_that_stops_is_told_as_cut_short() -> None:
    assert [vectors.alike(event) for event in run(WARM[:7])] == [BadFrame(b"", "cut short")]


def test_a_bad_frame_carries_its_bytes_for_the_installer() -> None:
    damaged = WARM[:-1] + b"\x51"
    assert run(damaged) == [BadFrame(damaged, "checksum")]


def test_random_bytes_hardly_ever_look_like_a_temperature() -> None:
    assert len(samples(random.Random(1).randbytes(20_000))) == 0
