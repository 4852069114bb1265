"""A damaged frame of the DM21056 is never taken for a temperature; its digits are decimal."""

import pytest

from drivers.events import BadFrame, NoTarget, TemperatureSample
from tests.drivers.thermometer.damage import (
    each_bit_flipped,
    each_byte_lost,
    each_cut,
    run,
    said,
)

NAME = "dm21056"
NEXT = bytes.fromhex("AA 55 06 03 70 78")
NEXT_SAMPLE = TemperatureSample(37.0, None)


def frame(digits: int) -> bytes:
    head = b"\xaa\x55\x06" + digits.to_bytes(2, "big")
    return head + bytes((sum(head) % 256,))


@pytest.mark.parametrize("high", range(256))
def test_only_four_decimal_digits_within_the_range_of_the_part_are_a_temperature(
    high: int,
) -> None:
    for low in range(256):
        event, *more = run(NAME, frame(high << 8 | low))
        text = f"{high:02x}{low:02x}"
        if not text.isdecimal() or int(text) > 3800:
            assert {type(one) for one in (event, *more)} == {BadFrame}
        else:
            assert not more
            tenths = int(text)
            assert event == (TemperatureSample(tenths / 10, None) if tenths else NoTarget())


@pytest.mark.parametrize("tenths", range(200, 500))
def test_a_damaged_frame_says_nothing_and_the_next_one_is_read(tenths: int) -> None:
    whole = frame(int(str(tenths), 16))
    assert said(NAME, whole + NEXT) == [TemperatureSample(tenths / 10, None), NEXT_SAMPLE]
    for damage in (each_byte_lost, each_bit_flipped, each_cut):
        for damaged in damage(whole):
            assert said(NAME, damaged) == []
            assert said(NAME, damaged + NEXT) == [NEXT_SAMPLE]


def test_another_length_is_another_device() -> None:
    assert [type(event) for event in run(NAME, b"\xaa\x55\x07\x03\x70\x79" + NEXT)] == [
        BadFrame,
        TemperatureSample,
    ]
