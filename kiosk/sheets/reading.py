"""A file as it was sent -> its tables, whatever spreadsheet or program wrote it."""

from kiosk.sheets.csv_reading import csv_rows
from kiosk.sheets.table import MOST_BYTES, SheetError, Table, empty, tabulated
from kiosk.sheets.xlsx_reading import xlsx_rows

__all__ = ["read_table", "read_tables"]

_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"


def read_tables(data: bytes, name: str) -> tuple[Table, ...]:
    """Read every sheet of an XLSX file, or the one table of a CSV file; what it is tells itself.

    Sheets that are hidden or empty are passed over. `name` is that of the file, for the messages.
    Raises SheetError when there is nothing that could be read row by row.
    """
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise SheetError(
            f"{name} 超过 {most} MiB; 请分成几个文件", f"{name} is over {most} MiB; split it"
        )
    if not data.startswith((_ZIP, _OLD)):
        return (tabulated(name, csv_rows(data, name)),)
    sheets = xlsx_rows(data, name)
    if not sheets:
        raise SheetError(*empty(name))
    alone = len(sheets) == 1
    return tuple(
        tabulated(name if alone else f"{name} [{sheet}]", rows) for sheet, rows in sheets.items()
    )


def read_table(data: bytes, name: str) -> Table:
    """Read the one table of a file; raises SheetError, also when several sheets hold something."""
    tables = read_tables(data, name)
    if len(tables) > 1:
        raise SheetError(
            f"{name} 有 {len(tables)} 张有内容的表; 只保留一张",
            f"{name} has {len(tables)} sheets with content; keep one of them",
        )
    return tables[0]
