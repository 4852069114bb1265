"""A resident ID card laid on a reader: whether it holds on a day, and whose name is on it."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from kiosk.core.request import CredentialState
from kiosk.core.text import clean
from kiosk.core.visitors import NAME_LIMIT


@dataclass(frozen=True, slots=True)
class IdCard:
    """What the gate needs of a card; `valid_to` is its last day, None for the long term."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    valid_from: date
    valid_to: date | None


def state_on(card: IdCard, today: date) -> CredentialState:
    """Give the state of a card on a day of the school; its last day counts."""
    if today < card.valid_from:
        return CredentialState.NOT_YET
    if card.valid_to is not None and today > card.valid_to:
        return CredentialState.EXPIRED
    return CredentialState.VALID


def same_name(on_card: str, on_file: str) -> bool:
    """Tell whether two ways of writing a name may be of one person.

    Blanks, points, case and forms of width make no difference. A foreigner has a Chinese and a
    Latin name, and a card reader gives one of them: another script is no other name. Where nothing
    of a name is left to compare, only the number speaks.
    """
    one, other = _folded(on_card), _folded(on_file)
    if not one or not other or one == other:
        return True
    return one.isascii() != other.isascii()


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", clean(name, NAME_LIMIT)).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
