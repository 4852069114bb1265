"""The number of an identity document is known by its form and its check, and shown masked only."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import masking
from kiosk.core.documents import (
    Document,
    DocumentFault,
    DocumentKind,
    DocumentProblem,
    check_holds,
    holds_id_number,
    mask,
    parse_document,
)
from kiosk.core.words_documents import FAULTS, KINDS

NUMBERS = {
    # The two examples of GB 11643-1999.
    "11010519491231002X": DocumentKind.RESIDENT_ID,
    "440524188001010014": DocumentKind.RESIDENT_ID,
    # Public samples and official examples, protocols.md 7.1.
    "810000199408230021": DocumentKind.HK_MACAO_RESIDENCE,
    "830000199201300022": DocumentKind.TAIWAN_RESIDENCE,
    "932682198501010017": DocumentKind.PERMANENT_2023,
    "911124198108030024": DocumentKind.PERMANENT_2023,
    "931586198001010028": DocumentKind.PERMANENT_2023,
    # Specimens of the form of 2017, protocols.md 4.4.
    "PAK310080010103": DocumentKind.PERMANENT_2017,
    "CAN110081080319": DocumentKind.PERMANENT_2017,
    # Forms without a check.
    "H12345678": DocumentKind.HK_MACAO_TRAVEL,
    "M1234567801": DocumentKind.HK_MACAO_TRAVEL,
    "01234567": DocumentKind.TAIWAN_TRAVEL,
    "0123456701": DocumentKind.TAIWAN_TRAVEL,
    "E12345678": DocumentKind.PASSPORT,
    "EA1234567": DocumentKind.PASSPORT,
    "123456789": DocumentKind.PASSPORT,
    # What is no document.
    "": DocumentFault.EMPTY,
    "  \u3000": DocumentFault.EMPTY,
    "110105491231002": DocumentFault.OLD_NUMBER,
    "1101051949123100": DocumentFault.WRONG_LENGTH,
    "11010519491231002XX": DocumentFault.NO_KNOWN_FORM,
    "1101051949123100211": DocumentFault.WRONG_LENGTH,
    "110105194912310021": DocumentFault.CHECK_CHARACTER,
    "PAK310080139903": DocumentFault.BIRTH_DATE,
    "ABCDEFG": DocumentFault.NO_KNOWN_FORM,
    "13800000417": DocumentFault.NO_KNOWN_FORM,
    "'; DROP TABLE log": DocumentFault.NO_KNOWN_FORM,
    "x" * 5000: DocumentFault.NO_KNOWN_FORM,
}


@pytest.mark.parametrize(("number", "kind"), NUMBERS.items())
def test_a_number_is_known_by_its_form(number: str, kind: DocumentKind | DocumentFault) -> None:
    found = parse_document(number)
    assert (found.why if isinstance(found, DocumentProblem) else found.kind) == kind


def test_a_check_that_holds_is_told_apart_from_none() -> None:
    checked = {number: parse_document(number) for number in NUMBERS}
    held = {n for n, one in checked.items() if isinstance(one, Document) and one.checked}
    eighteen = {n for n in NUMBERS if len(n) == 18 and isinstance(checked[n], Document)}
    assert held == {*eighteen, "PAK310080010103"}


def test_the_birth_date_is_read_from_eighteen_digits() -> None:
    found = parse_document("11010519491231002X")
    assert isinstance(found, Document)
    assert found.birth == date(1949, 12, 31)


@pytest.mark.parametrize(
    "written",
    ["11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_typing_makes_no_difference(written: str) -> None:
    assert parse_document(written) == parse_document("11010519491231002X")


@pytest.mark.parametrize("day", ["20080229", "20090229", "20081301", "20080001", "20080631"])
def test_the_birth_date_is_a_day_of_the_calendar(day: str) -> None:
    first = f"110101{day}001"
    number = next(first + check for check in "0123456789X" if check_holds(first + check))
    assert isinstance(parse_document(number), Document) == (day == "20080229")


@pytest.mark.parametrize("number", [n for n, kind in NUMBERS.items() if len(n) == 18])
def test_every_region_is_taken(number: str) -> None:
    for region in ("441900", "330113", "510158", "710000", "810000", "830000", "999999"):
        first = region + "19850101001"
        other = next(first + check for check in "0123456789X" if check_holds(first + check))
        assert isinstance(parse_document(other), Document), number


@given(st.text(max_size=80))
def test_no_text_is_too_much_and_a_number_comes_back_as_it_is_kept(text: str) -> None:
    found = parse_document(text)
    if isinstance(found, Document):
        assert parse_document(found.number) == found
        assert found.number.isascii()
        assert found.number.isalnum()
        assert found.number not in repr(found)
        assert len(found.number) <= 18


@given(st.from_regex(r"[A-Z0-9]{1,18}", fullmatch=True))
def test_at_least_half_of_every_number_stays_hidden(number: str) -> None:
    shown = masking.id_number(number)
    assert shown is not None
    assert len(shown) == len(number)
    assert shown.count("*") * 2 >= len(number)
    assert shown.count("*") == len(number) or "**" in shown[1:-1]
    found = parse_document(number)
    if isinstance(found, Document):
        assert mask(found) == masking.id_number(found.number)


def test_masks_as_they_are_shown() -> None:
    assert masking.id_number("E12345678") == "E******78"
    assert masking.id_number("H1234567801") == "H********01"
    assert masking.id_number("PAK310080010103") == "PAK********0103"
    assert masking.id_number("1234567") == "*******"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("11010519491231002X", True),
        ("110105194912310020", True),  # a slip of the pen is still somebody's number
        ("G11010519491231002x", True),  # the national number of a pupil
        ("grade-7/110105491231002", True),
        ("１１０１０５１９４９１２３１００２Ｘ", True),
        ("202009010300417", False),
        ("202009010000000001", False),
        ("110105194913310020", False),
        ("20200417", False),
        ("九年级/2班", False),
    ],
)
def test_a_number_of_a_resident_is_found_inside_a_text(text: str, held: bool) -> None:
    assert holds_id_number(text) is held


def test_every_kind_and_fault_has_words() -> None:
    assert set(KINDS) == set(DocumentKind)
    assert set(FAULTS) == set(DocumentFault)
    for words in (*KINDS.values(), *FAULTS.values()):
        assert words.en.isascii()
        assert any("\u4e00" <= one <= "\u9fff" for one in words.zh)
