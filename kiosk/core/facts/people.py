"""Facts of people and what they carry: accounts, records, cards, shifts."""

from dataclasses import dataclass

from kiosk.core.facts.base import check_code, personal
from kiosk.core.people import PersonKind, Role
from kiosk.core.windows import Window


@dataclass(frozen=True, slots=True)
class AccountSet:
    """Somebody who may sign in or act by name; `pin_hash` is argon2id.

    `person_id` is whose account it is, `unit` what the role is held for (a class, a department).
    """

    account_id: str
    role: Role
    name: str | None = personal()
    pin_hash: str | None = personal()
    person_id: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRecorded:
    """A person of the roster or a visitor registered by real name; replaces an earlier record.

    `boards` marks a pupil who lives at the school.
    """

    person_id: str
    kind: PersonKind
    unit: str | None = None
    import_id: str | None = None
    name: str | None = personal()
    id_number: str | None = personal("id_number")
    phone: str | None = personal()
    contact_name: str | None = personal()
    contact_phone: str | None = personal()
    boards: bool = False


@dataclass(frozen=True, slots=True)
class CardBound:
    """A school card belongs to a person."""

    card_id: str
    person_id: str
    import_id: str | None = None
    number: str | None = personal("card")


@dataclass(frozen=True, slots=True)
class CardRevoked:
    """A school card no longer counts: lost or replaced."""

    card_id: str
    cause: str

    def __post_init__(self) -> None:
        check_code(self.cause)


@dataclass(frozen=True, slots=True)
class ShiftSet:
    """A shift on the duty roster; replaces one of the same id."""

    shift_id: str
    person_id: str
    window: Window


@dataclass(frozen=True, slots=True)
class PassIssued:
    """A signed pass was made; `pass_id` is the hex of its claim cti, `uses` None for any number."""

    pass_id: str
    person_id: str
    key_id: int
    window: Window
    permit_id: str | None = None
    uses: int | None = None


@dataclass(frozen=True, slots=True)
class PassRevoked:
    """A signed pass no longer counts."""

    pass_id: str


PeopleFact = (
    AccountSet | PersonRecorded | CardBound | CardRevoked | ShiftSet | PassIssued | PassRevoked
)
