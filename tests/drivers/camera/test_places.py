"""Where codes are in a frame decides which of them is told, and which first."""

from itertools import permutations

from drivers.camera.places import in_order, merged
from drivers.camera.text import qr_text
from drivers.camera.zxing import Found
from drivers.events import CodeSeen


def found(text: str | None, left: float, top: float, side: float) -> Found:
    right, bottom = left + side, top + side
    return Found(text, "QR", ((left, top), (right, top), (right, bottom), (left, bottom)))


OUTER, INNER = found("OUTER", 0, 0, 100), found("INNER", 35, 35, 30)
ASIDE, UNREAD = found("ASIDE", 300, 0, 50), found(None, 200, 200, 40)


def test_the_inner_of_two_codes_stays_in_whatever_order_they_are_found() -> None:
    for order in permutations((OUTER, INNER, ASIDE)):
        assert set(merged([], order)) == {INNER, ASIDE}
        assert set(merged(list(order[:1]), order[1:])) == {INNER, ASIDE}


def test_a_place_that_is_unread_is_no_code_but_can_be_a_clue() -> None:
    assert merged([ASIDE], [UNREAD]) == [ASIDE]
    assert merged([ASIDE], [UNREAD, UNREAD], clues=True) == [ASIDE, UNREAD]


def test_the_nearest_to_the_middle_is_told_first_and_each_text_once() -> None:
    twin = found("ASIDE", 0, 400, 50)
    seen = [CodeSeen("INNER", "QR"), CodeSeen("ASIDE", "QR")]
    assert in_order([ASIDE, INNER, twin], (100, 100)) == seen


def test_bytes_are_utf8_before_anything_a_decoder_guesses() -> None:
    assert qr_text("é".encode(), "Ã©") == "é"
    assert qr_text("张三".encode("gb18030"), "ÕÅÈý") == "张三"
    assert qr_text("点茗".encode("shift_jis"), "点茗") == "点茗"
    assert qr_text("ﾃﾞｻﾞｲﾝ".encode("shift_jis"), "ﾃﾞｻﾞｲﾝ") == "ﾃﾞｻﾞｲﾝ"
    assert qr_text(b"\xff", "\xff") == "\xff"
