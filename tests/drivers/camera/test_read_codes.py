"""One still frame: what is there is read, what is doubtful is not, and nothing raises."""

import cv2
import numpy as np
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from drivers.camera import decode, zbar
from drivers.camera.decode import read_codes
from drivers.camera.tries import Try
from drivers.events import CodeSeen
from tests.drivers.camera.draw import code_39, code_128, frame, qr, symbol, turned

PASS = (
    "GP1:" + "6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8WY04AC*WIFN0AHCD8KD97TK0F90KECTHG" * 2
)


def texts(picture: np.ndarray) -> list[str]:
    return [code.payload for code in read_codes(picture)]


@pytest.mark.parametrize("degrees", [0, 30, 45, 90, 135, 180, 270])
def test_a_pass_is_read_at_any_angle(degrees: int) -> None:
    shown = turned(qr(PASS, 3, error="m"), degrees)
    assert read_codes(frame((shown, 80, 20))) == [CodeSeen(PASS, "QR")]


def test_a_pass_is_read_light_on_dark_and_mirrored() -> None:
    shown = qr(PASS, 3, error="m")
    assert texts(frame((255 - shown, 150, 100))) == [PASS]
    assert texts(frame((shown[:, ::-1], 150, 100))) == [PASS]


@pytest.mark.parametrize("degrees", [0, 8, 90, 180, 270])
def test_a_school_card_is_read_lying_and_sideways(degrees: int) -> None:
    shown = turned(code_128("S20260117"), degrees)
    assert read_codes(frame((shown, 100, 60))) == [CodeSeen("S20260117", "Code128")]


def test_gray_and_colour_frames_give_the_same() -> None:
    gray = frame((qr("A1"), 100, 100))
    colour = cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR).astype(np.uint8)
    with_alpha = cv2.cvtColor(gray, cv2.COLOR_GRAY2BGRA).astype(np.uint8)
    for picture in (gray, gray[:, :, None], colour, with_alpha, np.asfortranarray(gray)):
        assert texts(picture) == ["A1"]


def test_a_blue_ground_is_not_taken_for_black() -> None:
    gray = frame((qr("A1"), 100, 100))
    colour = np.zeros((*gray.shape, 3), np.uint8)
    colour[:, :, 2] = gray
    assert texts(colour) == ["A1"]


def test_two_codes_in_view_are_both_told_the_nearest_to_the_middle_first() -> None:
    near, far = qr("NEAR"), code_128("FAR-7")
    assert texts(frame((near, 270, 180), (far, 20, 20))) == ["NEAR", "FAR-7"]
    assert texts(frame((near, 20, 20), (far, 200, 190))) == ["FAR-7", "NEAR"]


def test_sideways_cards_are_placed_where_they_are_seen() -> None:
    middle, right = (turned(code_128(text, height_px=40), 90) for text in ("MIDDLE", "RIGHT7"))
    assert texts(frame((middle, 250, 90), (right, 480, 90), size=(760, 480))) == [
        "MIDDLE",
        "RIGHT7",
    ]


def test_a_code_inside_another_is_the_one_that_is_told() -> None:
    outer = qr("OUTER", 16, error="h", version=3)
    inner = qr("IN", 3, error="l")
    tall, wide = inner.shape
    top, left = (outer.shape[0] - tall) // 2, (outer.shape[1] - wide) // 2
    outer[top : top + tall, left : left + wide] = inner
    assert texts(outer) == ["IN"]


def test_the_same_text_twice_in_view_is_told_once() -> None:
    card = code_128("S20260117")
    assert texts(frame((card, 30, 40), (card, 30, 300))) == ["S20260117"]


def test_a_code_39_is_read_and_a_short_one_is_not() -> None:
    assert read_codes(frame((code_39("A1234"), 100, 100))) == [CodeSeen("A1234", "Code39")]
    assert texts(frame((code_39("A"), 100, 100))) == []


def test_a_code_39_that_reads_differently_the_second_time_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture = frame((code_39("A1234"), 100, 100))
    monkeypatch.setattr(decode, "CONFIRM", Try("blind", scale=0.05))
    assert texts(picture) == []


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("count", [2, 3])
def test_a_part_of_a_split_message_is_refused(count: int, flip: bool) -> None:
    parts = segno.make_sequence("GP1:HALF A PASS IS NO PASS AT ALL " * 6, symbol_count=count)
    for part in parts:
        shown = symbol(part)
        assert texts(shown[:, ::-1] if flip else shown) == []


@pytest.mark.parametrize("mask", range(8))
@pytest.mark.parametrize("level", "lmqh")
def test_a_whole_message_is_never_taken_for_a_part(mask: int, level: str) -> None:
    for content in ("123456789", "GP1:AB%", "gp1:ab", "点茗"):
        shown = qr(content, error=level, mask=mask)
        assert texts(shown) == [content]
        assert texts(shown[:, ::-1]) == [content]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("text", ["张三", "来访登记：李小明 3号门", "㐀朱镕基"])
def test_bare_bytes_are_read_as_utf8_or_gb18030(text: str, encoding: str) -> None:
    assert texts(qr(text.encode(encoding))) == [text]


def test_a_named_character_set_is_believed() -> None:
    assert texts(qr("张三", encoding="gb18030", eci=True)) == ["张三"]
    assert texts(qr("José Müller", encoding="iso-8859-1", eci=True)) == ["José Müller"]


def test_accented_names_stay_what_they_are() -> None:
    for name in ("José Müller", "Zoë", "François Lefèvre"):
        assert texts(qr(name)) == [name]
        assert texts(qr(name.encode())) == [name]


HOSTILE = {
    "escape": b"\x1b[2J\x1b]52;c;aGk=\x07",
    "NUL": b"GP1:\x00ABC",
    "not UTF-8": b"\xff\xfe\x80\x81GP1",
    "cut UTF-8": "张".encode()[:2],
    "SQL": b"';DROP TABLE log;--",
    "formula": b'=cmd|"/c calc"!A1',
    "bidi": "\u202egnp.exe".encode(),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_content_arrives_as_text_and_nothing_raises(content: bytes) -> None:
    (payload,) = texts(qr(content))
    if content.isascii():
        assert payload == content.decode("ascii")


def test_bytes_that_break_a_named_character_set_do_not_raise() -> None:
    (payload,) = texts(qr(b"\xd5\xc5\xff\xfe", encoding="utf-8", eci=True))
    assert "\ufffd" in payload


def test_the_largest_code_is_read() -> None:
    letters = "A" * 4000
    assert texts(qr(letters, 2, error="l")) == [letters]


@settings(max_examples=15, deadline=None)
@given(st.binary(min_size=1, max_size=60))
def test_any_bytes_come_back_as_one_text(content: bytes) -> None:
    found = read_codes(qr(content, 3))
    assert len(found) == 1
    if content.isascii():
        assert found[0].payload == content.decode("ascii")


@settings(max_examples=20, deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_any_small_picture_is_survived(picture: np.ndarray) -> None:
    assert isinstance(read_codes(picture), list)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((40, 40), np.float32),
        np.zeros((40, 40, 2), np.uint8),
        np.zeros((2, 40, 40, 3), np.uint8),
        np.zeros(40, np.uint8),
    ],
)
def test_what_is_no_frame_is_an_error_with_a_name(picture: np.ndarray) -> None:
    with pytest.raises(ValueError, match="frame"):
        read_codes(picture)


def test_an_empty_gatehouse_gives_nothing() -> None:
    assert read_codes(frame()) == []
    assert read_codes(np.zeros((480, 640), np.uint8)) == []
    assert read_codes(np.zeros((0, 0), np.uint8)) == []


def test_without_the_zbar_library_everything_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zbar, "library", lambda: None)
    assert texts(frame((qr("A1"), 100, 100))) == ["A1"]
    assert zbar.find(frame()) == []


@pytest.mark.needs("zbar")
def test_zbar_reads_only_what_it_is_trusted_with() -> None:
    assert [text for text, _, _ in zbar.find(qr("PLAIN"))] == ["PLAIN"]
    assert zbar.find(qr("José Müller".encode())) == []
    for part in segno.make_sequence("GP1:HALF A PASS IS NO PASS " * 8, symbol_count=2):
        assert zbar.find(symbol(part)) == []
