"""No text from outside acts on a terminal or computes in a spreadsheet."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.text import DROPPED, clean, csv_cell

any_text = st.text(st.characters(), max_size=200)
nasty = st.text(
    st.sampled_from(
        "\x00\x07\x08\x1b\x7f\x9b\u200b\u200e\u202e\u2028\u2066\ufeff\ud800[]=+;m 1a王"
    ),
    max_size=200,
)

HOSTILE = [
    "\x1b[31mPASS\x1b[0m",
    "\x1b]52;c;aGVsbG8=\x07",
    "\u202eSSAP\u202c",
    "\x9b2J",
    "a\x00b",
    "\ud800",
    "a\u2028b\u2029c",
    "\U000e0041\ufeff\u200b",
]


@given(any_text | nasty, st.integers(0, 80))
def test_nothing_that_acts_on_a_terminal_is_left(raw: str, limit: int) -> None:
    shown = clean(raw, limit)
    assert len(shown) <= limit
    assert all(unicodedata.category(one) not in DROPPED for one in shown)
    assert all(one == " " or not one.isspace() for one in shown)
    shown.encode("utf-8")


@given(any_text | nasty, st.integers(0, 80))
def test_what_is_clean_stays_as_it_is(raw: str, limit: int) -> None:
    shown = clean(raw, limit)
    assert clean(shown, limit) == shown


@given(st.text(st.sampled_from("王小明李abcXYZ0189 -"), max_size=40))
def test_a_name_is_kept(name: str) -> None:
    assert clean(name) == " ".join(name.split())


@pytest.mark.parametrize("raw", HOSTILE)
def test_a_hostile_text_is_only_text(raw: str) -> None:
    shown = clean(raw)
    assert shown.isprintable()
    assert "\x1b" not in shown


def test_composed_and_decomposed_letters_become_one() -> None:
    assert clean("e\u0301") == clean("\u00e9") == "\u00e9"


def test_a_letter_under_a_heap_of_marks_keeps_two() -> None:
    assert len(clean("a" + "\u0316" * 60)) == 3


def test_a_huge_text_is_cut() -> None:
    assert clean("x" * 4000, 64) == "x" * 64


@given(any_text)
def test_no_cell_begins_like_a_formula(raw: str) -> None:
    cell = csv_cell(raw)
    assert cell.lstrip(" \u3000\u00a0")[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert cell.removeprefix("'") == raw or cell == raw


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1"]
)
def test_a_formula_is_led_by_an_apostrophe(formula: str) -> None:
    assert csv_cell(formula) == "'" + formula


@pytest.mark.parametrize("harmless", ["", "王小明", "36.4", "a=b", "2020-02-20"])
def test_a_harmless_cell_stays_as_it_is(harmless: str) -> None:
    assert csv_cell(harmless) == harmless


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_cell_comes_back_from_a_table_as_it_went_in(raw: str) -> None:
    table = io.StringIO(newline="")
    csv.writer(table).writerow([csv_cell(clean(raw))])
    assert next(csv.reader(io.StringIO(table.getvalue(), newline="")), [""]) == [
        csv_cell(clean(raw))
    ]
