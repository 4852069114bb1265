"""What was scanned or typed is one of three forms, or a problem that holds nothing of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.credentials import (
    CodeFault,
    CredentialProblem,
    ParsedCredential,
    id_number_holds,
    parse,
)
from kiosk.core.request import CredentialKind, CredentialState

# The two examples printed in GB 11643-1999; nobody has these numbers.
ID_NUMBERS = ["11010519491231002X", "440524188001010014"]

HOSTILE = [
    "",
    " ",
    "\x1b[31mPASS",
    "\x1b]52;c;aGVsbG8=\x07",
    "\u202e12345",
    "[bold red]PASS[/]",
    "[/nope]",
    "[@click=app.quit]x[/]",
    "x" * 4000,
    "C-0417\x00",
    "\ud800\udfff",
    "=HYPERLINK(1)",
    "' OR 1=1 --",
    "C_0417",
    "-C0417",
    "C0417-",
    "c-0417",
    "١٢٣٤٥٦",
    "ABC",
    "A" * 21,
    "gp1:ABC",
]


def kind_of(raw: str, *, typed: bool = False) -> CredentialKind | None:
    parsed = parse(raw, typed=typed)
    return parsed.kind if isinstance(parsed, ParsedCredential) else None


@pytest.mark.parametrize("number", ID_NUMBERS)
def test_an_id_number_with_its_check_character_is_an_id_number(number: str) -> None:
    assert id_number_holds(number)
    assert kind_of(number, typed=True) is CredentialKind.ID_CARD


@pytest.mark.parametrize("number", ID_NUMBERS)
@pytest.mark.parametrize("place", range(18))
def test_one_wrong_digit_of_an_id_number_is_found(number: str, place: int) -> None:
    for digit in "0123456789":
        wrong = number[:place] + digit + number[place + 1 :]
        if wrong != number:
            assert parse(wrong) == CredentialProblem(CodeFault.CHECK_CHARACTER)


@given(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True))
def test_exactly_one_check_character_fits(first: str) -> None:
    assert sum(id_number_holds(first + check) for check in "0123456789X") == 1


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize("card", ["0417", "S2020-0417", "A" * 20, "A1-B2-C3"])
def test_a_school_card_is_a_short_code(card: str, typed: bool) -> None:
    assert kind_of(card, typed=typed) is CredentialKind.SCHOOL_CARD


def test_a_pass_is_told_by_its_prefix_and_left_as_it_is() -> None:
    parsed = parse("GP1:6BF %*\r\n")
    assert isinstance(parsed, ParsedCredential)
    assert (parsed.kind, parsed.text) == (CredentialKind.PASS, "GP1:6BF %*")


@pytest.mark.parametrize("typed", [False, True])
def test_a_text_longer_than_any_pass_is_too_long(typed: bool) -> None:
    assert parse("GP1:" + "0" * 397, typed=typed) == CredentialProblem(CodeFault.TOO_LONG)


@pytest.mark.parametrize("raw", HOSTILE)
def test_anything_else_is_unreadable(raw: str) -> None:
    parsed = parse(raw)
    assert isinstance(parsed, CredentialProblem)
    assert parsed.state is CredentialState.UNREADABLE


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("110105 19491231 002x", "11010519491231002X"),
        ("ｃ－0417", "C-0417"),
        ("\u3000s2020-0417 ", "S2020-0417"),
    ],
)
def test_what_a_guard_types_is_mended(typed: str, number: str) -> None:
    parsed = parse(typed, typed=True)
    assert isinstance(parsed, ParsedCredential)
    assert parsed.text == number
    assert parsed.presented is CredentialKind.TYPED
    assert kind_of(typed) is None


@given(st.text(max_size=500), st.booleans())
def test_no_text_is_too_much_and_no_problem_holds_any_of_it(raw: str, typed: bool) -> None:
    parsed = parse(raw, typed=typed)
    if isinstance(parsed, CredentialProblem):
        assert set(parsed.__slots__) == {"why", "state"}
    else:
        assert len(parsed.text) <= 400


def test_a_number_is_shown_by_its_end_only_and_never_by_repr() -> None:
    parsed = parse("11010519491231002X")
    assert isinstance(parsed, ParsedCredential)
    assert parsed.masked == "****002X"
    assert "1949" not in repr(parsed)
    code = parse("GP1:SECRET")
    assert isinstance(code, ParsedCredential)
    assert code.masked == "****"
