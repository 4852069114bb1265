"""Rows without end as XLSX: in constant memory, through a file that nobody else sees."""

import tempfile
from collections.abc import Generator, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kiosk.sheets.writing import OPTIONS, write_value

MOST_ON_A_SHEET = 1_000_000
"""Rows; a spreadsheet takes 1,048,576."""

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHUNK = 64 * 1024
_WIDTH = 18
_NO_TIME = datetime(1980, 1, 1)


def stream_xlsx(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    most_on_a_sheet: int = MOST_ON_A_SHEET,
) -> Generator[bytes, None, None]:
    """Write every row, then give the file in parts; a new sheet begins when one is full.

    The first part comes when the last row was written. Its directory is removed at the end,
    also when the reader goes away.
    """
    with tempfile.TemporaryDirectory(prefix="kiosk-") as folder:
        path = Path(folder, "export.xlsx")
        book = Workbook(str(path), {**OPTIONS, "constant_memory": True, "tmpdir": folder})
        book.set_properties({"title": title, "created": _NO_TIME})
        try:
            _fill(book, title, columns, rows, most_on_a_sheet)
        finally:
            book.close()
        with path.open("rb") as file:
            while part := file.read(_CHUNK):
                yield part


def _fill(
    book: Workbook,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    most_on_a_sheet: int,
) -> None:
    sheet = _begun(book, f"{title} 1", columns)
    line = number = 1
    for row in rows:
        if line > most_on_a_sheet:
            number += 1
            sheet, line = _begun(book, f"{title} {number}", columns), 1
        for place, column in enumerate(columns):
            if (value := row[column]) is not None:
                write_value(sheet, (line, place), value, None)
        line += 1


def _begun(book: Workbook, name: str, columns: Sequence[str]) -> Worksheet:
    sheet: Worksheet = book.add_worksheet(name)
    sheet.set_column(0, len(columns) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column)
    return sheet
