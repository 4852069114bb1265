"""Whose record it is when somebody registers by real name and the number of a document (N1c)."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.core.facts.people import PersonRecorded
from kiosk.core.people import OUTSIDERS, PersonKind

NAME_LIMIT, PHONE_LIMIT, PLATE_LIMIT, NOTE_LIMIT = 40, 20, 16, 200
MOST_HEADS = 200
"""People whom one permit may stand for: a coach and its driver have fewer."""


class VisitorFault(StrEnum):
    """Why nobody is registered; also the code that the terminal is answered with."""

    NAME_MISSING = "name_missing"
    NAME_DIFFERS = "name_differs"
    ON_THE_ROSTER = "on_the_roster"
    KIND_NOT_REGISTERED = "kind_not_registered"


@dataclass(frozen=True, slots=True)
class Visitor:
    """What somebody says of himself; `number` is that of his document in its one form."""

    kind: PersonKind
    name: str = field(repr=False)
    number: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Registered:
    """The record that counts from now on; `changed` False when it says what was known already."""

    record: PersonRecorded = field(repr=False)
    changed: bool


def register(
    visitor: Visitor, known: PersonRecorded | None, new_id: str
) -> Registered | VisitorFault:
    """Give the record of a visitor: the one that his document is on, or a new one.

    A number typed wrong must not turn one person into another, so that another name is a fault;
    and whoever is on the roster is no visitor.
    """
    if not visitor.name:
        return VisitorFault.NAME_MISSING
    if visitor.kind not in OUTSIDERS:
        return VisitorFault.KIND_NOT_REGISTERED
    if known is None:
        made = PersonRecorded(
            new_id,
            visitor.kind,
            name=visitor.name,
            id_number=visitor.number,
            phone=visitor.phone,
        )
        return Registered(made, changed=True)
    if known.name != visitor.name:
        return VisitorFault.NAME_DIFFERS
    if known.kind not in OUTSIDERS:
        return VisitorFault.ON_THE_ROSTER
    made = PersonRecorded(
        known.person_id,
        visitor.kind,
        known.unit,
        name=known.name,
        id_number=visitor.number,
        phone=visitor.phone or known.phone,
        contact_name=known.contact_name,
        contact_phone=known.contact_phone,
    )
    return Registered(made, made.kind is not known.kind or made.phone != known.phone)
