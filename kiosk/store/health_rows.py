"""What the health book answers: frozen rows; what is personal in them never shows in a repr."""

from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.core.windows import Window


@dataclass(frozen=True, slots=True)
class SymptomRow:
    """What one check of a day found of a person; `symptoms` are codes, none for nothing found."""

    person_id: str
    unit: str | None
    check: str
    at: datetime
    by: str
    symptoms: tuple[str, ...] = field(repr=False)
    note: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Somebody is absent on a day; `sick` tells whether the cause counts as absent sick."""

    person_id: str
    unit: str | None
    at: datetime
    by: str
    sick: bool = field(repr=False)
    cause: str | None = field(repr=False)
    note: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SickCount:
    """A day of a unit: who is absent sick, and who has which symptoms, by person."""

    absent_sick: frozenset[str] = field(repr=False)
    symptoms: dict[str, frozenset[str]] = field(repr=False)

    @property
    def sick(self) -> frozenset[str]:
        """Give who counts as sick: absent sick, or with symptoms on file."""
        return self.absent_sick | {one for one, found in self.symptoms.items() if found}

    def with_symptom(self, symptom: str) -> int:
        """Count who has a symptom."""
        return sum(symptom in found for found in self.symptoms.values())


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A class has handed in a check: when first, and by whom."""

    unit: str
    check: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class IsolatedRow:
    """Somebody in isolation now."""

    person_id: str
    since: datetime
    cause: str
    case_no: int | None


@dataclass(frozen=True, slots=True)
class WatchRow:
    """An entry of the watch list that is not released.

    `listed` is when it was first entered, `last` the newest follow-up; `region` is personal.
    """

    watch_id: str
    person_id: str
    reason: str
    window: Window
    follower_id: str | None
    listed: datetime
    last: datetime | None
    pos: int

    @property
    def owed_from(self) -> datetime:
        """Give since when the next follow-up is owed: the newest, else the listing."""
        since = self.window.since
        begun = self.listed if since is None else max(self.listed, since)
        return begun if self.last is None else max(begun, self.last)


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """A placement in a firm, decrypted."""

    placement_id: str
    person_id: str
    window: Window
    observed: tuple[date, ...]
    firm: str | None = field(repr=False)
    contact_name: str | None = field(repr=False)
    contact_phone: str | None = field(repr=False)
