"""What rows of the school office change: the form in which it is shown, and how it is found."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.core.events import Fact
from kiosk.core.language import Words
from kiosk.core.roster import REMOVED, BadRow, KnownPerson, PersonRow, Place

FIELDS = ("kind", "unit", "boards", "name", "id_number", "phone", "contact_name", "contact_phone")
"""Fields of a person's record that a file can change."""


class UnfitError(Exception):
    """A row that cannot be taken; `words` says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


class Status(StrEnum):
    """What a row does to the record."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after; the values may be personal, whoever shows them masks them."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one row does: to whom or what, and the facts that do it.

    `subject` is the id of the person, the path of the unit or the id of the shift; `card_id` that
    of a card that is newly bound.
    """

    place: Place
    subject: str
    status: Status
    differences: tuple[Difference, ...] = ()
    facts: tuple[Fact, ...] = ()
    card_id: str | None = None
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file does; `gone` are people and `gone_shifts` shifts that it does not name."""

    changes: tuple[Change, ...]
    bad: tuple[BadRow, ...]
    gone: tuple[str, ...] = ()
    gone_shifts: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Give all facts, in an order in which nothing names what comes later."""
        return tuple(fact for change in self.changes for fact in change.facts)

    def count(self, status: Status) -> int:
        """Count the rows of one status."""
        return sum(change.status is status for change in self.changes)


def merged(before: KnownPerson | None, row: PersonRow) -> KnownPerson:
    """Put the fields of a row over what is known; what the row does not say stays."""
    known = before or KnownPerson(row.kind)
    return KnownPerson(
        kind=row.kind,
        unit=kept(known.unit, row.unit),
        boards=known.boards if row.boards is None else row.boards,
        name=kept(known.name, row.who.name),
        id_number=kept(known.id_number, row.who.id_number),
        phone=kept(known.phone, row.phone),
        contact_name=kept(known.contact_name, row.contact_name),
        contact_phone=kept(known.contact_phone, row.contact_phone),
    )


def kept(before: str | None, said: str | None) -> str | None:
    """Give a field after a row: what is known, unless the row says another or takes it away."""
    if said is None:
        return before
    return None if said == REMOVED else said


def differences(before: KnownPerson, after: KnownPerson) -> tuple[Difference, ...]:
    """Give the fields in which two records differ."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in FIELDS)
    return tuple(differing(*pairs))


def differing(*fields: tuple[str, object, object]) -> list[Difference]:
    """Give those of some fields (name, before, after) that differ."""
    return [
        Difference(name, _text(before), _text(after))
        for name, before, after in fields
        if before != after
    ]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
