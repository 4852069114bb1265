"""XLSX -> rows of every sheet that is shown, through a reader that is given bounded files only."""

import io

import python_calamine

from kiosk.core.language import Words
from kiosk.sheets.table import MOST_COLUMNS, Row, SheetError, Unusable, normalised
from kiosk.sheets.xlsx_bounds import Faults, bounded

_OLD = b"\xd0\xcf\x11\xe0"
_MERGED = Unusable(
    Words(
        "与其他单元格合并, 请取消合并并逐行填写",
        "is merged with another cell; undo that and write the value into each row",
    )
)
_MOST_MERGED = 200_000


def xlsx_rows(data: bytes, name: str) -> dict[str, list[Row]]:
    """Give the rows of each sheet that holds any, by its name; hidden sheets are passed over.

    Raises SheetError, also for the old format and for a file with a password.
    """
    if data.startswith(_OLD):
        raise SheetError(
            f"{name} 是旧的 XLS 文件或有密码; 请另存为无密码的 XLSX",
            f"{name} is an old XLS file or has a password; save it as XLSX without a password",
        )
    safe = bounded(data, name)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(safe.data)) as book:
            shown = [
                one.name
                for one in book.sheets_metadata
                if one.visible is python_calamine.SheetVisibleEnum.Visible
                and one.typ is python_calamine.SheetTypeEnum.WorkSheet
            ]
            read = {
                sheet: _rows(book.get_sheet_by_name(sheet), safe.faults.get(sheet, {}))
                for sheet in shown
            }
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise SheetError(
            f"{name} 无法按 XLSX 读取; 请重新另存为 XLSX",
            f"{name} cannot be read as XLSX; save it again as XLSX",
        ) from error
    return {sheet: rows for sheet, rows in read.items() if rows}


def _rows(sheet: python_calamine.CalamineSheet, faults: Faults) -> list[Row]:
    values = sheet.to_python(skip_empty_area=False)
    wrong_of: dict[int, dict[int, Unusable]] = {}
    for (row, column), why in faults.items():
        wrong_of.setdefault(row, {})[column] = Unusable(why)
    covered = _covered(sheet, len(values))
    rows: list[Row] = []
    for place in range(max(len(values), max(wrong_of, default=-1) + 1)):
        found: list[object] = list(values[place]) if place < len(values) else []
        wrong = wrong_of.get(place, {})
        found += [None] * (max(wrong, default=-1) + 1 - len(found))
        cells = [
            wrong.get(column) or (_MERGED if (place, column) in covered else normalised(value))
            for column, value in enumerate(found)
        ]
        while cells and cells[-1] == "":
            cells.pop()
        if any(cell not in ("", _MERGED) for cell in cells):
            rows.append(Row(place + 1, tuple(cells)))
    return rows


def _covered(sheet: python_calamine.CalamineSheet, height: int) -> frozenset[tuple[int, int]]:
    """Give the cells that a merged one lies over, its own first cell not among them.

    Raises SheetError for more than anybody merges by hand.
    """
    found: set[tuple[int, int]] = set()
    left_over = _MOST_MERGED
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        rows = range(top, min(bottom + 1, height))
        columns = range(left, min(right + 1, MOST_COLUMNS))
        left_over -= len(rows) * len(columns)
        if left_over < 0:
            raise SheetError(
                f"{sheet.name} 合并的单元格超过 {_MOST_MERGED} 个; 请取消合并",
                f"{sheet.name} has over {_MOST_MERGED} merged cells; undo that",
            )
        found |= {(row, column) for row in rows for column in columns} - {(top, left)}
    return frozenset(found)
