"""A cell becomes one value, or a reason that names the column and never repeats the cell."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.language import Words
from kiosk.sheets import cells
from kiosk.sheets.cells import BadCell
from kiosk.sheets.table import Cell, Unusable

NOON = datetime(2020, 2, 10, 12, 0)


@pytest.mark.parametrize(
    "written",
    [
        date(2020, 2, 10),
        NOON,
        43871.0,
        43871.3125,
        "43871",
        20200210.0,
        "20200210",
        "2020-02-10",
        "2020-2-10",
        "2020/2/10",
        "2020.02.10",
        "2020年2月10日",
        "２０２０年２月１０日",
        "2020-02-10 07:31:22",
        "2020-02-10T07:31",
        " 2020 年 2 月 10 日 ",
    ],
)
def test_a_day_is_read_however_it_is_written(written: Cell) -> None:
    assert cells.day(written, "day") == date(2020, 2, 10)


def test_a_day_without_its_year_needs_one_that_is_given() -> None:
    assert cells.day("2月10日", "day", year=2020) == date(2020, 2, 10)
    with pytest.raises(BadCell, match="2020-02-10"):
        cells.day("2月10日", "day")


@pytest.mark.parametrize(
    "written",
    [
        *("", "10/2/2020", "2/10", "20-2-10", "2020-02-30", "2020-13-01", "tomorrow", "0"),
        *(36.5e9, -1.0, 1.0, "1880-01-01", "2100-01-01", date(1900, 1, 1), time(7, 30)),
        Unusable(Words("是错误值", "holds an error")),
    ],
)
def test_a_day_is_never_guessed(written: Cell) -> None:
    with pytest.raises(BadCell) as told:
        cells.day(written, "日期")
    assert told.value.column == "日期"
    assert told.value.words.zh.startswith("日期: ")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        (time(7, 30), time(7, 30)),
        (NOON, time(12, 0)),
        (0.3125, time(7, 30)),
        (43871.3125, time(7, 30)),
        (0.0, time(0, 0)),
        ("7:30", time(7, 30)),
        ("07：30", time(7, 30)),
        ("07:30:15", time(7, 30, 15)),
        ("7时30分", time(7, 30)),
        ("7点", time(7, 0)),
        ("7点半", time(7, 30)),
        ("上午7:30", time(7, 30)),
        ("下午5:30", time(17, 30)),
        ("5:30 PM", time(17, 30)),
        ("12:10 am", time(0, 10)),
        ("2020-02-10 07:31:22", time(7, 31, 22)),
    ],
)
def test_a_time_of_day_is_read_however_it_is_written(written: Cell, at: time) -> None:
    assert cells.clock(written, "time") == at


@pytest.mark.parametrize(
    "written", ["", "730", "7", "25:00", "7:61", "晚上12:00", 43871.0, -0.5, date(2020, 2, 10), "x"]
)
def test_a_time_of_day_is_never_guessed(written: Cell) -> None:
    with pytest.raises(BadCell, match="time"):
        cells.clock(written, "time")


@pytest.mark.parametrize(
    "written",
    [36.5, "36.5", "36.5℃", "36.5°C", "36.5 c", "36.5度", "３６．５", "36,5", "36。5", "36.50"],
)
def test_a_temperature_is_read_however_it_is_written(written: Cell) -> None:
    assert cells.temperature(written, "体温") == 36.5


def test_a_whole_temperature_and_a_rounded_one() -> None:
    assert cells.temperature(37.0, "t") == 37.0
    assert cells.temperature(36.549999999999997, "t") == 36.55


@pytest.mark.parametrize("written", [365.0, "365", "373℃"])
def test_a_lost_decimal_point_is_told_and_not_put_back(written: Cell) -> None:
    with pytest.raises(BadCell, match="decimal point"):
        cells.temperature(written, "体温")


@pytest.mark.parametrize("written", ["", "正常", 97.7, "97.7F", 12.0, 3.65, "36.5/36.6", "-36.5"])
def test_what_is_no_body_temperature_in_degrees_c_is_told(written: Cell) -> None:
    with pytest.raises(BadCell, match="体温"):
        cells.temperature(written, "体温")


@pytest.mark.parametrize("written", ["是", "YES", "y", "1", 1.0, "TRUE", "√", "住校"])
def test_yes(written: Cell) -> None:
    assert cells.truth(written, "boards", yes=("住校",), no=("走读",))


@pytest.mark.parametrize("written", ["否", "No", "0", 0.0, "×", "走读"])
def test_no(written: Cell) -> None:
    assert not cells.truth(written, "boards", yes=("住校",), no=("走读",))


@pytest.mark.parametrize("written", ["", "maybe", 2.0])
def test_neither_yes_nor_no(written: Cell) -> None:
    with pytest.raises(BadCell):
        cells.truth(written, "boards")


def test_whole_numbers_have_bounds() -> None:
    assert [cells.whole(one, "n", 1, 9) for one in (3.0, "3", "３", "3.0")] == [3] * 4
    for bad in ("", "x", "3.5", 3.5, 0.0, "10", "9" * 30):
        with pytest.raises(BadCell, match=r"1 to 9|missing"):
            cells.whole(bad, "n", 1, 9)


def test_a_number_that_a_spreadsheet_rounded_is_told() -> None:
    assert cells.code(20200417.0, "card") == "20200417"
    with pytest.raises(BadCell, match="format the column as text"):
        cells.code(1.1010120080101e17, "card")


def test_names_are_text() -> None:
    assert cells.name("王 小明", "name") == "王小明"
    assert cells.name("Lee Ann", "name") == "Lee Ann"
    for bad in ("", "123", 36.5, "王" * 41):
        with pytest.raises(BadCell):
            cells.name(bad, "name")


def test_phones_keep_their_form() -> None:
    assert cells.phone(13800000417.0, "phone") == "13800000417"
    assert cells.phone("＋86 138-0000-0417", "phone") == "+86 138-0000-0417"
    for bad in ("", "call me", "123"):
        with pytest.raises(BadCell, match="phone"):
            cells.phone(bad, "phone")


def test_what_our_own_tables_led_with_an_apostrophe_comes_back() -> None:
    assert cells.text("'=1+1", "x") == "=1+1"
    assert cells.text("'110101200801010019", "x") == "110101200801010019"
    assert cells.text("'s-Hertogenbosch", "x") == "'s-Hertogenbosch"


READERS: list[Callable[[Cell, str], Any]] = [
    cells.text,
    cells.name,
    cells.code,
    cells.phone,
    cells.day,
    cells.clock,
    cells.temperature,
    cells.truth,
    cells.whole,
]


@pytest.mark.parametrize("read", READERS)
@given(cell=st.one_of(st.text(max_size=30), st.floats(allow_nan=False), st.dates(), st.times()))
def test_no_cell_crashes_a_reader_and_no_reason_repeats_it(
    read: Callable[[Cell, str], Any], cell: Cell
) -> None:
    why = ""
    try:
        read(cell, "列")
    except BadCell as told:
        why = str(told)
    assert not (isinstance(cell, str) and len(cell) > 12 and cell in why)
