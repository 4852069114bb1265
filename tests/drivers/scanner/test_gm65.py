"""GM65: answers are lifted out of the codes, and no part of one ever becomes part of a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import BadFrame, CodeSeen, Reply
from drivers.scanner.gm65 import MAX_DATA, question
from tests.drivers.scanner_frames import bad, codes, each_bit_flipped, each_byte_lost, run

ACK = bytes.fromhex("02 00 00 01 00 33 31")
BEAT = bytes.fromhex("03 00 00 01 00 33 31")
CODE = "GPS20200017"
LINE = CODE.encode() + b"\r"


def replies(data: bytes) -> list[Reply]:
    return [event for event in run("gm65", data) if isinstance(event, Reply)]


def test_questions_are_those_that_the_manual_prints() -> None:
    assert question(0x09, 0x0000, b"\0") == bytes.fromhex("7E 00 09 01 00 00 00 DE C8")
    assert question(0x08, 0x002A, b"\x39\x01") == bytes.fromhex("7E 00 08 02 00 2A 39 01 A7 EA")
    assert question(0x07, 0x002A, b"\x02") == bytes.fromhex("7E 00 07 01 00 2A 02 D8 0F")
    assert question(0x0A, 0x0000, b"\0") == bytes.fromhex("7E 00 0A 01 00 00 00 30 1A")
    assert question(0x08, 0x0002, b"\x01")[-2:] == bytes.fromhex("02 DA")


@pytest.mark.parametrize("answer", [ACK, BEAT])
def test_an_answer_anywhere_leaves_the_codes_as_they_are(answer: bytes) -> None:
    stream = LINE + b"31 3131\r\n"
    for at in range(len(stream) + 1):
        data = stream[:at] + answer + stream[at:]
        assert codes(run("gm65", data)) == [CODE, "31 3131"], at
        assert [reply.raw for reply in replies(data)] == [answer]
        assert bad(run("gm65", data)) == []


frames = st.one_of(
    st.sampled_from([ACK, BEAT, bytes.fromhex("02 00 00 01 D1 33 31")]),
    st.from_regex(r"[ -~一-龥]{1,20}", fullmatch=True),
)


@given(st.lists(frames, max_size=20))
def test_any_mixture_of_answers_and_codes_gives_exactly_the_codes(parts: list[bytes | str]) -> None:
    tails = (b"\r", b"\n", b"\r\n")
    stream = b"".join(
        part if isinstance(part, bytes) else part.encode() + tails[at % 3]
        for at, part in enumerate(parts)
    )
    events = run("gm65", stream)
    assert codes(events) == [part for part in parts if isinstance(part, str)]
    assert [event.raw for event in events if isinstance(event, Reply)] == [
        part for part in parts if isinstance(part, bytes)
    ]
    assert bad(events) == []


def test_a_code_that_has_begun_is_not_told_before_its_tail_or_a_silence() -> None:
    decoder = registry.decoder("gm65")
    assert decoder.receive(CODE.encode() + ACK) == [Reply("answer", ACK)]
    assert decoder.idle() == [CodeSeen(CODE, "unknown")]


@pytest.mark.parametrize("answer", [ACK, bytes.fromhex("02 00 00 02 39 01 C1 4C")])
def test_no_damaged_answer_becomes_part_of_a_code(answer: bytes) -> None:
    for harmed in (*each_byte_lost(answer), *each_bit_flipped(answer)):
        for stream in (harmed + LINE, CODE.encode() + harmed + b"\r"):
            assert set(codes(run("gm65", stream))) <= {CODE}, harmed.hex(" ")


@pytest.mark.parametrize("answer", [ACK, BEAT])
def test_the_whole_frame_after_a_damaged_answer_is_read_at_once(answer: bytes) -> None:
    for harmed in (*each_byte_lost(answer), *each_bit_flipped(answer)):
        events = registry.decoder("gm65").receive(harmed + answer)
        assert [event for event in events if isinstance(event, Reply)][-1].raw == answer
        events = registry.decoder("gm65").receive(harmed + b"\r" + LINE)
        assert codes(events) == [CODE], harmed.hex(" ")


def test_the_whole_code_after_a_damaged_code_is_read() -> None:
    for harmed in (*each_byte_lost(LINE[:-1]), *each_bit_flipped(LINE[:-1])):
        assert codes(run("gm65", harmed + b"\r" + LINE))[-1] == CODE


def test_an_answer_cut_by_silence_is_bad_and_the_next_code_is_read() -> None:
    for cut in range(1, len(ACK)):
        decoder = registry.decoder("gm65")
        assert decoder.receive(ACK[:cut]) == []
        assert [type(event) for event in decoder.idle()] == [BadFrame]
        assert decoder.receive(LINE) == [CodeSeen(CODE, "unknown")]


def test_a_code_with_the_bytes_of_an_answer_in_it_is_bad_and_holds_up_nothing() -> None:
    decoder = registry.decoder("gm65")
    assert decoder.receive(b"AB\x02\x00\x00\xffCD\r" + LINE)[1:] == [CodeSeen(CODE, "unknown")]
    assert decoder.receive(b"AB\x02\x00\x00" + bytes((MAX_DATA,)) + b"C") == []
    assert bad(decoder.idle()) == ["parts of an answer stand inside the code"]


def test_an_answer_that_is_not_ok_is_told_as_refused() -> None:
    refused = bytes.fromhex("02 00 01 01 00 04 01")
    assert replies(refused + LINE) == [Reply("refused", refused)]
    assert codes(run("gm65", refused + LINE)) == [CODE]
    short_cut = refused[:-2] + ACK[-2:]
    assert replies(short_cut + LINE) == []
