"""Files of class teachers and school offices are read row by row, or refused with what to do."""

import contextlib
import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook

from kiosk.sheets.reading import read_table, read_tables
from kiosk.sheets.table import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, SheetError, Table, Unusable
from kiosk.sheets.xlsx_bounds import bounded
from tests.sheets.making import changed, of_rows, packed, parts_of, workbook

TEXT = "姓名,日期,体温\n王小明,2020-02-10,36.5\n李红,2020-02-10,36.6\n"


def cells(table: Table) -> list[tuple[Any, ...]]:
    return [row.cells for row in table.rows]


def refused(data: bytes, named: str) -> None:
    with pytest.raises(SheetError, match=named) as told:
        read_tables(data, "file")
    assert any("\u4e00" <= one <= "\u9fff" for one in told.value.words.zh)
    assert told.value.words.en == str(told.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_every_spreadsheet_is_read(encoding: str, end: str, delimiter: str) -> None:
    data = TEXT.replace(",", delimiter).replace("\n", end).encode(encoding)
    table = read_table(data, "teacher.csv")
    assert table.header.cells == ("姓名", "日期", "体温")
    assert cells(table) == [("王小明", "2020-02-10", "36.5"), ("李红", "2020-02-10", "36.6")]
    assert [row.line for row in table.rows] == [2, 3]


def test_a_title_over_the_headings_and_empty_rows_change_no_line_number() -> None:
    table = read_table(("九年级2班 体温登记表,,\n,,\n" + TEXT).encode(), "x.csv")
    assert (table.header.line, [row.line for row in table.rows]) == (3, [4, 5])


def test_an_open_quotation_mark_spoils_its_own_row_only() -> None:
    table = read_table(b'a,b\n"1,2\n3,4\n', "x.csv")
    assert [row.fault is not None and "quotation" in row.fault.en for row in table.rows] == [
        True,
        False,
    ]
    assert table.rows[1].cells == ("3", "4")


def test_xlsx_gives_the_types_of_its_cells() -> None:
    day, at = date(2020, 2, 10), datetime(2020, 2, 10, 7, 30)

    def fill(book: Any, sheet: Any) -> None:
        forms = [
            book.add_format({"num_format": one})
            for one in ("yyyy-mm-dd", "hh:mm", "yyyy-mm-dd hh:mm", "[h]:mm")
        ]
        sheet.write_row(0, 0, ["text", "number", "day", "clock", "moment", "truth", "length"])
        sheet.write_string(1, 0, " 王\u200b小明\x0b ")
        sheet.write_number(1, 1, 36.5)
        sheet.write_datetime(1, 2, day, forms[0])
        sheet.write_datetime(1, 3, time(7, 30), forms[1])
        sheet.write_datetime(1, 4, at, forms[2])
        sheet.write_boolean(1, 5, True)
        sheet.write_datetime(1, 6, timedelta(hours=30), forms[3])

    (row,) = read_table(workbook(fill), "x.xlsx").rows
    assert row.cells[:6] == ("王小明", 36.5, day, time(7, 30), at, "TRUE")
    assert isinstance(row.cells[6], Unusable)
    assert row.line == 2


def test_the_result_of_a_formula_counts_and_its_error_is_told() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 2, "=B1", None, "text")

    (row,) = read_table(workbook(fill), "x.xlsx").rows
    assert (row.cells[0], row.cells[2]) == (2.0, "text")
    assert isinstance(row.cells[1], Unusable)
    assert "error" in row.cells[1].why.en


def test_a_formula_that_was_never_computed_is_no_empty_cell() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1+1", None, 2)

    data = changed(workbook(fill), b"<v>2</v>", b"")
    (row,) = read_table(data, "x.xlsx").rows
    assert isinstance(row.cells[0], Unusable)
    assert "result" in row.cells[0].why.en


def test_a_merged_cell_counts_where_it_begins_and_is_told_where_it_covers() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 2, "title")
        sheet.write_row(1, 0, ["class", "name", "day"])
        sheet.merge_range(2, 0, 3, 0, "九年级/2班")
        sheet.write_column(2, 1, ["王", "李"])

    table = read_table(workbook(fill), "x.xlsx")
    assert table.header.cells == ("class", "name", "day")
    assert table.rows[0].cells == ("九年级/2班", "王")
    assert isinstance(table.rows[1].cells[0], Unusable)
    assert "merged" in table.rows[1].cells[0].why.en


def test_merges_without_end_are_refused() -> None:
    whole = b"".join(b'<mergeCell ref="A1:XFD%d"/>' % row for row in range(2, 9000, 2))
    tail = b"</sheetData><mergeCells>" + whole + b"</mergeCells>"
    rows = [(row, row) for row in range(9000)]
    refused(changed(of_rows(("a", "b"), *rows), b"</sheetData>", tail), "merged")


def test_sheets_are_read_but_for_hidden_and_empty_ones() -> None:
    buffer = io.BytesIO()
    book = Workbook(buffer)
    for name in ("一班", "二班", "lists", "empty"):
        sheet = book.add_worksheet(name)
        if name != "empty":
            sheet.write_row(0, 0, ["a", name])
        if name == "lists":
            sheet.hide()
    book.close()
    tables = read_tables(buffer.getvalue(), "school.xlsx")
    assert [table.name for table in tables] == ["school.xlsx [一班]", "school.xlsx [二班]"]
    with pytest.raises(SheetError, match="2 sheets"):
        read_table(buffer.getvalue(), "school.xlsx")


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xff\xfe\x00k", "UTF-8"),
        (b"a,b\n" * (MOST_ROWS + 1), "split"),
        (b"a" * (MOST_BYTES + 1), "MiB"),
        (b"\xd0\xcf\x11\xe0 old", "XLSX without a password"),
        (b"PK\x03\x04 not really", "damaged"),
    ],
)
def test_what_cannot_be_read_row_by_row_is_refused_with_what_to_do(data: bytes, named: str) -> None:
    refused(data, named)


def test_a_bomb_is_not_unpacked() -> None:
    parts = parts_of(of_rows(("a", "b")))
    refused(packed({**parts, "xl/bomb.xml": b" " * (200 * 1024 * 1024)}), "MiB")


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(packed(parts_of(of_rows(("a", "b"), ("1" * 3000, "2")))))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("xl/sharedStrings.xml")
        size = info.file_size.to_bytes(4, "little")
    assert data.count(size) >= 2
    refused(bytes(data.replace(size, (100).to_bytes(4, "little"))), "damaged")


@pytest.mark.parametrize("corner", [b"XFD1048576", b"A1048576", b"XFD2"])
def test_a_cell_at_the_far_corner_takes_no_memory(corner: bytes) -> None:
    data = changed(of_rows(("a", "b"), (1, 2)), b'r="B2"', b'r="' + corner + b'"')
    refused(data, "remove")


def test_a_cell_without_its_place_is_counted() -> None:
    cell = b"<c><v>1</v></c>"
    data = changed(of_rows(("a", "b"), (7,)), b'<c r="A2"><v>7</v></c>', cell * (MOST_COLUMNS + 1))
    refused(data, "remove those columns")


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/sharedStrings.xml", b'uniqueCount="2"', b'uniqueCount="99999999999"'),
        ("xl/sharedStrings.xml", b'uniqueCount="2"', b'uniqueCount="99999999"'),
        ("xl/sharedStrings.xml", b'uniqueCount="2"', b'uniqueCount="-1"'),
        ("xl/styles.xml", b'<cellXfs count="1"', b'<cellXfs count="4294967295"'),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="A99999999999"'),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="A0"'),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="a1048576"'),
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="99999999999"'),
    ],
)
def test_what_would_make_the_reader_take_all_memory_is_refused_before(
    part: str, old: bytes, new: bytes
) -> None:
    # Looked at without the reader: it ends the whole process where this is let through.
    parts = parts_of(of_rows(("a", "b"), (1, 2)))
    assert parts[part].count(old) == 1
    damaged = packed({**parts, part: parts[part].replace(old, new)})
    with pytest.raises(SheetError, match="damaged"):
        bounded(damaged, "file")


def test_many_cells_may_share_one_text() -> None:
    data = of_rows(("a", "b"), *(("same", "same"),) * 2000)
    assert len(read_table(data, "file").rows) == 2000


def test_formats_without_values_far_away_are_no_cells() -> None:
    data = changed(
        of_rows(("a", "b"), (1, 2)), b"</row></sheetData>", b'<c r="XFD2"/></row></sheetData>'
    )
    assert cells(read_table(data, "x")) == [(1.0, 2.0)]


def test_entities_are_refused() -> None:
    data = changed(
        of_rows(("a", "b")), b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
    )
    refused(data, "XLSX")


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    with contextlib.suppress(SheetError):
        read_tables(data, "x")


BOOK = of_rows(("姓名", "体温"), ("王", 36.5), (UTC.tzname(None), "36.6"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_to_a_workbook_crashes_the_reader(data: st.DataObject) -> None:
    broken = bytearray(BOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(4, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(SheetError):
        read_tables(bytes(broken), "x")


ODD = [b"0", b"-1", b"9" * 20, b"A0", b"ZZZZ9", b"e", b"d", b"1e308", b"nan", b"2147483648", b""]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30), st.sampled_from(ODD))
def test_no_odd_value_in_a_sheet_crashes_the_reader(place: int, odd: bytes) -> None:
    parts = parts_of(BOOK)
    pieces = parts["xl/worksheets/sheet1.xml"].split(b'"')
    at = (2 * place + 1) % (len(pieces) - 1) | 1
    pieces[at] = odd
    with contextlib.suppress(SheetError):
        read_tables(packed({**parts, "xl/worksheets/sheet1.xml": b'"'.join(pieces)}), "x")
