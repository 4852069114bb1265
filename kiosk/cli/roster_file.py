"""A roster as CSV -> checked rows, and every row that cannot be taken with its line and reason.

A row is one line: a quotation mark that is never closed then spoils its own row and no other.
Cells are cleaned by the one sanitiser and bounded; a bad row is told by its line number and what
to mend, never by what it holds.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.core.credentials import (
    CredentialProblem,
    ParsedCredential,
    id_number_holds,
    parse,
)
from kiosk.core.people import PersonKind
from kiosk.core.request import CredentialKind
from kiosk.core.text import clean
from kiosk.core.words import PERSON_KINDS

MOST_BYTES = 16 * 1024 * 1024
MOST_LINES = 50_000
LONGEST_LINE = 2000
NAME_LIMIT = 40
UNIT_LIMIT = 64

HEADINGS: dict[str, tuple[str, ...]] = {
    "person_id": ("person_id", "编号", "人员编号", "学号", "工号"),
    "kind": ("kind", "类别", "人员类别", "身份"),
    "name": ("name", "姓名"),
    "id_number": ("id_number", "身份证号", "证件号", "身份证号码"),
    "unit": ("unit", "班级", "部门", "单位"),
    "card": ("card", "卡号", "校园卡号"),
    "phone": ("phone", "电话", "手机", "手机号"),
    "contact_name": ("contact_name", "联系人", "家长姓名"),
    "contact_phone": ("contact_phone", "联系人电话", "家长电话"),
}
"""Columns with the headings they may have; `kind` and `name` must be there."""

_COLUMN_OF = {heading: column for column, all_ in HEADINGS.items() for heading in all_}
_NEEDED = ("kind", "name")
_PERSON_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", re.ASCII)
_PHONE = re.compile(r"\+?[0-9][0-9 -]{3,18}[0-9]", re.ASCII)
_KINDS = {kind.value: kind for kind in PersonKind} | {
    words.zh: kind for kind, words in PERSON_KINDS.items()
}
_LINE_END = re.compile("\r\n|\r|\n")
_BLANKS_AND_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of the file, cleaned and checked; `line` counts from 1, the headings included."""

    line: int
    kind: PersonKind
    name: str = field(repr=False)
    person_id: str | None
    unit: str | None
    id_number: str | None = field(repr=False)
    card: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    contact_name: str | None = field(repr=False)
    contact_phone: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, and why."""

    line: int
    reason: str


class RosterError(Exception):
    """A file that is no roster at all; the message says what to do."""


class UnfitRowError(Exception):
    """A row that cannot be taken; the message says why."""


def read_roster(data: bytes) -> tuple[list[RosterRow], list[BadRow]]:
    """Read a roster: UTF-8 or GB 18030, commas, semicolons or tabs, headings in either language.

    A card, an ID number or a person id may stand in one row only; the first row has it. Raises
    RosterError when there is nothing that could be read row by row.
    """
    lines = _LINE_END.split(_text(data))
    if len(lines) > MOST_LINES:
        raise RosterError(f"the file has over {MOST_LINES} lines; split it")
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip(" ,;\t")]
    if not numbered:
        raise RosterError("the file is empty")
    delimiter, columns = _headings(numbered[0][1])
    good: list[RosterRow] = []
    bad: list[BadRow] = []
    seen: dict[tuple[str, str], int] = {}
    for number, line in numbered[1:]:
        try:
            row = _row(number, _cells(line, delimiter, columns))
            _refuse_repeats(row, seen)
            good.append(row)
        except UnfitRowError as error:
            bad.append(BadRow(number, str(error)))
    return good, bad


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise RosterError(f"the file is over {MOST_BYTES // 1024 // 1024} MiB; split it")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError("the file is neither UTF-8 nor GB 18030 text; save it as CSV UTF-8")


def _headings(line: str) -> tuple[str, list[str | None]]:
    """Find the delimiter and the columns; a column whose heading nobody knows is passed over."""
    delimiter = max(",;\t", key=line.count)
    columns = [_COLUMN_OF.get(clean(cell).lower()) for cell in _split(line, delimiter)]
    named = [one for one in columns if one]
    if missing := [one for one in _NEEDED if one not in named]:
        wanted = ", ".join(f"{one} ({HEADINGS[one][1]})" for one in missing)
        raise RosterError(f"the first line lacks the headings {wanted}")
    if len(set(named)) < len(named):
        raise RosterError("the first line has a heading twice")
    return delimiter, columns


def _split(line: str, delimiter: str) -> list[str]:
    if len(line) > LONGEST_LINE:
        raise UnfitRowError(f"the line is longer than {LONGEST_LINE} characters")
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise UnfitRowError("a quotation mark is not closed, or stands inside a cell") from error


def _cells(line: str, delimiter: str, columns: Sequence[str | None]) -> dict[str, str]:
    cells = _split(line, delimiter)
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise UnfitRowError("there are more cells than headings")
    return {
        column: clean(cell, LONGEST_LINE)
        for column, cell in zip(columns, cells, strict=False)
        if column is not None
    }


def _row(number: int, cells: Mapping[str, str]) -> RosterRow:
    row = RosterRow(
        line=number,
        kind=_kind(cells.get("kind", "")),
        name=_name(cells.get("name", "")),
        person_id=_person_id(cells.get("person_id", "")),
        unit=_unit(cells.get("unit", "")),
        id_number=_id_number(cells.get("id_number", "")),
        card=_card(cells.get("card", "")),
        phone=_phone(cells.get("phone", ""), "phone"),
        contact_name=_bounded(cells.get("contact_name", ""), NAME_LIMIT, "contact_name"),
        contact_phone=_phone(cells.get("contact_phone", ""), "contact_phone"),
    )
    if not (row.person_id or row.id_number or row.card):
        raise UnfitRowError("one of person_id, id_number and card is needed to know the person by")
    return row


def _kind(text: str) -> PersonKind:
    kind = _KINDS.get(text.lower())
    if kind is None:
        raise UnfitRowError(f"kind must be one of {', '.join(PersonKind)}, or its Chinese word")
    return kind


def _name(text: str) -> str:
    name = _bounded(text, NAME_LIMIT, "name")
    if name is None:
        raise UnfitRowError("name is missing")
    return name


def _bounded(text: str, limit: int, column: str) -> str | None:
    if len(text) > limit:
        raise UnfitRowError(f"{column} is longer than {limit} characters")
    return text or None


def _person_id(text: str) -> str | None:
    if not text:
        return None
    if not _PERSON_ID.fullmatch(text):
        raise UnfitRowError("person_id must be 1 to 32 letters A-Z, digits, - and _")
    if id_number_holds(text.upper()):
        # Ids stand in clear bodies and on screens, where an ID number must never be.
        raise UnfitRowError("person_id must not be an ID number")
    return text


def _unit(text: str) -> str | None:
    unit = _bounded(text.replace("／", "/"), UNIT_LIMIT, "unit")
    if unit is None:
        return None
    parts = [part.strip() for part in unit.split("/")]
    if not all(parts):
        raise UnfitRowError("unit must be written like grade-9/class-2")
    return "/".join(parts)


def _id_number(text: str) -> str | None:
    if not text:
        return None
    found = parse(text, typed=True)
    if isinstance(found, ParsedCredential) and found.kind is CredentialKind.ID_CARD:
        return found.text
    if isinstance(found, CredentialProblem) and len(text) == 18:
        raise UnfitRowError("id_number fails its check character; compare it with the card")
    raise UnfitRowError("id_number must have 18 characters; leave it empty for another document")


def _card(text: str) -> str | None:
    if not text:
        return None
    found = parse(text, typed=True)
    if isinstance(found, ParsedCredential) and found.kind is CredentialKind.SCHOOL_CARD:
        return found.text
    raise UnfitRowError("card must be 4 to 20 letters A-Z, digits and hyphens")


def _phone(text: str, column: str) -> str | None:
    if not text:
        return None
    number = text.translate(_BLANKS_AND_WIDTH)
    if not _PHONE.fullmatch(number):
        raise UnfitRowError(
            f"{column} must be 5 to 20 digits, with + before and - or blanks between"
        )
    return number


def _refuse_repeats(row: RosterRow, seen: dict[tuple[str, str], int]) -> None:
    mine = [
        (column, value)
        for column in ("person_id", "id_number", "card")
        if (value := getattr(row, column)) is not None
    ]
    for key in mine:
        if key in seen:
            raise UnfitRowError(f"{key[0]} is that of line {seen[key]} already")
    seen.update(dict.fromkeys(mine, row.line))
