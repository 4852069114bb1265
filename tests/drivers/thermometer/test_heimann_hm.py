"""An HM module is asked, its damaged answers are no temperatures, and nobody is no 0 C."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import BadFrame, NoTarget, TemperatureSample
from tests.drivers.thermometer.damage import (
    each_bit_flipped,
    each_byte_lost,
    each_cut,
    run,
    said,
)

NAME = "heimann_hm"
WARM = bytes.fromhex("A5 55 DC 0E 1F 1F 22")
NEXT = bytes.fromhex("A5 55 4A 0E 0E 0B 6B")
NEXT_SAMPLE = TemperatureSample(36.58, None)
NOBODY = bytes.fromhex("A5 55 00 00 00 00 FA")

pixel = st.integers(0, 31)


def frame(raw: int, x: int, y: int, second: int = 0x55) -> bytes:
    head = bytes((0xA5, second)) + raw.to_bytes(2, "little") + bytes((x, y))
    return head + bytes((sum(head) % 256,))


def test_it_is_asked_eight_times_a_second() -> None:
    talk = registry.device(NAME).talk({})
    talk.opened(10.0)
    asked = [talk.due(10.0 + step / 1000) for step in range(1000)]
    assert [one for one in asked if one] == [bytes.fromhex("A5 55 01 FB")] * 8


@given(st.integers(1, 38000), pixel, pixel, st.integers(0, 255))
def test_every_temperature_the_part_can_measure_is_read(
    raw: int, x: int, y: int, second: int
) -> None:
    assert run(NAME, frame(raw, x, y, second)) == [TemperatureSample(raw / 100, None)]


@given(pixel, st.integers(32, 255), st.booleans())
def test_a_pixel_that_no_sensor_has_is_no_temperature(near: int, far: int, turned: bool) -> None:
    x, y = (far, near) if turned else (near, far)
    assert said(NAME, frame(3650, x, y) + NEXT) == [NEXT_SAMPLE]


@pytest.mark.parametrize("whole", [WARM, NEXT, NOBODY], ids=["warm", "next", "nobody"])
@pytest.mark.parametrize("damage", [each_byte_lost, each_bit_flipped, each_cut])
def test_a_damaged_answer_says_nothing_and_the_next_one_is_read(
    whole: bytes, damage: Callable[[bytes], Iterator[bytes]]
) -> None:
    for damaged in damage(whole):
        assert said(NAME, damaged) == []
        assert said(NAME, damaged + NEXT) == [NEXT_SAMPLE]


def test_no_face_at_any_place_makes_a_false_temperature_of_a_cut_answer() -> None:
    for raw in range(3300, 3900, 2):
        whole = frame(raw, raw % 32, raw // 32 % 32)
        for damaged in (*each_cut(whole), *each_byte_lost(whole)):
            assert said(NAME, damaged + NEXT) == [NEXT_SAMPLE], whole.hex()
        assert said(NAME, whole + NEXT)[1:] == [NEXT_SAMPLE]


def test_the_answer_whose_sum_is_a_header_is_read_before_silence_and_before_the_next() -> None:
    whole = frame(0x0E80, 12, 17)
    assert whole[-1] == 0xA5
    sample = TemperatureSample(37.12, None)
    decoder = registry.decoder(NAME)
    assert decoder.receive(whole) == []
    assert decoder.idle() == [sample]
    assert run(NAME, whole + NEXT) == [sample, NEXT_SAMPLE]
    assert run(NAME, whole[:-1] + NEXT) == [
        BadFrame(whole, "another frame begins inside"),
        NEXT_SAMPLE,
    ]


def test_an_answer_whose_bytes_cannot_begin_another_needs_no_silence() -> None:
    # Both temperatures have A5 as their first byte; what follows it names no pixel.
    for raw, x, y in ((0x0EA5, 14, 11), (0x0DA5, 31, 23)):
        whole = frame(raw, x, y)
        decoder = registry.decoder(NAME)
        assert decoder.receive(whole) == [TemperatureSample(raw / 100, None)]


def test_nobody_is_told_as_nobody() -> None:
    assert run(NAME, NOBODY + NEXT) == [NoTarget(), NEXT_SAMPLE]
