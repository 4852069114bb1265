"""Initials A to Z of a name, for a pass: the letters of its words, or of its pinyin.

A character with several readings gets the one it has in a surname, else its usual one;
`kiosk pass issue --initials` says it better.
"""

import unicodedata

from kiosk.sheets.initials import initials_of

MOST = 6
UNKNOWN = "X"


def initials(name: str) -> str:
    """Give 1 to 6 letters; a character that has no known reading is X."""
    letters = ""
    for word in unicodedata.normalize("NFKD", name).upper().split():
        letters += word[0] if "A" <= word[0] <= "Z" else _of_word(word)
    return letters[:MOST] or UNKNOWN


def _of_word(word: str) -> str:
    whole = initials_of(word)
    if len(whole) == len(word):
        return whole.upper()
    return "".join(initials_of(one).upper() or UNKNOWN for one in word)
