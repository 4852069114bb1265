"""A second-generation ID card as it lies on a reader: what is printed on it, nothing encoded."""

from dataclasses import dataclass
from enum import StrEnum


class CardKind(StrEnum):
    """Which of the four layouts the card has."""

    CITIZEN = "citizen"
    HK_MO_TW = "hk_mo_tw"
    FOREIGN_2017 = "foreign_2017"
    FOREIGN_2023 = "foreign_2023"


@dataclass(frozen=True, slots=True)
class Card:
    """The fields of a card; dates as YYYYMMDD, `valid_to` None for the long term.

    `name` is the Chinese name, `english_name` and `nationality` (three letters) are on foreign
    cards; `sex` is 1 male, 2 female.
    """

    kind: CardKind
    name: str
    number: str
    birth: str
    sex: str = "1"
    valid_from: str = "20150101"
    valid_to: str | None = "20350101"
    english_name: str = ""
    nationality: str = ""
