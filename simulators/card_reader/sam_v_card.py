"""What a SAM_V reader gets from a card: its 256 bytes of text in four layouts, and its photo.

All text is UTF-16LE, filled up with blanks; the letter at byte 248 names the layout, a blank a
citizen's card. Places as in the table of GA/T 490 and in protocols.md 4.4.
"""

import random

from simulators.cards import Card, CardKind

TEXT_BYTES = 256
PHOTO_BYTES = 1024
PRINT_BYTES = 512
LONG_TERM = "\u957f\u671f"
LETTERS = {CardKind.HK_MO_TW: "J", CardKind.FOREIGN_2017: "I", CardKind.FOREIGN_2023: "Y"}

Place = tuple[int, int, str]
"""First byte, bytes, what is written there."""


def text(card: Card) -> bytes:
    """Return the text of a card."""
    match card.kind:
        case CardKind.FOREIGN_2017:
            places = _foreign_2017(card)
        case CardKind.FOREIGN_2023:
            places = _foreign_2023(card)
        case _:
            places = _resident(card)
    places += [
        (188, 16, card.valid_from),
        (204, 16, card.valid_to or LONG_TERM),
        (248, 2, LETTERS.get(card.kind, " ")),
    ]
    written = bytearray(" ".encode("utf-16-le") * (TEXT_BYTES // 2))
    for at, size, what in places:
        part = what.encode("utf-16-le", errors="surrogatepass")[:size]
        written[at : at + len(part)] = part
    return bytes(written)


def photo(card: Card) -> bytes:
    """Return the bytes of a picture that shows nobody: the same for the same card."""
    return random.Random(f"photo {card.number}").randbytes(PHOTO_BYTES)


def prints(card: Card, fingers: int) -> bytes:
    """Return the bytes of 0 to 2 fingerprints of nobody."""
    return random.Random(f"prints {card.number}").randbytes(fingers * PRINT_BYTES)


def impossible(card: Card) -> Card:
    """Return the card with a check character and dates that no card has."""
    last = "0" if card.number[-1:] != "0" else "1"
    return Card(
        card.kind,
        card.name,
        card.number[:-1] + last,
        "19991332",
        card.sex,
        "20153001",
        "20990231",
        card.english_name,
        card.nationality,
    )


def _resident(card: Card) -> list[Place]:
    common = [
        (0, 30, card.name),
        (30, 2, card.sex),
        (36, 16, card.birth),
        (52, 70, "\u5317\u4eac\u5e02\u4e1c\u57ce\u533a\u6a21\u62df\u8def1\u53f7"),
        (122, 36, card.number),
        (158, 30, "\u6a21\u62df\u516c\u5b89\u5c40"),
    ]
    if card.kind is CardKind.CITIZEN:
        return [*common, (32, 4, "01")]
    return [*common, (220, 18, "H12345678"), (238, 4, "01")]


def _foreign_2017(card: Card) -> list[Place]:
    return [
        (0, 120, card.english_name),
        (120, 2, card.sex),
        (122, 30, card.number),
        (152, 6, card.nationality),
        (158, 30, card.name),
        (220, 16, card.birth),
        (236, 4, "01"),
        (240, 8, "1500"),
    ]


def _foreign_2023(card: Card) -> list[Place]:
    return [
        (0, 30, card.name),
        (30, 2, card.sex),
        (32, 4, "00"),
        (36, 16, card.birth),
        (52, 70, card.english_name[:35]),
        (122, 36, card.number),
        (220, 22, card.english_name[35:]),
        (242, 6, card.nationality),
        (250, 6, "000"),
    ]
