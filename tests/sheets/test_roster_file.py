"""A roster is read row by row: what fits comes in, what does not is told by line and reason."""

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.people import PersonKind
from kiosk.core.roster import BadRow, PersonRow
from kiosk.core.text import clean
from kiosk.sheets import roster_file
from kiosk.sheets.csv_reading import LONGEST_LINE
from kiosk.sheets.table import MOST_ROWS, SheetError
from tests.cli.rosters import ID_NUMBERS, roster
from tests.sheets.making import workbook

GOOD = f"学生,王小明,{ID_NUMBERS[0]},九年级/2班,S000417,13800000417,王父,13900000417"


def read_roster(data: bytes) -> tuple[list[PersonRow], list[BadRow]]:
    found = roster_file.read_roster(data, "roster.csv", UTC)
    return [row for row in found.rows if isinstance(row, PersonRow)], list(found.bad)


def only(data: bytes) -> PersonRow:
    (row,), bad = read_roster(data)
    assert bad == []
    return row


def why(data: bytes) -> str:
    good, (bad,) = read_roster(data)
    assert (good, bad.place.line) == ([], 2)
    assert any("\u4e00" <= one <= "\u9fff" for one in bad.why.zh)
    return bad.why.en


def test_a_row_becomes_a_person() -> None:
    row = only(roster(GOOD))
    assert (row.place.line, row.kind, row.who.name) == (2, PersonKind.PUPIL, "王小明")
    assert (row.who.id_number, row.who.card) == (ID_NUMBERS[0], "S000417")
    assert (row.unit, row.phone) == ("九年级/2班", "13800000417")
    assert (row.contact_name, row.contact_phone) == ("王父", "13900000417")


def test_headings_may_be_english_in_any_order_and_others_are_passed_over() -> None:
    data = roster("x,S1001,Lee Ann,staff", headings="shoe size,card,name,kind")
    row = only(data)
    assert (row.kind, row.who.name, row.who.card, row.unit) == (
        PersonKind.STAFF,
        "Lee Ann",
        "S1001",
        None,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_files_of_every_spreadsheet_are_read(encoding: str, end: str) -> None:
    text = roster(GOOD).decode().replace("\n", end) + end
    assert only(text.encode(encoding)).who.name == "王小明"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_understood(delimiter: str) -> None:
    assert only(roster(GOOD).replace(b",", delimiter.encode())).who.card == "S000417"


def test_typed_numbers_are_mended() -> None:
    row = only(roster("学生,王,１１０１０１ 20080101 0019,九年级／2班, s-000417 ,,,"))
    assert (row.who.id_number, row.who.card, row.unit) == (ID_NUMBERS[0], "S-000417", "九年级/2班")


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("外星人,王,,,S1001,,,", "kind"),
        (",王,,,S1001,,,", "kind"),
        ("学生,,,,S1001,,,", "name"),
        (f"学生,{'王' * 41},,,S1001,,,", "name"),
        ("学生,王,110101200801010018,,,,,", "id_number"),
        ("学生,王,11010120080,,,,,", "id_number"),
        ("学生,王,110101080101001,,,,,", "15 digits"),
        ("学生,王,,,S1,,,", "card"),
        ("学生,王,,,=1+1,,,", "card"),
        ("学生,王,,a//b,S1001,,,", "unit"),
        (f"学生,王,,{'a' * 65},S1001,,,", "unit"),
        ("学生,王,,,S1001,call me,,", "phone"),
        ("学生,王,,,S1001,,,letters", "contact_phone"),
        ("学生,王,,,,,,", "needed"),
        ('学生,"王,,,S1001,,,', "quotation"),
        (GOOD + ",one,more", "more cells"),
        ("学生," + "王" * LONGEST_LINE, "longer"),
    ],
)
def test_a_bad_row_is_told_with_its_reason(row: str, named: str) -> None:
    assert named in why(roster(row))


def test_a_bad_row_spoils_no_other() -> None:
    data = roster('学生,"王,,,S1001,,,', GOOD, "外星人,王,,,S1002,,,")
    good, bad = read_roster(data)
    assert [row.place.line for row in good] == [3]
    assert [row.place.line for row in bad] == [2, 4]


def test_a_reason_never_repeats_what_the_row_holds() -> None:
    mistyped = "110101200801010018"
    assert mistyped not in why(roster(f"学生,王,{mistyped},,,,,"))


def test_only_a_line_end_ends_a_row() -> None:
    row = only(roster("学生,王\u2028学生,,,S1001,,,"))
    assert row.who.name == "王学生"


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ("学生,王,,,S1001,,,", "学生,李,,, s1001,,,", "card"),
        (f"学生,王,{ID_NUMBERS[0]},,,,,", f"学生,李,{ID_NUMBERS[0]},,,,,", "id_number"),
    ],
)
def test_a_number_that_stands_twice_is_told_with_the_first_line(
    first: str, second: str, named: str
) -> None:
    good, (bad,) = read_roster(roster(first, second))
    assert [row.place.line for row in good] == [2]
    assert (bad.place.line, bad.why.en) == (3, f"{named} is that of line 2 already")


def test_an_id_number_never_becomes_a_person_id() -> None:
    data = roster(f"staff,Lee,{ID_NUMBERS[1]}", headings="kind,name,person_id")
    assert "ID number" in why(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"\xff\xfe\x00k",
        "姓名,卡号\n王,S1001".encode(),
        "类别,姓名,姓名\n学生,王,王".encode(),
        b"kind,name,card\n" + b"\n" * (MOST_ROWS + 1),
    ],
)
def test_what_is_no_roster_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(SheetError):
        read_roster(data)


HOSTILE = st.text(max_size=80).map(lambda text: text.replace("\r", "").replace("\n", ""))


@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), max_size=8))
def test_no_cell_crashes_the_import_or_leaves_it_unclean(rows: list[tuple[str, str, str]]) -> None:
    lines = [
        f"学生,{name},,{unit},S{place:04d},,{contact},"
        for place, (name, unit, contact) in enumerate(rows)
    ]
    data = roster(*lines).decode().encode("utf-8", "surrogatepass")
    try:
        good, bad = read_roster(data)
    except SheetError:
        return
    assert len(good) + len(bad) == len(lines)
    for row in good:
        for text in (row.who.name, row.unit, row.contact_name):
            assert text is None or text == clean(text, LONGEST_LINE)


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_import(data: bytes) -> None:
    with contextlib.suppress(SheetError):
        read_roster("类别,姓名,卡号\n".encode() + data)


@pytest.mark.parametrize("number", ["G110101200801010019", "110101200801010018", "110101080101001"])
@pytest.mark.parametrize("column", ["学号", "班级"])
def test_an_id_number_never_becomes_an_id_or_a_class(number: str, column: str) -> None:
    others = {"学号": "P1", "姓名": "王小明", "班级": "九年级/2班"} | {column: number}
    data = roster(",".join(others.values()), headings=",".join(others))
    assert "ID number" in why(data)
    assert number not in why(data)


@pytest.mark.parametrize("column", range(5))
def test_what_a_spreadsheet_has_made_a_date_is_taken_for_no_class_and_no_number(
    column: int,
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["学号", "姓名", "班级", "卡号", "电话"])
        sheet.write_row(1, 0, ["P1", "王小明", "7/3", "S000417", "13800000417"])
        sheet.write_datetime(1, column, datetime(2020, 7, 3), book.add_format({"num_format": 14}))

    assert "made a date by the spreadsheet" in why(workbook(fill))


def test_a_heading_that_stands_twice_is_told_also_when_no_form_was_named() -> None:
    with pytest.raises(SheetError, match="twice: name"):
        read_roster(roster("P1,a,b", headings="学号,姓名,姓名"))


def test_a_file_of_headings_alone_says_so() -> None:
    (note,) = roster_file.read_roster(roster(), "roster.csv", UTC).notes
    assert "no row below" in note.en
