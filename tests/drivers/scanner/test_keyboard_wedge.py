"""A scanner that types: its keys become codes, a person's typing does not."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import BadFrame, CodeSeen, DriverEvent
from drivers.scanner.keyboard_wedge import LEAST, MAX_CHARACTERS
from drivers.scanner.keys import CHARACTERS
from simulators.scanner import keyboard_wedge as simulated
from tests.drivers.scanner_frames import bad, codes, each_bit_flipped, each_byte_lost, run

CODE = "Gps-20200017"
TYPED = simulated.encode(CODE)
RECORD = 24
KEY_NUMBER = (18, 19)
NOW_S = 1_785_000_000
ENTER, LEFT_CTRL, LEFT_ALT, LEFT_SHIFT, KEY_A, KEY_F1 = 28, 29, 56, 42, 30, 59
UP, DOWN, REPEATED = 0, 1, 2


def key(code: int, value: int) -> bytes:
    """Return the events of one key without its scan code."""
    return pack("<qqHHiqqHHi", NOW_S, 9, 1, code, value, NOW_S, 9, 0, 0, 0)


def tap(*keys: int) -> bytes:
    """Return the events of keys that go down and up one after the other."""
    return b"".join(key(one, value) for one in keys for value in (DOWN, UP))


@given(
    st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1), max_size=5)
)
def test_every_character_of_a_us_keyboard_is_read(texts: list[str]) -> None:
    assert codes(run("keyboard_wedge", b"".join(map(simulated.encode, texts)))) == texts


def test_driver_and_simulator_know_the_same_keyboard() -> None:
    known = {sign for pair in CHARACTERS.values() for sign in pair}
    assert known - {"\t"} == {chr(number) for number in range(32, 127)}


def test_a_code_without_a_suffix_is_ended_by_silence() -> None:
    decoder = registry.decoder("keyboard_wedge")
    assert decoder.receive(simulated.encode("2020", "none")) == []
    assert decoder.idle() == [CodeSeen("2020", "unknown")]
    assert decoder.idle() == []


def test_what_a_person_types_is_no_code() -> None:
    decoder = registry.decoder("keyboard_wedge")
    told: list[DriverEvent] = []
    for sign in "GPS20200017":
        told += decoder.receive(simulated.encode(sign, "none")) + decoder.idle()
    told += decoder.receive(tap(ENTER)) + decoder.idle()
    assert codes(told) == []
    assert set(bad(told)) == {"typed too slowly for a scanner: 1 characters"}
    assert bad(run("keyboard_wedge", simulated.encode("x" * (LEAST - 1), "none")))


def test_a_person_who_holds_shift_writes_nothing_into_the_next_code() -> None:
    decoder = registry.decoder("keyboard_wedge")
    assert decoder.receive(key(LEFT_SHIFT, DOWN)) + decoder.idle() == []
    assert decoder.receive(simulated.encode("2020")) == [CodeSeen("2020", "unknown")]
    assert decoder.receive(key(LEFT_SHIFT, UP)) + decoder.idle() == []
    assert decoder.receive(TYPED) == [CodeSeen(CODE, "unknown")]


def test_keys_that_the_kernel_repeats_and_keys_without_a_character_write_nothing() -> None:
    stream = key(KEY_A, DOWN) + key(KEY_A, REPEATED) * 5 + key(KEY_A, UP) + tap(KEY_F1, 102, ENTER)
    assert run("keyboard_wedge", stream) == [CodeSeen("a", "unknown")]


@pytest.mark.parametrize("held", [LEFT_CTRL, LEFT_ALT, 97, 100, 125, 126])
def test_keys_with_ctrl_or_alt_make_no_code(held: int) -> None:
    stream = key(held, DOWN) + tap(80, 81) + key(held, UP) + tap(KEY_A, ENTER)
    assert bad(run("keyboard_wedge", stream + TYPED)) == [
        "keys with Ctrl or Alt: set the scanner to a US keyboard"
    ]
    assert codes(run("keyboard_wedge", stream + TYPED)) == [CODE]


def test_a_name_in_chinese_that_is_typed_with_alt_is_no_code() -> None:
    assert codes(run("keyboard_wedge", simulated.encode("张三") + TYPED)) == [CODE]


def test_each_lost_event_costs_the_code_or_nothing() -> None:
    events = [TYPED[at : at + RECORD] for at in range(0, len(TYPED), RECORD)]
    for lost in range(len(events)):
        left = b"".join(events[:lost] + events[lost + 1 :])
        told = run("keyboard_wedge", left + TYPED)
        assert set(codes(told)) == {CODE}, lost
        assert codes(told)[-1] == CODE


def test_each_lost_byte_costs_a_code_and_the_next_is_read() -> None:
    for harmed in each_byte_lost(TYPED):
        told = run("keyboard_wedge", harmed + TYPED)
        assert set(codes(told)) == {CODE}
        assert bad(told)


def test_a_turned_bit_makes_another_code_only_in_the_number_of_a_key() -> None:
    typed = simulated.encode("P-a1")
    for place, harmed in enumerate(each_bit_flipped(typed)):
        if place // 8 % RECORD not in KEY_NUMBER:
            told = codes(run("keyboard_wedge", harmed + TYPED))
            assert told[-1:] == [CODE]
            assert set(told) <= {CODE, "P-a1"}
        decoder = registry.decoder("keyboard_wedge")
        decoder.receive(harmed)
        decoder.idle()
        assert decoder.receive(TYPED) == [CodeSeen(CODE, "unknown")]


def test_events_that_the_system_dropped_cost_the_code() -> None:
    dropped = pack("<qqHHi", NOW_S, 9, 0, 3, 0)
    assert bad(run("keyboard_wedge", tap(3, 11) + dropped + tap(3, ENTER))) == ["keys were lost"]
    assert codes(run("keyboard_wedge", dropped + tap(3, ENTER) + TYPED)) == [CODE]


def test_half_an_event_is_bad_and_the_next_code_is_read() -> None:
    decoder = registry.decoder("keyboard_wedge")
    assert decoder.receive(TYPED[:10]) == []
    assert decoder.idle() == [BadFrame(TYPED[:10], "cut short")]
    assert decoder.receive(TYPED) == [CodeSeen(CODE, "unknown")]


def test_what_is_typed_is_bounded() -> None:
    decoder = registry.decoder("keyboard_wedge")
    for _ in range(10):
        assert decoder.receive(tap(KEY_A) * 1000) == []
    (flood,) = decoder.receive(tap(ENTER))
    assert isinstance(flood, BadFrame)
    assert flood.why == f"longer than {MAX_CHARACTERS} characters"
    assert len(flood.raw) == MAX_CHARACTERS
