"""A damaged frame of the GY-614V is never taken for a temperature, and never costs the next one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.events import BadFrame, NoTarget, Reply, TemperatureSample
from drivers.thermometer.gy_614v import BAUDS, BY_ITSELF_TEN_A_SECOND
from tests.drivers.thermometer.damage import (
    each_bit_flipped,
    each_byte_lost,
    each_cut,
    run,
    said,
)

NAME = "gy_614v"
WARM = bytes.fromhex("A4 03 07 07 62 0D 39 09 E3 0E 3A 91")
"""Object 33.85, ambient 25.31, body 36.42 C."""
NEXT = bytes.fromhex("A4 03 07 07 62 0E 10 07 D0 0E 74 8E")
"""Object 36.00, ambient 20.00, body 37.00 C."""
NEXT_SAMPLE = TemperatureSample(36.0, 20.0, 37.0)
ASKED = bytes.fromhex("A4 03 08 06 0D 39 09 E3 0E 3A 2F")


def summed(head: bytes) -> bytes:
    return head + bytes((sum(head) % 256,))


def frame(object_raw: int, ambient_raw: int, body_raw: int, emissivity: int = 0x62) -> bytes:
    values = b"".join(raw.to_bytes(2, "big") for raw in (object_raw, ambient_raw, body_raw))
    return summed(bytes((0xA4, 3, 7, 7, emissivity)) + values)


@given(st.integers(1, 38000), st.integers(0, 8500), st.integers(1, 38000))
def test_every_temperature_the_part_can_measure_is_read(seen: int, air: int, body: int) -> None:
    whole = frame(seen, air, body)
    if b"\xa4\x03" not in whole[4:]:
        assert run(NAME, whole) == [TemperatureSample(seen / 100, air / 100, body / 100)]


@given(st.integers(0, 15), st.data())
def test_a_reading_of_any_registers_is_a_sample_only_where_it_covers_the_object(
    first: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, 16 - first))
    registers = bytes.fromhex("A4 02 03 00 00 00 64 62 0D 39 09 E3 0E 3A 5A 01")
    (event,) = run(NAME, summed(bytes((0xA4, 3, first, count)) + registers[first : first + count]))
    behind = first + count
    if first <= 8 and behind >= 10:
        air, body = 25.31 if behind >= 12 else None, 36.42 if behind >= 14 else None
        assert event == TemperatureSample(33.85, air, body)
    else:
        assert isinstance(event, Reply)


@pytest.mark.parametrize("first", range(16))
def test_registers_that_it_does_not_have_make_a_bad_frame(first: int) -> None:
    head = bytes((0xA4, 3, first, 17 - first))
    assert run(NAME, head + NEXT) == [
        BadFrame(head, f"no registers {first:02X}, {17 - first} of them"),
        NEXT_SAMPLE,
    ]


def test_a_picture_of_a_gy_mcu8833_is_no_temperature() -> None:
    picture = summed(bytes.fromhex("A4 03 09 42 0C B8") + bytes((0x1A, 0x1B)) * 32)
    assert [type(event) for event in run(NAME, picture + NEXT)] == [BadFrame, TemperatureSample]


@pytest.mark.parametrize("whole", [WARM, ASKED, NEXT], ids=["by itself", "asked", "next"])
def test_a_frame_that_lost_a_byte_is_no_temperature(whole: bytes) -> None:
    for damaged in each_byte_lost(whole):
        assert said(NAME, damaged) == []
        assert said(NAME, damaged + NEXT) == [NEXT_SAMPLE]


@pytest.mark.parametrize("whole", [WARM, ASKED, NEXT], ids=["by itself", "asked", "next"])
def test_a_frame_with_a_flipped_bit_is_no_temperature(whole: bytes) -> None:
    for damaged in each_bit_flipped(whole):
        assert said(NAME, damaged) == []
        assert said(NAME, damaged + NEXT) == [NEXT_SAMPLE]


def test_a_turned_bit_in_the_count_is_seen_where_the_shorter_sum_fits_too() -> None:
    # With 3 in place of 7 the sum is right at the air's first byte, and the air would be missing.
    whole = bytes.fromhex("A4 03 07 07 62 0B EE 0C 06 0F 15 46")
    assert summed(whole[:-1]) == whole
    damaged = whole[:3] + b"\x03" + whole[4:]
    assert summed(damaged[:7]) == damaged[:8]
    assert said(NAME, damaged) == []
    assert said(NAME, damaged + NEXT) == [NEXT_SAMPLE]


@pytest.mark.parametrize("air", [500, 1956, 2346, 2468, 3499])
def test_no_cut_frame_makes_a_temperature_or_costs_the_next_one(air: int) -> None:
    # 09 A4 and 07 A4 are air of 24.68 and 19.56 C, whose second byte begins a header.
    for seen in range(3300, 3900):
        for cut in each_cut(frame(seen, air, seen + 257)):
            assert said(NAME, cut + NEXT) == [NEXT_SAMPLE], (seen, cut.hex())


def test_a_cut_frame_whose_sum_the_next_frame_makes_right_is_bad() -> None:
    # At an emissivity of 0.75 each frame of 35.84 to 38.39 C, cut behind the first byte of that
    # and followed by another such frame, reads as 37.48 C at 7.75 C of air with a right sum.
    cut, whole = frame(3804, 2531, 0, 0x4B)[:6], frame(3650, 2531, 0, 0x4B)
    trap = (cut + whole)[:12]
    assert summed(trap[:-1]) == trap
    assert run(NAME, cut + whole) == [
        BadFrame(trap, "another frame begins inside"),
        TemperatureSample(36.5, 25.31),
    ]


def test_zero_is_nobody_and_a_missing_body_temperature_is_none() -> None:
    assert run(NAME, frame(0, 2531, 0)) == [NoTarget()]
    assert run(NAME, frame(3385, 2531, 0)) == [TemperatureSample(33.85, 25.31, None)]


def test_what_it_is_told_at_the_start_has_right_sums_and_saves_nothing() -> None:
    told = [BY_ITSELF_TEN_A_SECOND[at : at + 5] for at in range(0, 15, 5)]
    assert all(summed(one[:-1]) == one for one in told)
    assert {one[2]: one[3] for one in told} == {4: 0, 2: 3, 3: 0}
    assert sorted(BAUDS) == [2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400]
