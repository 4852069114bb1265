"""Headings are known in Chinese and English, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sheets.columns import Matched, match
from kiosk.sheets.reading import read_table
from kiosk.sheets.table import SheetError

HEADINGS = {
    "name": ("姓名", "学生姓名"),
    "temperature": ("体温", "温度"),
    "morning": ("体温(早)", "晨检体温"),
    "unit": ("班级",),
}


def matched(text: str, needed: tuple[str, ...] = ("name",)) -> Matched:
    return match(read_table(text.encode(), "teacher.csv"), HEADINGS, needed)


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("姓名", "name"),
        (" 姓 名 ", "name"),
        ("姓名*", "name"),
        ("姓名：", "name"),
        ("Name", "name"),
        ("ＮＡＭＥ", "name"),
        ("姓名 / name", "name"),
        ("姓名 Name", "name"),
        ("姓名（必填）", "name"),
        ("体温(℃)", "temperature"),
        ("体温【摄氏度】", "temperature"),
        ("TEMPERATURE (deg C)", "temperature"),
        ("体温（早）", "morning"),
        ("鞋码", None),
        ("", None),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str, code: str | None) -> None:
    found = matched(f"班级,x,{heading}\n1,2,3", needed=())
    assert found.columns[2:] == ((code,) if heading else ())


def test_rows_come_by_their_columns_and_unknown_headings_are_named() -> None:
    found = matched("鞋码,姓名,体温\n38,王,36.5\n39,李\n")
    assert [dict(one.cells) for one in found.records()] == [
        {"name": "王", "temperature": "36.5"},
        {"name": "李"},
    ]
    assert found.unknown == ("鞋码",)
    assert list(found.records())[1]["temperature"] == ""


def test_headings_below_other_lines_are_found() -> None:
    found = matched("学校：一中,日期：2月10日\n班级,姓名\n九2,王\n", needed=("name", "unit"))
    assert [(one.line, one["name"]) for one in found.records()] == [(3, "王")]


def test_missing_headings_are_told_all_at_once_in_both_languages() -> None:
    with pytest.raises(SheetError) as told:
        matched("鞋码,颜色\n1,2\n", needed=("name", "temperature"))
    assert "name (姓名), temperature (体温)" in str(told.value)
    assert "teacher.csv line 1" in str(told.value)


def test_a_heading_that_stands_twice_is_told() -> None:
    with pytest.raises(SheetError, match=r"twice: name \(姓名\)"):
        matched("姓名,学生姓名\n王,李\n")


def test_cells_beyond_the_headings_spoil_their_row() -> None:
    one, two = matched("姓名,体温\n王,36.5,x\n李,36.6\n").records()
    assert one.fault is not None
    assert ("more cells" in one.fault.en, two.fault) == (True, None)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_no_heading_crashes_the_match(headings: list[str]) -> None:
    line = ",".join('"' + one.replace('"', '""') + '"' for one in headings)
    text = line.replace("\r", "").replace("\n", "").encode("utf-8", "replace").decode()
    try:
        found = matched(f"姓名,{text}\n王\n")
    except SheetError:
        return
    assert found.columns[0] == "name"
