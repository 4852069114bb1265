"""Reports become files that spreadsheets, terminals and printers show as they are, and no more."""

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.tables import Column, ColumnKind, ReportTable
from kiosk.core.text import clean
from kiosk.sheets import cells
from kiosk.sheets.reading import read_table, read_tables
from kiosk.sheets.showing import width, wrapped
from kiosk.sheets.writing import sheet_name, to_csv, to_text, to_xlsx
from tests.sheets.making import parts_of

AT = datetime(2020, 2, 10, 7, 31)
REPORT = ReportTable(
    "九年级2班体温",
    "Temperatures of class 9/2",
    (
        Column("name", "姓名", "name"),
        Column("day", "日期", "day", ColumnKind.DAY),
        Column("value_c", "体温", "temperature", ColumnKind.TEMPERATURE),
        Column("id_number", "身份证号", "ID number"),
        Column("at", "时间", "time", ColumnKind.CLOCK),
        Column("sent", "上报", "sent", ColumnKind.MOMENT),
        Column("count", "次数", "count", ColumnKind.WHOLE),
    ),
    (
        ("王小明", date(2020, 2, 10), 36.5, "110101200801010019", time(7, 30), AT, 2),
        ('=HYPERLINK("http://x")', None, 36.55, "", None, None, 0),
    ),
    ("由学校留存 / kept by the school",),
)


def of_texts(*texts: str) -> ReportTable:
    columns = tuple(Column(f"c{place}", f"列{place}", f"column {place}") for place in (1, 2))
    return ReportTable("表", "Table", columns, tuple((one, "end") for one in texts))


def test_xlsx_comes_back_with_the_types_of_its_columns() -> None:
    table = read_table(to_xlsx([REPORT]), "x.xlsx")
    assert table.header.cells[:2] == ("姓名 / name", "日期 / day")
    first = table.rows[0].cells
    assert first == (
        "王小明",
        date(2020, 2, 10),
        36.5,
        "110101200801010019",
        time(7, 30),
        AT,
        2.0,
    )


def test_xlsx_holds_no_formula_and_no_link_and_is_ready_to_print() -> None:
    parts = parts_of(to_xlsx([REPORT]))
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet.lower()
    for wanted in (b'orientation="landscape"', b'state="frozen"', b"fitToPage", b"<cols>"):
        assert wanted in sheet
    assert b"Print_Titles" in parts["xl/workbook.xml"]


def test_the_same_report_makes_the_same_bytes() -> None:
    assert to_xlsx([REPORT]) == to_xlsx([REPORT])


def test_several_reports_are_several_sheets_whatever_their_titles() -> None:
    titles = ["[a]:*?/\\", "[a]:*?/\\", "x" * 40, "X" * 40, "'", ""]
    sheets = [ReportTable(one, "t", REPORT.columns) for one in titles]
    tables = read_tables(to_xlsx(sheets), "x")
    assert len({table.name for table in tables}) == len(titles)


def test_a_workbook_needs_a_sheet() -> None:
    with pytest.raises(ValueError, match="sheet"):
        to_xlsx([])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), max_size=4))
def test_every_text_comes_back_from_both_kinds_of_file_clean(texts: list[str]) -> None:
    table = of_texts(*texts)
    for data in (to_xlsx([table]), to_csv(table).encode("utf-8", "replace")):
        rows = read_table(data, "x").rows
        found = [cells.text(row.cells[0], "c1") for row in rows]
        assert found == [clean(one, 4000) for one in texts]


@given(st.lists(st.text(max_size=40), max_size=4))
def test_csv_has_no_cell_that_a_spreadsheet_computes(texts: list[str]) -> None:
    for line in to_csv(of_texts(*texts)).removeprefix("\ufeff").splitlines():
        for cell in line.strip('"').split('","'):
            assert not cell.lstrip(" \u3000").startswith(("=", "+", "-", "@", "＝"))


def test_long_numbers_keep_their_digits_in_csv() -> None:
    assert '"\'110101200801010019"' in to_csv(REPORT)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4), st.integers(20, 120))
def test_text_is_never_wider_than_asked_and_safe_on_a_terminal(
    texts: list[str], columns: int
) -> None:
    shown = to_text(of_texts(*texts), columns)
    assert all(width(line) <= columns for line in shown.split("\n"))
    assert clean(shown.replace("\n", " "), 10_000) == " ".join(shown.split())


def test_text_keeps_all_it_is_given() -> None:
    for columns in (200, 100, 40, 20):
        shown = "".join(to_text(REPORT, columns).split())
        assert "36.55" in shown
        assert "keptbytheschool" in shown
    assert "110101200801010019" in to_text(REPORT, 120)


def test_columns_stand_under_their_headings() -> None:
    lines = to_text(of_texts("王小明", "Li"), 80).splitlines()
    head = next(line for line in lines if "column 2" in line)
    at = width(head[: head.index("列2")])
    for line in lines:
        if line.endswith("end"):
            assert width(line[: line.index("end")]) == at


@given(st.text(max_size=200), st.integers(2, 40))
def test_breaking_loses_nothing_but_blanks(text: str, columns: int) -> None:
    tame = clean(text, 200)
    lines = wrapped(tame, columns)
    assert "".join(lines).replace(" ", "") == tame.replace(" ", "")
    assert all(width(line) <= columns for line in lines)


def test_a_table_that_does_not_fit_its_columns_is_refused() -> None:
    column = Column("a", "甲", "a")
    for columns, rows in (((), ()), ((column, column), ()), ((column,), (("x", "y"),))):
        with pytest.raises(ValueError, match="column"):
            ReportTable("t", "t", columns, rows)


def test_names_of_sheets_are_short_and_free_of_signs() -> None:
    assert sheet_name("九年级/2班") == "九年级 2班"
    assert len(sheet_name("x" * 80, ["x" * 31])) <= 31
