"""What the book of the school answers: frozen rows; only directory and notices hold clear text."""

from dataclasses import dataclass, field

from kiosk.core.people import PersonKind
from kiosk.core.windows import Window


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on record, and the unit he belongs to."""

    person_id: str
    kind: PersonKind
    unit: str | None
    boards: bool


@dataclass(frozen=True, slots=True)
class Acting:
    """`by_id` acts for `for_id` within a window."""

    acting_id: str
    for_id: str
    by_id: str
    window: Window


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a unit; `unit` is the one the appointment stands at, at or above it.

    `acts_id` is who acts now: whoever stands in for the responsible person, else that person.
    """

    unit: str
    responsible_id: str | None
    deputy_id: str | None
    acts_id: str | None


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the household: `guards` tells whether he is a guardian of the person asked."""

    person_id: str
    relation: str
    guards: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """An entry of the directory in clear."""

    entry_id: str
    line: str
    place: int
    person_id: str | None
    unit: str | None
    title: str | None = field(repr=False)
    name: str | None = field(repr=False)
    phone: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with its two texts; a text that was erased is empty."""

    notice_id: str
    window: Window
    zh: str
    en: str
