"""Finds people by pinyin initials, class, name or the last digits of a number.

A guard types Latin letters and digits only: `wxm` is 王小明, `7/3` a class, `0417` the end of a
card. Several words narrow the search. The letters of a name are given in, so that a name with
several readings is found under each of them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.core import units

_DIGITS = re.compile(r"\d+", re.ASCII)
_TYPED_CLASS = re.compile(r"\d+([/.-]\d+)+", re.ASCII)
_NUMERALS = {one: str(place) for place, one in enumerate("零一二三四五六七八九十")}
MOST_TYPED = 64
"""Characters of a search that count; what comes after them finds nobody sooner."""

FEWEST_DIGITS = 2
"""Digits that are needed before they are taken for the end of a number."""


@dataclass(frozen=True, slots=True)
class Findable:
    """What somebody can be found by.

    `letters` holds, for each character of the name, the first letters of its readings, likeliest
    first; `places` are the numbers in the name of the unit, `numbers` those whose end counts.
    """

    key: str
    name: str = ""
    letters: tuple[str, ...] = ()
    unit: str = ""
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """Give the key by which equals are sorted: class, then name."""
        return units.natural(self.unit), self.name, self.key


def places_of(unit: str) -> tuple[str, ...]:
    """Give the numbers in the name of a unit: 7 and 3 of `grade-7/class-3`, 9 and 2 of 九年级/2班.

    Numerals up to ten are read one by one, which is all that grades and classes need.
    """
    return tuple(_DIGITS.findall("".join(_NUMERALS.get(one, one) for one in unit)))


def found(people: Iterable[Findable], typed: str) -> list[Findable]:
    """Give those that every word typed fits, best first, then by class and name."""
    words = unicodedata.normalize("NFKC", typed[:MOST_TYPED]).lower().split()
    ranked = [(rank, one) for one in people if (rank := _rank(one, words)) is not None]
    return [one for _, one in sorted(ranked, key=lambda pair: (pair[0], pair[1].order))]


def _rank(one: Findable, words: list[str]) -> int | None:
    """Tell how well all words fit, 0 best; None when one of them does not."""
    total = 0
    for word in words:
        fit = _fit(one, word)
        if fit is None:
            return None
        total += fit
    return total


def _fit(one: Findable, word: str) -> int | None:
    """Tell how a word fits somebody: 0 wholly, more for less, None for not at all."""
    if word[0].isdigit():
        return _fits_number(one, word)
    if not word.isascii():
        return _fits_name(one, word)
    letters = _fits_letters(one.letters, word)
    if letters is not None:
        return letters
    if word == one.key.lower():
        return 0
    if len(word) == 1:
        return None
    return 2 if word in one.name.lower() or word in one.unit.lower() else None


def _fits_name(one: Findable, word: str) -> int | None:
    if one.name.startswith(word):
        return 0 if one.name == word else 1
    return 2 if word in one.name or word in one.unit else None


def _fits_letters(letters: tuple[str, ...], word: str) -> int | None:
    """Compare initials from the first on; best when the word names all by their first reading."""
    if len(word) > len(letters):
        return None
    seldom = 0
    for typed, known in zip(word, letters, strict=False):
        if typed not in known:
            return None
        seldom = seldom or int(typed != known[0])
    return seldom + (0 if len(word) == len(letters) else 1)


def _fits_number(one: Findable, word: str) -> int | None:
    if _TYPED_CLASS.fullmatch(word):
        return 0 if tuple(_DIGITS.findall(word)) == one.places else None
    if len(word) >= FEWEST_DIGITS and any(number.endswith(word) for number in one.numbers):
        return 0
    if word == one.key.lower() or word in one.unit.lower().split("/"):
        return 0
    return 2 if word in one.places or (not word.isascii() and word in one.unit) else None
