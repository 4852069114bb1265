"""Workbooks made for tests, with a library that shares no code with the reader."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from xlsxwriter.workbook import Workbook


def workbook(fill: Callable[[Any, Any], None], name: str = "Sheet1") -> bytes:
    """Make a workbook of one sheet; `fill` gets workbook and sheet."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    fill(book, book.add_worksheet(name))
    book.close()
    return buffer.getvalue()


def of_rows(*rows: tuple[Any, ...]) -> bytes:
    """Make a workbook of plain rows."""

    def fill(_: Any, sheet: Any) -> None:
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                sheet.write(number, place, value)

    return workbook(fill)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Unpack a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts as a workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Change the first sheet of a workbook, where `old` must stand once."""
    parts = parts_of(data)
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert sheet.count(old) == 1, (old, sheet)
    return packed({**parts, "xl/worksheets/sheet1.xml": sheet.replace(old, new)})
