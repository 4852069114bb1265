"""One cell -> one value, or a reason that names the column and says what to write.

Nothing is guessed: what could mean two things is refused. A reason never repeats what the cell
holds, which may be personal.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from kiosk.core.language import Words
from kiosk.core.text import csv_cell
from kiosk.sheets.table import Cell, Unusable

T = TypeVar("T")

COLDEST_C, HOTTEST_C = 20.0, 45.0
"""What a thermometer for people can show at all; local practice. Beyond is a slip of the keys."""

LONG_NUMBER = 12
"""Digits from which on a spreadsheet shows a number rounded."""

_EXACT = 1e15
"""From here on a spreadsheet has lost digits of a number that is not formatted as text."""

_EPOCH = datetime(1899, 12, 30)
_FIRST_DAY, _LAST_DAY = date(1920, 1, 1), date(2099, 12, 31)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", re.ASCII)
_PHONE = re.compile(r"\+?[0-9][0-9 -]{3,18}[0-9]", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
_DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?", re.ASCII)
_DAY_OF_YEAR = re.compile(r"([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日?", re.ASCII)
_PLAIN_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_CLOCK = re.compile(
    r"(上午|下午|中午|晚上|早上|am|pm)?\s*([0-9]{1,2})\s*(?:[:时点]\s*(?:([0-9]{1,2})\s*"
    r"(?:[:分]\s*(?:([0-9]{1,2})(?:\.[0-9]+)?\s*秒?)?)?|(半))?)\s*(am|pm)?",
    re.ASCII,
)
_AFTERNOON = frozenset({"下午", "晚上", "pm"})
_YES = frozenset({"是", "有", "对", "真", "yes", "y", "true", "1", "√", "✓", "✔", "☑"})
_NO = frozenset({"否", "无", "没有", "不", "假", "no", "n", "false", "0", "×", "✗", "✘", "☐"})


class BadCell(Exception):  # noqa: N818 - what is wrong is the cell of a user, not the program
    """A cell that cannot be taken; `words` names the column and says what to write."""

    def __init__(self, column: str, zh: str, en: str) -> None:
        super().__init__(f"{column} {en}")
        self.column = column
        self.words = Words(f"{column}: {zh}", f"{column} {en}")


def text(cell: Cell, column: str, limit: int = 200) -> str:
    """Read a text of at most `limit` characters, empty for an empty cell."""
    match cell:
        case Unusable():
            raise BadCell(column, *cell.why)
        case float():
            found = _plain(cell, column)
        case datetime():
            found = cell.isoformat(" ", "seconds")
        case date() | time():
            found = cell.isoformat()
        case str():
            found = _unled(cell)
    if len(found) > limit:
        raise BadCell(column, f"超过 {limit} 个字", f"is longer than {limit} characters")
    return found


def plain_text(cell: Cell, column: str, limit: int = 200) -> str:
    """Read a text that is never a date: a spreadsheet makes one of 7/3 and of 2-1 unasked."""
    if isinstance(cell, date | time):
        raise BadCell(
            column,
            "被电子表格改成了日期, 请先把此列设为文本再填写",
            "was made a date by the spreadsheet; format the column as text, then write it",
        )
    return text(cell, column, limit)


def optional(cell: Cell, read: Callable[[Cell], T]) -> T | None:
    """Read a cell that may be empty, as None."""
    return None if cell == "" else read(cell)


def name(cell: Cell, column: str, limit: int = 40) -> str:
    """Read a name, which must be there; blanks between Chinese characters go."""
    found = plain_text(cell, column, limit)
    if not found:
        raise BadCell(column, "未填写", "is missing")
    if re.fullmatch(r"[0-9 .]+", found, re.ASCII):
        raise BadCell(column, "是数字, 请写姓名", "is a number; write the name")
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", found)


def code(cell: Cell, column: str) -> str:
    """Read an id: 1 to 32 letters A-Z, digits, - and _."""
    plain_text(cell, column, 500)
    found = _filled(cell, column)
    if not _CODE.fullmatch(found):
        raise BadCell(
            column,
            "应为 1 到 32 个字母, 数字, - 或 _",
            "must be 1 to 32 letters A-Z, digits, - and _",
        )
    return found


def phone(cell: Cell, column: str) -> str:
    """Read a phone number: 5 to 20 digits, + before, - or blanks between."""
    plain_text(cell, column, 500)
    found = _filled(cell, column)
    if not _PHONE.fullmatch(found):
        raise BadCell(
            column,
            "应为 5 到 20 位数字, 前可有 +, 中间可有 - 或空格",
            "must be 5 to 20 digits, with + before and - or blanks between",
        )
    return found


def day(cell: Cell, column: str, *, year: int | None = None) -> date:
    """Read a day from 1920 to 2099; a time of day beside it is left out.

    Understood are dates of a spreadsheet and their serial numbers, 2020-02-10, 2020/2/10,
    2020.2.10, 20200210, 2020年2月10日, and 2月10日 in a `year` that is given.
    """
    match cell:
        case datetime():
            found: date | None = cell.date()
        case date():
            found = cell
        case float():
            found = _serial_day(cell) or _day_of(_filled(cell, column), year)
        case _:
            found = _day_of(_filled(cell, column).split("T")[0], year)
    if found is None or not _FIRST_DAY <= found <= _LAST_DAY:
        raise BadCell(column, "不是日期, 请写成 2020-02-10", "is no day; write it like 2020-02-10")
    return found


def clock(cell: Cell, column: str) -> time:
    """Read a time of day, to the second; a day beside it is left out.

    Understood are times of a spreadsheet, 7:30, 07:30:15, 7时30分, 7点半, 下午5:30, 5:30 pm.
    """
    match cell:
        case datetime():
            return cell.time().replace(microsecond=0)
        case time():
            return cell.replace(microsecond=0)
        case float():
            found = _serial_clock(cell)
        case _:
            found = _clock_of(_filled(cell, column))
    if found is None:
        raise BadCell(column, "不是时刻, 请写成 07:30", "is no time of day; write it like 07:30")
    return found


def temperature(cell: Cell, column: str) -> float:
    """Read degrees C, 20.0 to 45.0, to two places; 365 is not taken for 36.5."""
    if isinstance(cell, float):
        value = cell
    else:
        found = re.sub(r"(°c|°|摄氏度|度|c)$", "", _filled(cell, column).casefold()).strip()
        found = found.replace("。", ".").replace(",", ".")
        if not _NUMBER.fullmatch(found):
            raise BadCell(column, "不是体温, 请写成 36.5", "is no temperature; write it like 36.5")
        value = float(found)
    if HOTTEST_C * 10 >= value >= COLDEST_C * 10 and value == int(value):
        raise BadCell(
            column, "缺小数点, 请写成 36.5", "lacks its decimal point; write it like 36.5"
        )
    if not COLDEST_C <= value <= HOTTEST_C:
        raise BadCell(
            column,
            f"应为 {COLDEST_C:.0f} 到 {HOTTEST_C:.0f} 摄氏度, 如 36.5",
            f"must be {COLDEST_C:.0f} to {HOTTEST_C:.0f} degrees C, like 36.5",
        )
    return round(value, 2)


def truth(cell: Cell, column: str, *, yes: Collection[str] = (), no: Collection[str] = ()) -> bool:
    """Read yes or no, 是 or 否, 1 or 0, a tick or a cross, or one of the words named."""
    found = _filled(cell, column).casefold()
    if found in _YES or found in yes:
        return True
    if found in _NO or found in no:
        return False
    raise BadCell(column, "应为 是 或 否", "must be 是 or 否, yes or no")


def whole(cell: Cell, column: str, least: int = 0, most: int = 1_000_000) -> int:
    """Read a whole number between two bounds, both included."""
    found = _filled(cell, column)
    if not re.fullmatch(r"[+-]?[0-9]{1,9}(\.0+)?", found, re.ASCII):
        raise BadCell(
            column,
            f"应为 {least} 到 {most} 的整数",
            f"must be a whole number from {least} to {most}",
        )
    number = int(float(found))
    if not least <= number <= most:
        raise BadCell(
            column,
            f"应为 {least} 到 {most} 的整数",
            f"must be a whole number from {least} to {most}",
        )
    return number


def _filled(cell: Cell, column: str) -> str:
    """Give the text of a cell with full-width forms folded; it must not be empty."""
    found = unicodedata.normalize("NFKC", text(cell, column, 500)).strip()
    if not found:
        raise BadCell(column, "未填写", "is missing")
    return found


def _plain(number: float, column: str) -> str:
    if abs(number) >= _EXACT:
        raise BadCell(
            column,
            "位数已被电子表格丢失, 请先把此列设为文本",
            "lost digits in the spreadsheet; format the column as text first",
        )
    return str(int(number)) if number == int(number) else repr(number)


def _unled(found: str) -> str:
    """Take off the apostrophe that our own tables lead a cell with, so that it comes back."""
    rest = found[1:]
    if not found.startswith("'"):
        return found
    guarded = csv_cell(rest) != rest or (rest.isdigit() and len(rest) >= LONG_NUMBER)
    return rest if guarded else found


def _serial_day(number: float) -> date | None:
    """Give the day of a serial number of a spreadsheet; none for a number like 20200210."""
    if not 0 < number < 100_000:
        return None
    return (_EPOCH + timedelta(days=int(number))).date()


def _day_of(found: str, year: int | None) -> date | None:
    found = re.sub(r"\s+[0-9]{1,2}:[0-9:.]+$", "", found)
    parts = _DAY.fullmatch(found) or _PLAIN_DAY.fullmatch(found)
    if parts:
        return _calendar(int(parts[1]), int(parts[2]), int(parts[3]))
    short = _DAY_OF_YEAR.fullmatch(found)
    if short and year is not None:
        return _calendar(year, int(short[1]), int(short[2]))
    return _serial_day(float(found)) if re.fullmatch("[0-9]{5}", found, re.ASCII) else None


def _calendar(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _serial_clock(number: float) -> time | None:
    """Give the time of day of a serial number, of which the whole part is the day."""
    if not 0 <= number < 100_000:
        return None
    if number >= 1 and number == int(number):
        return None
    return (datetime(2000, 1, 1) + timedelta(seconds=round(number % 1 * 86_400))).time()


def _clock_of(found: str) -> time | None:
    found = re.sub(r"^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}[ Tt]\s*", "", found).casefold()
    parts = _CLOCK.fullmatch(found.strip())
    if parts is None or not re.search("[:时点]", found):
        return None
    hour, half = int(parts[2]), parts[5] is not None
    minute = 30 if half else int(parts[3] or 0)
    part_of_day = parts[1] or parts[6]
    if part_of_day == "晚上" and hour == 12:
        return None  # noon or midnight
    if part_of_day in _AFTERNOON and hour < 12:
        hour += 12
    elif part_of_day == "am" and hour == 12:
        hour = 0
    try:
        return time(hour, minute, int(parts[4] or 0))
    except ValueError:
        return None
