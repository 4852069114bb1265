"""Masked fields tell people apart and give nothing away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import masking


def test_the_forms_of_the_screens() -> None:
    assert masking.name("王小明") == "王**"
    assert masking.name("李雷") == "李**"
    assert masking.id_number("320102200801011234") == "320***********1234"
    assert masking.phone("13812342210") == "138****2210"
    assert masking.card("20200417") == "****0417"


def test_what_is_not_there_stays_not_there() -> None:
    for mask in (masking.name, masking.id_number, masking.phone, masking.card):
        assert mask(None) is None


@pytest.mark.parametrize("mask", [masking.id_number, masking.phone, masking.card])
def test_a_short_number_is_not_shown_whole(mask: object) -> None:
    assert masking.phone("12345678") == "********"
    assert masking.card("0417") == "****17"
    assert masking.card("7") == "****"
    assert callable(mask)
    assert "1" not in str(mask("1"))


@given(st.text("0123456789X", min_size=1, max_size=30))
def test_at_least_half_of_a_short_number_or_four_of_a_long_one_are_hidden(number: str) -> None:
    for mask in (masking.id_number, masking.phone):
        shown = str(mask(number)).replace("*", "")
        assert len(number) - len(shown) >= min(4, len(number))
    assert len(str(masking.card(number)).replace("*", "")) <= len(number) / 2
