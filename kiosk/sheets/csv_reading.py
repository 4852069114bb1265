"""CSV -> rows. A row is one line: a quotation mark that is never closed spoils no other row."""

import csv
import re

from kiosk.core.language import Words
from kiosk.sheets.table import MOST_COLUMNS, MOST_ROWS, Row, SheetError, normalised

LONGEST_LINE = 2000
_LINE_END = re.compile("\r\n|\r|\n")
_DELIMITERS = ",;\t"
_TOO_LONG = Words(
    f"此行超过 {LONGEST_LINE} 个字符", f"the line is longer than {LONGEST_LINE} characters"
)
_OPEN = Words("引号未闭合或位置不对", "a quotation mark is not closed, or stands inside a cell")
_TOO_WIDE = Words(f"此行超过 {MOST_COLUMNS} 格", f"the row has over {MOST_COLUMNS} cells")


def csv_rows(data: bytes, name: str) -> list[Row]:
    """Read UTF-8 (with or without BOM) or GB 18030 with commas, semicolons or tabs.

    Raises SheetError for another encoding and for a file that is too long.
    """
    lines = _LINE_END.split(_text(data, name))
    if len(lines) > MOST_ROWS:
        raise SheetError(
            f"{name} 超过 {MOST_ROWS} 行; 请分成几个文件",
            f"{name} has over {MOST_ROWS} lines; split it",
        )
    numbered = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if line.strip(_DELIMITERS + " \u3000")
    ]
    delimiter = _delimiter([line for _, line in numbered[:10]])
    return [_row(number, line, delimiter) for number, line in numbered]


def _text(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(
        f"{name} 不是 UTF-8 或 GB 18030 文本; 请另存为 CSV UTF-8 或 XLSX",
        f"{name} is neither UTF-8 nor GB 18030 text; save it as CSV UTF-8 or XLSX",
    )


def _delimiter(lines: list[str]) -> str:
    """Take the most frequent of the first line that has any: that line is the headings."""
    line = next((one for one in lines if any(mark in one for mark in _DELIMITERS)), "")
    return max(_DELIMITERS, key=line.count)


def _row(number: int, line: str, delimiter: str) -> Row:
    if len(line) > LONGEST_LINE:
        return Row(number, (), _TOO_LONG)
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return Row(number, (), _OPEN)
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        return Row(number, (), _TOO_WIDE)
    return Row(number, tuple(map(normalised, cells)))
