"""Newland: an answer is one byte, so it counts only where no code is under way."""

from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import CodeSeen, Reply
from drivers.scanner.newland import ARE_YOU_THERE
from simulators.scanner.newland import Newland
from tests.drivers.scanner_frames import bad, codes, each_bit_flipped, each_byte_lost, run

CODE = "GPS20200017"
LINE = CODE.encode() + b"\r"

parts = st.one_of(
    st.sampled_from([b"\x06", b"\x15"]), st.from_regex(r"[ -~一-龥]{1,20}", fullmatch=True)
)


@given(st.lists(parts, max_size=20))
def test_any_mixture_of_answers_and_codes_gives_exactly_the_codes(mixed: list[bytes | str]) -> None:
    stream = b"".join(
        part if isinstance(part, bytes) else part.encode() + b"\r\n" for part in mixed
    )
    events = run("newland", stream)
    assert codes(events) == [part for part in mixed if isinstance(part, str)]
    answers = [event.raw for event in events if isinstance(event, Reply)]
    assert answers == [part for part in mixed if isinstance(part, bytes)]


def test_are_you_there_is_answered_by_one_byte_that_silence_ends() -> None:
    (answer,) = Newland(0).step(0, ARE_YOU_THERE)
    assert run("newland", answer) == [Reply("here", b"!")]
    assert run("newland", b"!" + LINE) == [CodeSeen("!" + CODE, "unknown")]


def test_an_answer_inside_a_code_makes_it_bad_and_the_next_one_is_read() -> None:
    for at in range(1, len(CODE)):
        events = run("newland", CODE[:at].encode() + b"\x06" + CODE[at:].encode() + b"\r" + LINE)
        assert bad(events) == ["an answer stands inside the code"]
        assert codes(events) == [CODE]
    assert bad(run("newland", CODE.encode() + b"\x06")) == ["an answer stands inside the code"]


def test_the_whole_code_after_a_damaged_one_is_read() -> None:
    for harmed in (*each_byte_lost(LINE[:-1]), *each_bit_flipped(LINE[:-1])):
        assert codes(run("newland", harmed + b"\r" + LINE))[-1] == CODE


def test_nothing_is_said_to_it() -> None:
    talk = registry.device("newland").talk({})
    talk.opened(0)
    assert talk.due(0) == b""
