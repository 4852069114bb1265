"""Frames of the RQVK002 have no sum: only one that begins, ends and measures right is read."""

import pytest

from drivers.events import BadFrame, TemperatureSample
from tests.drivers.thermometer.damage import (
    each_bit_flipped,
    each_byte_lost,
    each_cut,
    run,
    said,
)

NAME = "rqvk002"
WARM = bytes.fromhex("5A 00 CE EA 00 A5")
"""Object 33.8, ambient 20.0 C."""
NEXT = bytes.fromhex("5A 00 1F 05 00 A5")
NEXT_SAMPLE = TemperatureSample(36.5, 28.1)


@pytest.mark.parametrize("byte", range(256))
def test_each_byte_has_its_own_temperature_in_twos_complement(byte: int) -> None:
    tenths = byte if byte < 128 else byte - 256
    seen = bytes((0x5A, 1, 0, byte, 2, 0xA5))
    air = bytes((0x5A, 1, byte, 0, 2, 0xA5))
    assert run(NAME, seen) == [TemperatureSample((360 + tenths) / 10, 25.0)]
    assert run(NAME, air) == [TemperatureSample(36.0, (250 + tenths) / 10)]
    assert run(NAME, seen + air + NEXT)[2:] == [NEXT_SAMPLE]


@pytest.mark.parametrize("byte", range(256))
def test_a_frame_that_lost_bytes_is_no_temperature_and_the_next_one_is_read(byte: int) -> None:
    for whole in (bytes((0x5A, 0, 0xCE, byte, 0, 0xA5)), bytes((0x5A, 0, byte, 0xEA, 0, 0xA5))):
        for damaged in (*each_byte_lost(whole), *each_cut(whole)):
            assert said(NAME, damaged) == []
            assert said(NAME, damaged + NEXT) == [NEXT_SAMPLE]


def test_a_cut_frame_that_the_values_of_the_next_one_end_is_bad() -> None:
    cold = bytes.fromhex("5A 00 A5 EA 00 A5")
    sample = TemperatureSample(33.8, 15.9)
    assert run(NAME, WARM[:3] + cold) == [
        BadFrame(WARM[:3] + cold[:3], "another frame begins inside"),
        sample,
    ]
    assert run(NAME, WARM + cold + WARM)[1] == sample


def test_a_flipped_bit_is_seen_at_both_ends_and_nowhere_else() -> None:
    seen = []
    for bit, damaged in enumerate(each_bit_flipped(WARM)):
        seen += [bit // 8] if not said(NAME, damaged) else []
        assert said(NAME, damaged + NEXT)[-1] == NEXT_SAMPLE
    assert seen == [0] * 8 + [5] * 8
