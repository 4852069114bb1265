"""The number of an identity document, typed or read -> what document it is, and whether it holds.

Facts and their sources are in protocols.md 7. The check of an 18-digit number is made here, not
by a library: the known one refuses every Taiwan residence permit and every foreign permanent
resident of the form of 2023, and raises on some regions. The region is never judged: a code can be
younger than the person.
"""

import re
import unicodedata
from calendar import isleap
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.core import masking

LONGEST = 64
"""Characters that are looked at; the longest number has 18."""

_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECKS = "10X98765432"
_OLD_FORM_WEIGHTS = (7, 3, 1)
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_OLD_RESIDENT = re.compile(r"[0-9]{15}", re.ASCII)
_PERMANENT_2017 = re.compile(r"[A-Z]{3}[0-9]{12}", re.ASCII)
_HK_MACAO_TRAVEL = re.compile(r"[HM]([0-9]{8}|[0-9]{10})", re.ASCII)
_TAIWAN_TRAVEL = re.compile(r"[0-9]{8}|[0-9]{10}", re.ASCII)
_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,9}", re.ASCII)
_ALMOST_EIGHTEEN = re.compile(r"[0-9]{14,20}[0-9X]", re.ASCII)
_INSIDE_A_TEXT = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9])", re.ASCII)
_PROVINCES = frozenset(
    str(one)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71),
                        (81, 83), (91, 91))
    for one in range(first, last + 1)
)  # fmt: skip
"""How the number of a resident begins (GB/T 2260; 81 to 83 and 91 as in protocols.md 7)."""


class DocumentKind(StrEnum):
    """Kinds of identity documents."""

    RESIDENT_ID = "resident_id"
    HK_MACAO_RESIDENCE = "hk_macao_residence"
    TAIWAN_RESIDENCE = "taiwan_residence"
    HK_MACAO_TRAVEL = "hk_macao_travel"
    TAIWAN_TRAVEL = "taiwan_travel"
    PERMANENT_2017 = "permanent_2017"
    PERMANENT_2023 = "permanent_2023"
    PASSPORT = "passport"


class DocumentFault(StrEnum):
    """Why a text is the number of no identity document."""

    EMPTY = "empty"
    OLD_NUMBER = "old_number"
    WRONG_LENGTH = "wrong_length"
    CHECK_CHARACTER = "check_character"
    BIRTH_DATE = "birth_date"
    NO_KNOWN_FORM = "no_known_form"


@dataclass(frozen=True, slots=True)
class Document:
    """A number in the one form in which it is kept: capitals, no blanks.

    `checked` tells that a check character was there and holds. `birth` is the day that the number
    names, where it names one with its century.
    """

    kind: DocumentKind
    number: str = field(repr=False)
    checked: bool = False
    birth: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """A text that is the number of no document; holds nothing of it."""

    why: DocumentFault


def parse_document(text: str) -> Document | DocumentProblem:
    """Tell what identity document a number is of; never raises.

    Blanks, small letters and full-width forms make no difference. A short number without a check
    may as well be something else, a school card say: whoever looks it up has to try both.
    """
    number = normalised(text)
    if not number:
        return DocumentProblem(DocumentFault.EMPTY)
    if _EIGHTEEN.fullmatch(number):
        return _eighteen(number)
    if _OLD_RESIDENT.fullmatch(number):
        return DocumentProblem(DocumentFault.OLD_NUMBER)
    if _ALMOST_EIGHTEEN.fullmatch(number):
        return DocumentProblem(DocumentFault.WRONG_LENGTH)
    if _PERMANENT_2017.fullmatch(number):
        return _permanent_2017(number)
    for form, kind in (
        (_HK_MACAO_TRAVEL, DocumentKind.HK_MACAO_TRAVEL),
        (_TAIWAN_TRAVEL, DocumentKind.TAIWAN_TRAVEL),
        (_PASSPORT, DocumentKind.PASSPORT),
    ):
        if form.fullmatch(number):
            return Document(kind, number)
    return DocumentProblem(DocumentFault.NO_KNOWN_FORM)


def normalised(text: str) -> str:
    """Write a number in the form in which it is compared: NFKC, capitals, no blanks."""
    folded = unicodedata.normalize("NFKC", text[: LONGEST * 2]).upper()
    return "".join(folded.split())[: LONGEST + 1]


def check_holds(number: str) -> bool:
    """Tell whether 18 characters have the right check character (ISO 7064 MOD 11-2)."""
    if not _EIGHTEEN.fullmatch(number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECKS[total % 11] == number[17]


def holds_id_number(text: str) -> bool:
    """Tell whether a text has in it what is in all likelihood a resident's number.

    A wrong check character makes no difference, nor the old form of 15 digits: the name of a
    person, or of a class, is no place for either. The national number of a pupil is such a number
    behind a letter.
    """
    folded = unicodedata.normalize("NFKC", text)
    return any(_names_a_birth(one) for one in _INSIDE_A_TEXT.findall(folded))


def _names_a_birth(digits: str) -> bool:
    if digits[:2] not in _PROVINCES:
        return False
    return _birth(digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}") is not None


def mask(document: Document) -> str:
    """Write a number as it may be shown."""
    return masking.id_number(document.number) or ""


def _eighteen(number: str) -> Document | DocumentProblem:
    if not check_holds(number):
        return DocumentProblem(DocumentFault.CHECK_CHARACTER)
    birth = _birth(number[6:14])
    if birth is None:
        return DocumentProblem(DocumentFault.BIRTH_DATE)
    return Document(_kind_of(number), number, checked=True, birth=birth)


def _kind_of(number: str) -> DocumentKind:
    if number.startswith("9"):
        return DocumentKind.PERMANENT_2023
    if number.startswith(("81", "82")):
        return DocumentKind.HK_MACAO_RESIDENCE
    if number.startswith("83"):
        return DocumentKind.TAIWAN_RESIDENCE
    return DocumentKind.RESIDENT_ID


def _birth(digits: str) -> date | None:
    """Read YYYYMMDD; the example of the standard itself is of 1880."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not 1800 <= year <= 2100:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _permanent_2017(number: str) -> Document | DocumentProblem:
    """Read three letters, province, serial, birth YYMMDD, serial, check.

    One of two public specimens fails the check (protocols.md 4.4), so that it refuses nothing:
    such a number is only not `checked`. The birth date must be a day of the calendar.
    """
    year, month, day = int(number[7:9]), int(number[9:11]), int(number[11:13])
    lengths = (31, 29 if isleap(2000 + year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        return DocumentProblem(DocumentFault.BIRTH_DATE)
    values = (int(one, 36) for one in number[:14])
    total = sum(value * _OLD_FORM_WEIGHTS[place % 3] for place, value in enumerate(values))
    return Document(DocumentKind.PERMANENT_2017, number, checked=total % 10 == int(number[14]))
