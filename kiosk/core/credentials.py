"""What was scanned or typed -> what kind of credential it is, without asking whose.

A text is one of three forms: a pass (`GP1:` and base45), the number of an identity document whose
check character holds (`kiosk.core.documents`), or a school card number: 4 to 20 characters A to Z,
0 to 9 and hyphens, beginning and ending with a letter or digit, and not of 18 digits. Cards carry
it as Code 128, Code 39 or QR, or it is typed. A travel permit or passport has no check and looks
like a card: whoever looks a card up and finds nobody has to try it as an ID number. Everything
else is unreadable, and nothing of an unreadable text is ever kept or shown.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.core.documents import (
    Document,
    DocumentFault,
    DocumentProblem,
    check_holds,
    parse_document,
)
from kiosk.core.passes import LONGEST, PREFIX
from kiosk.core.request import CredentialKind, CredentialState

_CARD = re.compile(r"[A-Z0-9][A-Z0-9-]{2,18}[A-Z0-9]", re.ASCII)
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_MENDED = (
    {code: chr(code - 0xFEE0).upper() for code in range(0xFF01, 0xFF5F)}
    | {code: chr(code).upper() for code in range(ord("a"), ord("z") + 1)}
    | dict.fromkeys(map(ord, " \t\r\n\u3000\u00a0"), "")
)
"""Full-width forms and small letters become ASCII capitals; blanks go."""


class CodeFault(StrEnum):
    """Why a text is no credential."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_KNOWN_FORM = "no_known_form"
    CHECK_CHARACTER = "check_character"
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True, slots=True)
class ParsedCredential:
    """A text of a known form; `text` is the card or ID number, or the whole pass.

    `kind` says what the number is of; `typed` that a guard typed it.
    """

    kind: CredentialKind
    text: str = field(repr=False)
    typed: bool = False

    @property
    def presented(self) -> CredentialKind:
        """Give the kind that a request names."""
        return CredentialKind.TYPED if self.typed else self.kind

    @property
    def masked(self) -> str:
        """Give a form for the screen: the last four characters, nothing at all of a pass."""
        return "****" if self.kind is CredentialKind.PASS else f"****{self.text[-4:]}"


@dataclass(frozen=True, slots=True)
class CredentialProblem:
    """A text of no known form; holds nothing of it."""

    why: CodeFault
    state: CredentialState = CredentialState.UNREADABLE


def parse(raw: str, *, typed: bool = False) -> ParsedCredential | CredentialProblem:
    """Tell what a reader has read, or a guard has typed; never raises.

    Blanks and line ends around a code are dropped (no base45 of whole bytes ends in a blank). Of
    a typed number blanks anywhere, small letters and full-width forms are mended as well.
    """
    if len(raw) > LONGEST:
        return CredentialProblem(CodeFault.TOO_LONG)
    text = raw.strip(" \t\r\n")
    if typed and not text.startswith(PREFIX):
        text = text.translate(_MENDED)
    return _parse(text, typed=typed)


def id_number_holds(number: str) -> bool:
    """Tell whether 18 characters are an ID number with the right check character (GB 11643)."""
    return check_holds(number)


def _parse(text: str, *, typed: bool) -> ParsedCredential | CredentialProblem:
    if not text:
        return CredentialProblem(CodeFault.EMPTY)
    if text.startswith(PREFIX):
        return ParsedCredential(CredentialKind.PASS, text, typed)
    document = parse_document(text) if text.isascii() and text.isalnum() else None
    if isinstance(document, Document) and document.checked and document.number == text:
        return ParsedCredential(CredentialKind.ID_CARD, text, typed)
    if _ID_NUMBER.fullmatch(text):
        wrong_day = document == DocumentProblem(DocumentFault.BIRTH_DATE)
        return CredentialProblem(CodeFault.BIRTH_DATE if wrong_day else CodeFault.CHECK_CHARACTER)
    if _CARD.fullmatch(text):
        return ParsedCredential(CredentialKind.SCHOOL_CARD, text, typed)
    return CredentialProblem(CodeFault.NO_KNOWN_FORM)
