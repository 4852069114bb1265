"""The 256 bytes of text on a second-generation ID card, in any of its four layouts -> CardRead.

UTF-16LE in fields of fixed place; the letter at byte 248 names the layout (none: a citizen's).
Address, ethnic group and issuing authority are never looked at.

Source: the table of GA/T 490 and the structs of three to six public readers for each layout; two
for the foreign card of 2023 (protocols.md 4.4).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from drivers.events import CardKind, CardRead

TEXT_BYTES = 256
LONG_TERM = "长期"
"""Stands where a card without an end has none (U+957F U+671F)."""

_PADDING = " \0\u3000"
_TYPE_AT = 248
_EIGHTEEN = 18
_OLD_PERMANENT = 15
_CHECKS = "10X98765432"
_SEX: dict[str, Literal["male", "female"]] = {"1": "male", "2": "female"}


class NotACardError(ValueError):
    """The text says what no card says; the message names the field and nothing of it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields are: first byte and bytes of each."""

    kind: CardKind
    names: tuple[tuple[tuple[int, int], ...], ...]
    """What is the name, in this order: the first that is not empty, each in one part or two."""
    sex: tuple[int, int]
    birth: tuple[int, int]
    number: tuple[int, int]
    valid_from: tuple[int, int] = (188, 16)
    valid_to: tuple[int, int] = (204, 16)
    nationality: tuple[int, int] | None = None


_CITIZEN = Layout("citizen", (((0, 30),),), (30, 2), (36, 16), (122, 36))
LAYOUTS = {
    "": _CITIZEN,
    "J": Layout("hk_mo_tw", _CITIZEN.names, _CITIZEN.sex, _CITIZEN.birth, _CITIZEN.number),
    "I": Layout(
        "foreign_2017",
        (((158, 30),), ((0, 120),)),
        (120, 2),
        (220, 16),
        (122, 30),
        nationality=(152, 6),
    ),
    "Y": Layout(
        "foreign_2023",
        (((0, 30),), ((52, 70), (220, 22))),
        (30, 2),
        (36, 16),
        (122, 36),
        nationality=(242, 6),
    ),
}


def read(text: bytes) -> CardRead:
    """Return what the card says; NotACardError where a field cannot be what it should be.

    The name is the Chinese one where there is one. Rare characters are kept as they are, also
    those of private use; half of a surrogate pair becomes U+FFFD.
    """
    layout = LAYOUTS.get(_field(text, _TYPE_AT, 2))
    if layout is None:
        raise NotACardError("unknown card layout")
    return CardRead(
        layout.kind,
        _name(text, layout),
        _number(_field(text, *layout.number), layout.kind),
        _SEX.get(_field(text, *layout.sex), "unknown"),
        _date(_field(text, *layout.birth), "birth"),
        _date(_field(text, *layout.valid_from), "valid from"),
        _end(_field(text, *layout.valid_to)),
        _nationality(text, layout),
    )


def check_holds(number: str) -> bool:
    """Tell whether 17 digits have the right check character behind them (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(number[:17]))
    return number[17:] == _CHECKS[total % 11]


def _field(text: bytes, at: int, size: int) -> str:
    return text[at : at + size].decode("utf-16-le", errors="replace").strip(_PADDING)


def _name(text: bytes, layout: Layout) -> str:
    for parts in layout.names:
        # A name that goes on in a second field is cut anywhere, also beside a blank.
        whole = b"".join(text[at : at + size] for at, size in parts)
        if name := _field(whole, 0, len(whole)):
            return name
    raise NotACardError("no name")


def _number(number: str, kind: CardKind) -> str:
    number = number.upper()
    if not number.isascii():
        raise NotACardError("card number")
    if kind == "foreign_2017":
        letters, digits = number[:3], number[3:]
        if len(number) != _OLD_PERMANENT or not (letters.isalpha() and digits.isdigit()):
            raise NotACardError("card number")
        # No check character: one of the two public specimens fails it.
        return number
    if len(number) != _EIGHTEEN or not number[:17].isdigit():
        raise NotACardError("ID number")
    if not check_holds(number):
        raise NotACardError("check character of the ID number")
    return number


def _date(digits: str, what: str) -> date:
    if len(digits) != len("YYYYMMDD") or not (digits.isascii() and digits.isdigit()):
        raise NotACardError(f"date: {what}")
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise NotACardError(f"date: {what}") from None


def _end(text: str) -> date | None:
    return None if text == LONG_TERM else _date(text, "valid to")


def _nationality(text: bytes, layout: Layout) -> str | None:
    return _field(text, *layout.nationality) or None if layout.nationality else None
