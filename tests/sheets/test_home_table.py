"""A class teacher's table of home temperatures, as it is really written."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.home_rows import HomeFile
from kiosk.sheets.home_table import read_home
from kiosk.sheets.reading import read_table
from kiosk.sheets.table import SheetError
from tests.sheets.making import of_rows, workbook

TODAY = date(2020, 2, 20)


def read(data: str | bytes, today: date = TODAY) -> HomeFile:
    return read_home(read_table(data.encode() if isinstance(data, str) else data, "table"), today)


def values(found: HomeFile) -> list[tuple[str | None, date, float]]:
    return [(one.person_id or one.name, one.day, one.value_c) for one in found.rows]


@pytest.mark.parametrize(
    "heading", ["体温", "体温(℃)", "居家体温（℃）", "Temperature", "体温 / temp"]
)
@pytest.mark.parametrize("cell", ["36.5", "３６．５", "36.5℃", "36.5 °C", "36.5度", "36。5"])
def test_a_temperature_is_read_as_people_write_it(heading: str, cell: str) -> None:
    found = read(f"学号;日期;{heading}\np1;2020-02-19;{cell}\n")
    assert values(found) == [("p1", date(2020, 2, 19), 36.5)]


@pytest.mark.parametrize(
    "cell", ["2020-02-19", "2020/2/19", "2020.2.19", "2020年2月19日", "2月19日", "43880"]
)
def test_a_day_is_read_as_people_write_it(cell: str) -> None:
    found = read(f"姓名,日期,体温,时间\n王小明,{cell},36.5,7点半\n")
    assert values(found) == [("王小明", date(2020, 2, 19), 36.5)]
    assert found.rows[0].clock == "07:30"


def test_a_day_without_a_year_is_never_to_come() -> None:
    found = read("姓名,12月31日,1月1日\n王,36.5,36.6\n", date(2020, 1, 2))
    assert [one.day for one in found.rows] == [date(2019, 12, 31), date(2020, 1, 1)]
    # In 2021 there is no such day: it is that of the year before.
    found = read("姓名,2月29日\n王,36.5\n", date(2021, 1, 2))
    assert [one.day for one in found.rows] == [date(2020, 2, 29)]


def test_a_workbook_with_a_title_dates_as_headings_and_a_signature_below() -> None:
    def fill(book: Any, sheet: Any) -> None:
        form = book.add_format({"num_format": "m月d日"})
        sheet.write(0, 0, "七年级3班居家体温登记表")
        sheet.write_row(2, 0, ["序号", "学号", "姓名"])
        for place in range(3):
            sheet.write_datetime(2, 3 + place, datetime(2020, 2, 17 + place), form)
        sheet.write(2, 6, "备注")
        sheet.write_row(3, 0, [1, "p1", "王小明", 36.4, "", "未测", "住校"])
        sheet.write_row(4, 0, [2, "p2", "李雷", "36.2℃", 36.3, 36.35])
        sheet.write(6, 2, "班主任签名")

    found = read(workbook(fill))
    assert values(found) == [
        ("p1", date(2020, 2, 17), 36.4),
        ("p2", date(2020, 2, 17), 36.2),
        ("p2", date(2020, 2, 18), 36.3),
        ("p2", date(2020, 2, 19), 36.35),
    ]
    assert found.left_out == ()
    assert found.passed_over == ("序号", "备注")


def test_a_day_that_nobody_measured_is_missing_and_no_fault() -> None:
    found = read("学号,日期,体温\np1,2020-02-19,\np2,2020-02-19,未测\np3,2020-02-19,/\n")
    assert (found.rows, found.left_out) == ((), ())


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("p1,2020-02-19,365", "lacks its decimal point"),
        ("p1,2020-02-19,高", "is no temperature"),
        ("p1,2020-02-19,0", "must be 20 to 45"),
        ("p1,2020-02-21,36.5", "is still to come"),
        ("p1,2020-02-30,36.5", "is no day"),
        ("p1,,36.5", "is missing"),
        (",2020-02-19,36.5", "there is no name"),
        ("p 1,2020-02-19,36.5", "must be 1 to 32 letters"),
        ('"p1,2020-02-19,36.5', "quotation mark"),
    ],
)
def test_each_bad_line_is_told_with_its_reason_and_never_its_content(row: str, why: str) -> None:
    found = read(f"学号,日期,体温\np9,2020-02-19,36.5\n{row}\n")
    assert values(found) == [("p9", date(2020, 2, 19), 36.5)]
    (one,) = found.left_out
    assert (one.line, why in one.why.en) == (3, True), one.why
    assert any("\u4e00" <= letter <= "\u9fff" for letter in one.why.zh)
    assert "365" not in one.why.en
    assert "高" not in one.why.zh.replace("高于", "")


def test_month_and_day_alone_could_mean_two_days_and_are_no_heading() -> None:
    with pytest.raises(SheetError, match="2020-02-10"):
        read("学号,2/10,2/11\np1,36.5,36.6\n")


def test_a_heading_nobody_knows_is_named_and_a_day_twice_is_refused() -> None:
    assert read("学号,日期,体温,心情\np1,2020-02-19,36.5,好\n").passed_over == ("心情",)
    with pytest.raises(SheetError, match="2020-02-19 twice"):
        read("学号,2020-02-19,2月19日\np1,36.5,36.6\n")


@given(
    st.dictionaries(
        st.integers(1, 40), st.integers(350, 420).map(lambda n: n / 10), min_size=1, max_size=20
    )
)
def test_both_shapes_hold_the_same(days: dict[int, float]) -> None:
    at = {TODAY - timedelta(days=back): value for back, value in days.items()}
    long = of_rows(
        ("学号", "日期", "体温"), *(("p1", day.isoformat(), value) for day, value in at.items())
    )
    wide = of_rows(("学号", *(day.isoformat() for day in at)), ("p1", *at.values()))
    assert values(read(long)) == values(read(wide)) == [("p1", *one) for one in at.items()]
