"""Finds entries of the directory by line, title or name, in characters, words or initials."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kiosk.core import search
from kiosk.core.language import Language
from kiosk.core.search import Findable
from kiosk.core.words_school import line

Letters = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an entry may be found by."""

    entry_id: str
    line: str
    title: str | None
    name: str | None
    phone: str | None


def fitting(entries: Iterable[Spoken], typed: str, letters: Letters) -> frozenset[str]:
    """Name the entries that what was typed fits; `letters` gives the readings of a text.

    Each of name, title and line has initials of its own: `pcs` finds 派出所.
    """
    found = search.found((one for entry in entries for one in _ways(entry, letters)), typed)
    return frozenset(one.key for one in found)


def _ways(entry: Spoken, letters: Letters) -> Iterable[Findable]:
    named = line(entry.line, Language.ZH)
    spoken = filter(None, (entry.line, line(entry.line, Language.EN), named, entry.title))
    texts = " ".join(spoken).lower()
    for text in filter(None, (entry.name, entry.title, named)):
        yield Findable(entry.entry_id, text.lower(), letters(text), texts, (), (entry.phone or "",))
