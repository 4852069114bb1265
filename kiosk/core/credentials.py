"""What was scanned or typed -> what kind of credential it is, without asking whose.

A text is one of three forms: a pass (`GP1:` and base45), a resident ID number (18 characters with
a check character, ISO 7064 MOD 11-2), or a school card number: 4 to 20 characters A to Z, 0 to 9
and hyphens, beginning and ending with a letter or digit, and not of the form of an ID number. Cards
carry it as Code 128, Code 39 or QR, or it is typed. Everything else is unreadable, and nothing of
an unreadable text is ever kept or shown.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.core.passes import LONGEST, PREFIX
from kiosk.core.request import CredentialKind, CredentialState

_CARD = re.compile(r"[A-Z0-9][A-Z0-9-]{2,18}[A-Z0-9]", re.ASCII)
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_ID_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_ID_CHECK = "10X98765432"
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
    if not _ID_NUMBER.fullmatch(number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return _ID_CHECK[total % 11] == number[17]


def _parse(text: str, *, typed: bool) -> ParsedCredential | CredentialProblem:
    if not text:
        return CredentialProblem(CodeFault.EMPTY)
    if text.startswith(PREFIX):
        return ParsedCredential(CredentialKind.PASS, text, typed)
    if _ID_NUMBER.fullmatch(text):
        if not id_number_holds(text):
            return CredentialProblem(CodeFault.CHECK_CHARACTER)
        return ParsedCredential(CredentialKind.ID_CARD, text, typed)
    if _CARD.fullmatch(text):
        return ParsedCredential(CredentialKind.SCHOOL_CARD, text, typed)
    return CredentialProblem(CodeFault.NO_KNOWN_FORM)
