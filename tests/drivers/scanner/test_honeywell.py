"""Honeywell: answers to settings are no codes, and a turned bit in a code is no answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import Reply
from drivers.scanner import honeywell
from simulators.scanner.honeywell import Honeywell
from tests.drivers.scanner_frames import bad, codes, each_bit_flipped, each_byte_lost, run

CODE = "GPS20200017"
LINE = CODE.encode() + b"\r"
ANSWER = b"232BAD9\x06!"

parts = st.one_of(
    st.sampled_from([ANSWER, b"232BAD\x15.", b"XXXYYY\x05!"]),
    st.from_regex(r"[ -~一-龥]{1,20}", fullmatch=True),
)


@given(st.lists(parts, max_size=20))
def test_any_mixture_of_answers_and_codes_gives_exactly_the_codes(mixed: list[bytes | str]) -> None:
    stream = b"".join(part if isinstance(part, bytes) else part.encode() + b"\r" for part in mixed)
    events = run("honeywell", stream)
    assert codes(events) == [part for part in mixed if isinstance(part, str)]
    answers = [event.raw for event in events if isinstance(event, Reply)]
    assert answers == [part for part in mixed if isinstance(part, bytes)]


def test_the_whole_code_after_a_damaged_frame_is_read() -> None:
    for frame in (LINE[:-1], ANSWER):
        for harmed in (*each_byte_lost(frame), *each_bit_flipped(frame)):
            assert codes(run("honeywell", harmed + b"\r" + LINE))[-1] == CODE


def test_no_turned_bit_makes_an_answer_of_a_code() -> None:
    for code in ("GPS2020F017", "FUEL.FUE-ELF,U.F!", "https://s.cn/E.html"):
        for harmed in each_bit_flipped(code.encode()):
            events = run("honeywell", harmed + b"\r")
            assert not any(isinstance(event, Reply) for event in events), harmed


def test_a_setting_is_sent_for_now_only_as_flash_wears_out() -> None:
    assert honeywell.menu("232BAD9") == bytes.fromhex("16 4D 0D 32 33 32 42 41 44 39 21")
    sent = Honeywell(0).step(0, honeywell.menu("232BAD9"))
    assert run("honeywell", sent[0]) == [Reply("taken", ANSWER)]


def test_nothing_is_said_to_it_unless_it_is_to_be_triggered() -> None:
    talk = registry.device("honeywell").talk({})
    talk.opened(0)
    assert talk.due(0) == b""
    assert talk.next_wake() is None
    talk = registry.device("honeywell").talk({"trigger": True})
    talk.opened(0)
    assert [talk.due(at) for at in (0, 1, 5, 9, 10)] == [
        honeywell.TRIGGER, b"", honeywell.TRIGGER, b"", honeywell.TRIGGER
    ]  # fmt: skip
    engine = Honeywell(0, presentation=False)
    assert engine.scan(0, CODE) == []
    assert engine.step(0.5, honeywell.TRIGGER) == [LINE]
    with pytest.raises(ValueError, match="trigger"):
        honeywell.talk({"trigger": 1})


def test_a_status_byte_is_told_wherever_it_stands() -> None:
    assert run("honeywell", b"\x15") == [Reply("out of range", b"\x15")]
    assert bad(run("honeywell", b"AB\x06CD\r")) == ["a status byte stands inside the code"]
