"""Initials A to Z of a name, for a pass: the letters of its words, or of its pinyin.

The first level of GB 2312 lists its 3,755 characters by pinyin, so the place of a character in
that list gives its first letter. A character with two readings gets the one it is listed under;
`kiosk pass issue --initials` says it better.
"""

import unicodedata
from bisect import bisect_right

MOST = 6
UNKNOWN = "X"

_FIRST, _LAST = 0xB0A1, 0xD7F9
_STARTS = {
    0xB0A1: "A",
    0xB0C5: "B",
    0xB2C1: "C",
    0xB4EE: "D",
    0xB6EA: "E",
    0xB7A2: "F",
    0xB8C1: "G",
    0xB9FE: "H",
    0xBBF7: "J",
    0xBFA6: "K",
    0xC0AC: "L",
    0xC2E8: "M",
    0xC4C3: "N",
    0xC5B6: "O",
    0xC5BE: "P",
    0xC6DA: "Q",
    0xC8BB: "R",
    0xC8F6: "S",
    0xCBFA: "T",
    0xCDDA: "W",
    0xCEF4: "X",
    0xD1B9: "Y",
    0xD4D1: "Z",
}
"""First character, in GB 2312, of each letter's stretch of the list."""

_CODES = sorted(_STARTS)


def initials(name: str) -> str:
    """Give 1 to 6 letters; a character that has no known reading is X."""
    letters = ""
    for word in unicodedata.normalize("NFKD", name).upper().split():
        if "A" <= word[0] <= "Z":
            letters += word[0]
        else:
            letters += "".join(map(_letter, word))
    return letters[:MOST] or UNKNOWN


def _letter(character: str) -> str:
    if "A" <= character <= "Z":
        return character
    try:
        code = int.from_bytes(character.encode("gb2312"))
    except UnicodeEncodeError:
        return UNKNOWN
    if not _FIRST <= code <= _LAST:
        return UNKNOWN
    return _STARTS[_CODES[bisect_right(_CODES, code) - 1]]
