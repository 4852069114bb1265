"""What files of the school office say, row by row, and what the log knows to compare it with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.core.language import Words
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.units import Unit
from kiosk.core.windows import Window

REMOVED = ""
"""A field of a row that is to be removed from the record; None leaves what is known."""


class FormKind(StrEnum):
    """Kinds of files, told apart by their headings."""

    PEOPLE = "people"
    PUPILS = "pupils"
    STAFF = "staff"
    GUARDIANS = "guardians"
    UNITS = "units"
    CARDS = "cards"
    DUTY = "duty"


class Relation(StrEnum):
    """What a guardian is to a pupil."""

    FATHER = "father"
    MOTHER = "mother"
    GRANDFATHER = "grandfather"
    GRANDMOTHER = "grandmother"
    RELATIVE = "relative"
    GUARDIAN = "guardian"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: the sheet, empty where a file has one, and the line from 1."""

    sheet: str
    line: int


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, and why."""

    place: Place
    why: Words


@dataclass(frozen=True, slots=True)
class Ref:
    """How a row names somebody: by number, document or card, and by name to compare."""

    person_id: str | None = None
    id_number: str | None = field(default=None, repr=False)
    card: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)

    @property
    def empty(self) -> bool:
        """Tell whether nothing names anybody."""
        return not (self.person_id or self.id_number or self.card)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person, with the fields that the file has; `who.card` is also bound to the person."""

    place: Place
    kind: PersonKind
    who: Ref
    unit: str | None = None
    phone: str | None = field(default=None, repr=False)
    contact_name: str | None = field(default=None, repr=False)
    contact_phone: str | None = field(default=None, repr=False)
    boards: bool | None = None


@dataclass(frozen=True, slots=True)
class GuardianRow:
    """A guardian and one of the pupils of the household."""

    place: Place
    who: Ref
    pupil: Ref
    relation: Relation
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the tree, and by their numbers who answers for it."""

    place: Place
    unit: str
    unit_kind: UnitKind
    zh: str | None = None
    en: str | None = None
    responsible: str | None = None
    deputy: str | None = None


@dataclass(frozen=True, slots=True)
class CardRow:
    """A school card and whose it is."""

    place: Place
    who: Ref
    card: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift of the duty roster."""

    place: Place
    who: Ref
    window: Window


Row = PersonRow | GuardianRow | UnitRow | CardRow | ShiftRow


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person's record as the log holds it."""

    kind: PersonKind
    unit: str | None = None
    boards: bool = False
    name: str | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    contact_name: str | None = field(default=None, repr=False)
    contact_phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A card and whose it is."""

    card_id: str
    person_id: str
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """All that a file is compared with.

    Cards stand by their number, units and who answers for them by path, relations by pupil and
    guardian, shifts by id with the person and the window.
    """

    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    cards: Mapping[str, KnownCard] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    appointed: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)
    shifts: Mapping[str, tuple[str, Window]] = field(default_factory=dict)
