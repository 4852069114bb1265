"""Lines of an incident's timeline: what each is called, and what was typed in it."""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.core.events import Fact, IncidentNoted, IncidentStepTaken
from kiosk.core.incidents import IncidentEntry
from kiosk.core.language import Words
from kiosk.core.words_incidents import ENTRIES, LEVELS, OUTCOMES, STAGES, STEPS, named

_CODED: Mapping[str, dict[StrEnum, Words]] = {
    IncidentEntry.LEVEL_SET: LEVELS,
    IncidentEntry.REPORTED: STAGES,
    IncidentEntry.CLOSED: OUTCOMES,
}
"""Lines whose code says more than what they are."""


def typed(fact: Fact) -> tuple[str, ...]:
    """Give what a person typed into a line: who was called, the number, the note.

    Empty when nothing was typed or when it was erased.
    """
    if isinstance(fact, IncidentStepTaken):
        return tuple(one for one in (fact.counterpart, fact.phone, fact.note) if one)
    if isinstance(fact, IncidentNoted) and fact.note:
        return (fact.note,)
    return ()


def about(entry: str, code: str) -> str | None:
    """Give both languages of what a line is about, where its code says so: level, stage, end."""
    table = _CODED.get(entry)
    return None if table is None else named(table, code)


def title(entry: str, code: str) -> str:
    """Name a line in both languages: a step by itself, anything else by what it is."""
    return named(ENTRIES, entry) if entry in list(IncidentEntry) else named(STEPS, code)
