"""Base45: the examples of RFC 9285, and one text for each byte string."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.base45 import ALPHABET, decode, encode

RFC_9285 = [
    (b"", ""),
    (b"AB", "BB8"),
    (b"Hello!!", "%69 VD92EX0"),
    (b"base-45", "UJCLQE7W581"),
    (b"ietf!", "QED8WEX0"),
]


@pytest.mark.parametrize(("data", "text"), RFC_9285)
def test_the_examples_of_the_rfc(data: bytes, text: str) -> None:
    assert encode(data) == text
    assert decode(text) == data


@pytest.mark.parametrize("text", ["GGW", "A", "BB8A", "::", ":::", "bb8", "BB8\n", "Ａ00", "é00"])
def test_what_is_no_base45_gives_none(text: str) -> None:
    assert decode(text) is None


@given(st.binary(max_size=150))
def test_bytes_come_back_and_the_text_never_ends_in_a_blank(data: bytes) -> None:
    text = encode(data)
    assert decode(text) == data
    assert not text.endswith(" ")


@given(st.text(ALPHABET, max_size=60))
def test_a_text_that_decodes_is_the_only_one_for_its_bytes(text: str) -> None:
    data = decode(text)
    assert data is None or encode(data) == text
