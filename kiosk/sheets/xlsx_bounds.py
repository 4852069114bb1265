"""An XLSX file -> the same file, no larger than it may be, with its cells that have no value.

The reader of XLSX lays out every cell between the first and the last one, so a single cell at the
far corner would take the whole memory; and it reads a cell in error as an empty one. Both are
looked at here first, in parts that were unpacked with a bound and are handed on as they are.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from kiosk.core.language import Words
from kiosk.sheets.table import MOST_COLUMNS, MOST_ROWS, SheetError

MOST_UNPACKED = 96 * 1024 * 1024
"""Bytes of all parts that are read; local practice."""

_MOST_PARTS = 300
_MOST_CELLS = MOST_ROWS * MOST_COLUMNS
_PART = re.compile(r"(\[Content_Types\]|_rels/\.|xl/(?!media/)[\w./-]+)\.?(xml|rels)")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_ERROR = Words(
    "是电子表格的错误值, 请在表中改正", "holds an error of the spreadsheet; mend it there"
)
_NO_RESULT = Words(
    "是没有结果的公式, 请用电子表格软件打开并保存",
    "holds a formula without its result; open the file in a spreadsheet and save it",
)
_CHUNK = 1024 * 1024
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
"""What unpacking a damaged file raises; RuntimeError is that of a part with a password."""


Faults = dict[tuple[int, int], Words]
"""What is wrong with the cells of a sheet, by (row, column), both counted from 0."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """A file that is safe to lay out, with the faults of its sheets by their names."""

    data: bytes
    faults: dict[str, Faults]


def bounded(data: bytes, name: str) -> Bounded:
    """Unpack what counts of a file, look at it, and pack it anew; raises SheetError."""
    parts = _unpacked(data, name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    found = {part: _look(content, name) for part, content in parts.items()}
    return Bounded(
        packed.getvalue(),
        {sheet: found.get(part, {}) for sheet, part in _sheets(parts, name).items()},
    )


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in _parts(archive, name):
                content = b"".join(_chunks(archive, info, left, name))
                left -= len(content)
                parts[info.filename] = content
    except _DAMAGE as error:
        raise SheetError(
            f"{name} 已损坏或不是 XLSX; 请重新另存为 XLSX",
            f"{name} is damaged or no XLSX file; save it again as XLSX",
        ) from error
    return parts


def _parts(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if _PART.fullmatch(info.filename)]
    if len(infos) > _MOST_PARTS:
        raise SheetError(
            f"{name} 内容过多; 请把一张表单独另存为 XLSX",
            f"{name} has over {_MOST_PARTS} parts; save one sheet alone as XLSX",
        )
    return infos


def _chunks(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, name: str
) -> Iterator[bytes]:
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                most = MOST_UNPACKED // 1024 // 1024
                raise SheetError(
                    f"{name} 解压后超过 {most} MiB; 请分成几个文件",
                    f"{name} unpacks to over {most} MiB; split it",
                )
            yield chunk


@dataclass(slots=True)
class _Looker:
    """Follows the elements of one part; cells stand in rows, and may leave out where they are."""

    name: str
    size: int
    """Bytes of the part."""
    row: int = -1
    column: int = -1
    content: str = ""
    """What the open cell has of its type (t), formula (f) and value (v)."""
    faults: Faults = field(default_factory=dict)

    def start(self, element: str, attributes: dict[str, str]) -> None:
        self._counted(element, attributes)
        match _local(element):
            case "row":
                self.row = self._row(attributes)
                self.column = -1
            case "c":
                self._cell(attributes)
            case "f" | "v" | "is" as part:
                self.content += part[0]
                self._bounded()

    def end(self, element: str) -> None:
        if _local(element) != "c":
            return
        if "e" in self.content:
            self.faults[self.row, self.column] = _ERROR
        elif self.content == "f":
            self.faults[self.row, self.column] = _NO_RESULT
        self.content = ""

    def _row(self, attributes: dict[str, str]) -> int:
        told = attributes.get("r")
        if told is None:
            return self.row + 1
        if not _ROW_NUMBER.fullmatch(told):
            raise _damaged(self.name)
        return int(told) - 1

    def _cell(self, attributes: dict[str, str]) -> None:
        told = attributes.get("r")
        if told is None:
            self.column += 1
        elif place := _REFERENCE.fullmatch(told):
            self.column = _column(place[1])
            self.row = int(place[2]) - 1
        else:
            # Whatever the reader makes of it, it is not the place that was looked at here.
            raise _damaged(self.name)
        self.content = "e" if attributes.get("t") == "e" else ""

    def _counted(self, element: str, attributes: dict[str, str]) -> None:
        """Refuse a count of more than there can be: the reader makes room for what it is told."""
        for key, text in attributes.items():
            told = _local(key)
            if told not in ("count", "uniqueCount"):
                continue
            # The one count that is not of what stands below it: cells that share a text.
            cells = told == "count" and _local(element) == "sst"
            most = _MOST_CELLS if cells else min(self.size, _MOST_CELLS)
            if not re.fullmatch("[0-9]{1,9}", text, re.ASCII) or int(text) > most:
                raise _damaged(self.name)

    def _bounded(self) -> None:
        if self.row >= MOST_ROWS:
            raise SheetError(
                f"{self.name} 在第 {MOST_ROWS} 行以下还有内容; 请删除",
                f"{self.name} has cells below row {MOST_ROWS}; remove them",
            )
        if self.column >= MOST_COLUMNS:
            raise SheetError(
                f"{self.name} 在第 {MOST_COLUMNS} 列以右还有内容; 请删除这些列",
                f"{self.name} has cells right of column {MOST_COLUMNS}; remove those columns",
            )


def _look(content: bytes, name: str) -> Faults:
    """Give the cells without a value; raises SheetError for what is too large or no plain XML."""
    looker = _Looker(name, len(content))
    _walk(content, name, looker.start, looker.end)
    return looker.faults


def _sheets(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """Say in which part each sheet of the workbook is."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def related(element: str, attributes: dict[str, str]) -> None:
        if _local(element) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def listed(element: str, attributes: dict[str, str]) -> None:
        if _local(element) == "sheet":
            mine = {_local(key): value for key, value in attributes.items()}
            target = targets.get(mine.get("id", ""), "").removeprefix("/")
            sheets[mine.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"

    _walk(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), name, related)
    _walk(parts.get("xl/workbook.xml", b"<none/>"), name, listed)
    return sheets


def _walk(
    content: bytes,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise SheetError(
            f"{name} 不是电子表格软件保存的文件; 请重新另存为 XLSX",
            f"{name} is no file of a spreadsheet; save it again as XLSX",
        )
    parser = expat.ParserCreate("UTF-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> SheetError:
    return SheetError(
        f"{name} 已损坏; 请重新另存为 XLSX", f"{name} is damaged; save it again as XLSX"
    )


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
