"""Lines of text: the encoding is never guessed, and what is no text is no code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import BadFrame, CodeSeen
from drivers.scanner.lines import MAX_BYTES
from tests.drivers.scanner_frames import bad, codes, run

LINES = ("line", "gm65", "honeywell", "newland")
NAME_ZH = "张三"


@pytest.mark.parametrize("name", LINES)
def test_text_is_read_in_the_encoding_that_is_configured_and_no_other(name: str) -> None:
    written = NAME_ZH.encode("gb18030") + b"\r"
    assert codes(run(name, written, encoding="gb18030")) == [NAME_ZH]
    assert bad(run(name, written)) == ["not UTF-8: byte 0"]
    assert bad(run(name, b"GPS\xff\xff\r", encoding="gb18030")) == ["not GB18030: byte 3"]
    assert codes(run(name, NAME_ZH.encode() + b"\r", encoding="utf-8")) == [NAME_ZH]


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("encoding", ["latin-1", "", "UTF-8", 8])
def test_an_encoding_that_no_scanner_has_is_refused(name: str, encoding: object) -> None:
    with pytest.raises(ValueError, match="encoding is one of utf-8, gb18030"):
        registry.decoder(name, encoding=encoding)


@pytest.mark.parametrize("name", LINES)
def test_a_line_is_bounded_and_the_next_one_is_read(name: str) -> None:
    longest = "x" * MAX_BYTES
    assert codes(run(name, longest.encode() + b"\r")) == [longest]
    events = run(name, b"x" * 100_000 + b"\rGPS20200017\r")
    assert bad(events) == [f"longer than {MAX_BYTES} bytes"]
    assert isinstance(events[0], BadFrame)
    assert len(events[0].raw) == MAX_BYTES
    assert events[1] == CodeSeen("GPS20200017", "unknown")


@pytest.mark.parametrize("name", LINES)
def test_a_wire_held_low_is_no_code(name: str) -> None:
    assert bad(run(name, b"\0" * 3)) == ["NUL bytes only: a broken wire, or another baud rate"]
    decoder = registry.decoder(name)
    for _ in range(100):
        assert decoder.receive(b"\0" * 1000) == []
    (flood,) = decoder.idle()
    assert isinstance(flood, BadFrame)
    assert len(flood.raw) <= MAX_BYTES


@pytest.mark.parametrize("name", LINES)
@given(st.lists(st.from_regex(r"[ -~一-龥]{1,40}", fullmatch=True), max_size=8))
def test_every_code_is_read_as_it_was_sent(name: str, texts: list[str]) -> None:
    tails = ("\r", "\n", "\r\n")
    stream = "".join(text + tails[at % 3] for at, text in enumerate(texts))
    assert codes(run(name, stream.encode())) == texts
