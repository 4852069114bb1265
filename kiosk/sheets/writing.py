"""Reports as files: XLSX, CSV, and text for a terminal or a printer."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kiosk.core.tables import ColumnKind, ReportTable, Value
from kiosk.core.text import clean, csv_cell
from kiosk.sheets.showing import LONGEST, guarded, padded, shown, width, wrapped

BOM = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""

_NO_TIME = datetime(1980, 1, 1)
"""The earliest a ZIP file can name: the same report makes the same bytes."""

_NARROWEST, _WIDEST = 8, 60
_LEAST_COLUMN = 6
_LEAST = {ColumnKind.MOMENT: 16, ColumnKind.DAY: 10, ColumnKind.CLOCK: 5}
_GAP = "  "
_NUMBER_FORMATS = {
    ColumnKind.TEXT: "@",
    ColumnKind.WHOLE: "0",
    ColumnKind.NUMBER: "General",
    ColumnKind.TEMPERATURE: "0.0#",
    ColumnKind.DAY: "yyyy-mm-dd",
    ColumnKind.CLOCK: "hh:mm",
    ColumnKind.MOMENT: "yyyy-mm-dd hh:mm",
}
_TO_THE_RIGHT = frozenset({ColumnKind.WHOLE, ColumnKind.NUMBER, ColumnKind.TEMPERATURE})
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
"""Text stays text, whatever it looks like."""


def to_xlsx(sheets: Sequence[ReportTable], made: datetime | None = None) -> bytes:
    """Write one sheet a report, ready to print: landscape, one page wide, headings on each page.

    Above the headings stands the title, below the rows the notes. `made` is noted in the file.
    Raises ValueError without a report.
    """
    if not sheets:
        raise ValueError("a workbook needs a sheet")
    buffer = io.BytesIO()
    book = Workbook(buffer, {**OPTIONS, "in_memory": True})
    book.set_properties({"title": sheets[0].title, "created": made or _NO_TIME})
    names: list[str] = []
    for table in sheets:
        names.append(sheet_name(table.title_zh, names))
        _write_sheet(book, book.add_worksheet(names[-1]), table)
    book.close()
    return buffer.getvalue()


def to_csv(table: ReportTable) -> str:
    """Write headings and rows for a spreadsheet: BOM, every cell quoted and formula-safe."""
    lines = [[guarded(clean(column.heading)) for column in table.columns]]
    lines += [
        [
            guarded(shown(value, column)) if isinstance(value, str) else shown(value, column)
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(lines)
    return BOM + buffer.getvalue()


def to_text(table: ReportTable, columns: int = 100) -> str:
    """Write a table that is at most so many terminal columns wide, long cells on several lines.

    When there are too many columns for that, each row becomes a list of its headings and values.
    """
    columns = max(columns, 20)
    head = wrapped(clean(table.title, 200), columns)
    notes = [line for note in table.notes for line in wrapped(clean(note, 1000), columns)]
    body = _grid(table, columns) or _lists(table, columns)
    parts = [head, body, notes] if notes else [head, body]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """Give a name that a spreadsheet takes for a sheet, which is short and free of its signs."""
    base = re.sub(r"[\[\]:*?/\\]", " ", clean(wanted, 31)).strip(" '") or "Sheet"
    used = {one.casefold() for one in taken}
    name, number = base, 2
    while name.casefold() in used:
        name = f"{base[:27]} {number}"
        number += 1
    return name


def write_value(sheet: Worksheet, at: tuple[int, int], value: Value, form: Format | None) -> None:
    """Write one cell so that no text is ever computed."""
    row, column = at
    match value:
        case None:
            sheet.write_blank(row, column, None, form)
        case bool():
            sheet.write_string(row, column, "true" if value else "false", form)
        case int() | float():
            sheet.write_number(row, column, value, form)
        case datetime():
            sheet.write_datetime(row, column, value.replace(tzinfo=None), form)
        case date() | time():
            sheet.write_datetime(row, column, value, form)
        case str():
            sheet.write_string(row, column, csv_cell(clean(value, LONGEST)), form)


def _write_sheet(book: Workbook, sheet: Worksheet, table: ReportTable) -> None:
    bold = book.add_format({"bold": True, "font_size": 14})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": False})
    sheet.write_string(0, 0, clean(table.title, 200), bold)
    for place, column in enumerate(table.columns):
        form = book.add_format({"num_format": _NUMBER_FORMATS[column.kind], "valign": "top"})
        sheet.set_column(place, place, _sheet_width(table, place), form)
        sheet.write_string(1, place, csv_cell(clean(column.heading)), heading)
        for line, row in enumerate(table.rows, 2):
            write_value(sheet, (line, place), row[place], form)
    for line, note in enumerate(table.notes, len(table.rows) + 3):
        sheet.write_string(line, 0, csv_cell(clean(note, 1000)), plain)
    _make_printable(sheet)


def _make_printable(sheet: Worksheet) -> None:
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _sheet_width(table: ReportTable, place: int) -> int:
    column = table.columns[place]
    texts = [column.zh, column.en, *(shown(row[place], column) for row in table.rows[:500])]
    return min(max(_NARROWEST, *map(width, texts)) + 2, _WIDEST)


def _grid(table: ReportTable, columns: int) -> list[str]:
    """Lay out rows and columns; empty when there is no room for them beside each other."""
    cells = [[column.heading for column in table.columns]]
    cells += [
        [shown(value, column) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    natural = [max(map(width, column)) for column in zip(*cells, strict=True)]
    least = [_LEAST.get(column.kind, _LEAST_COLUMN) for column in table.columns]
    widths = _shared(natural, least, columns - len(_GAP) * (len(natural) - 1))
    if not widths:
        return []
    right = [column.kind in _TO_THE_RIGHT for column in table.columns]
    lines = [_line(row, widths, right) for row in cells]
    return [*lines[0], "-" * min(sum(widths) + len(_GAP) * (len(widths) - 1), columns)] + [
        line for row in lines[1:] for line in row
    ]


def _shared(natural: list[int], least: list[int], room: int) -> list[int]:
    """Share the room out: the widest give way first, none below its least or what it needs.

    Nothing when even that does not fit.
    """
    if sum(map(min, natural, least)) > room:
        return []
    widths = list(natural)
    while sum(widths) > room:
        # A moment or a day broken in two is no longer read as one.
        giving = (n for n, size in enumerate(widths) if size > least[n])
        widths[max(giving, key=widths.__getitem__)] -= 1
    return widths


def _line(cells: list[str], widths: list[int], right: list[bool]) -> list[str]:
    broken = [wrapped(cell, size) for cell, size in zip(cells, widths, strict=True)]
    return [
        _GAP.join(
            padded(lines[place] if place < len(lines) else "", size, right=to_right)
            for lines, size, to_right in zip(broken, widths, right, strict=True)
        ).rstrip()
        for place in range(max(map(len, broken)))
    ]


def _lists(table: ReportTable, columns: int) -> list[str]:
    lines: list[str] = []
    for row in table.rows:
        for value, column in zip(row, table.columns, strict=True):
            lines += wrapped(f"{column.heading}: {shown(value, column)}", columns)
        lines.append("-" * columns)
    return lines or wrapped(", ".join(column.heading for column in table.columns), columns)
