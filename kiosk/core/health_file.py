"""Codes of the health file, and what the file of one person holds."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kiosk.core.readings import Reading
from kiosk.core.windows import Window


class Symptom(StrEnum):
    """What a check may find: the morning-check form of rules.md 3a, and 2b for kindergartens."""

    FEVER = "fever"
    COUGH = "cough"
    SORE_THROAT = "sore_throat"
    BREATHLESS = "breathless"
    SMELL_TASTE_LOSS = "smell_taste_loss"
    VOMITING = "vomiting"
    DIARRHOEA = "diarrhoea"
    RASH = "rash"
    JAUNDICE = "jaundice"
    RED_EYES = "red_eyes"
    PAROTID_SWELLING = "parotid_swelling"
    OTHER = "other"


class AbsenceCause(StrEnum):
    """Why somebody is absent; the list is local practice."""

    SICK = "sick"
    INFECTIOUS = "infectious"
    INJURY = "injury"
    ISOLATED = "isolated"
    KEY_REGION = "key_region"
    PERSONAL = "personal"
    UNKNOWN = "unknown"


SICK_CAUSES = frozenset({AbsenceCause.SICK, AbsenceCause.INFECTIOUS})
"""Causes that count as absent sick (rules.md 3a)."""


class HealthCheck(StrEnum):
    """At which check something was found or handed in."""

    HOME = "home"
    MORNING = "morning"
    NOON = "noon"
    EVENING = "evening"
    GATE = "gate"
    DOCTOR = "doctor"


class HealthFlag(StrEnum):
    """What is shown beside a person; the household's flags bar nobody by themselves."""

    ISOLATED = "isolated"
    WATCHED = "watched"
    CERTIFICATE_MISSING = "certificate_missing"
    ELEVATED = "elevated"
    HOUSEHOLD_ISOLATED = "household_isolated"
    HOUSEHOLD_WATCHED = "household_watched"
    HOUSEHOLD_ELEVATED = "household_elevated"


OF_HOUSEHOLD: dict[HealthFlag, HealthFlag] = {
    HealthFlag.ISOLATED: HealthFlag.HOUSEHOLD_ISOLATED,
    HealthFlag.WATCHED: HealthFlag.HOUSEHOLD_WATCHED,
    HealthFlag.ELEVATED: HealthFlag.HOUSEHOLD_ELEVATED,
}
"""What a flag of one person makes of the others in the household (rules.md 1, 7)."""


@dataclass(frozen=True, slots=True)
class Noted:
    """When something was recorded, by which account or device, and the reason typed, if any."""

    at: datetime
    by: str
    why: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class GateReading:
    """A reading of the person, at the gate or at a second measurement, and its visit if any."""

    noted: Noted
    reading: Reading = field(repr=False)
    access_point: str | None = None
    visit_id: str | None = None


@dataclass(frozen=True, slots=True)
class HomeDay:
    """The home temperature of a day, degrees C, None when it was erased; `clock` is `HH:MM`."""

    noted: Noted
    value_c: float | None = field(repr=False)
    clock: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckMade:
    """What one check of one day found: no symptoms for nothing, None when it was erased."""

    noted: Noted
    symptoms: tuple[str, ...] | None = field(repr=False)
    note: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class AbsentDay:
    """A day of absence and its cause."""

    noted: Noted
    cause: str | None = field(repr=False)
    note: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class IsolationSpan:
    """An isolation with its beginning and its end, None while it lasts."""

    since: datetime
    cause: str
    case_no: int | None
    begun: Noted
    ended: Noted | None = None


@dataclass(frozen=True, slots=True)
class Proofs:
    """What was recorded of the return certificate."""

    noted: Noted
    hospital: bool
    school_doctor: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An entry of a follow-up."""

    noted: Noted
    note: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class WatchRecord:
    """An entry of the watch list with its follow-ups, and its named release if there is one."""

    watch_id: str
    reason: str
    window: Window
    follower_id: str | None
    listed: Noted
    region: str | None = field(repr=False)
    follow_ups: tuple[FollowUp, ...] = ()
    ended: Noted | None = None


@dataclass(frozen=True, slots=True)
class PlacementRecord:
    """A placement in a firm with its daily observations (degrees C, note)."""

    placement_id: str
    window: Window
    noted: Noted
    firm: str | None = field(repr=False)
    contact_name: str | None = field(repr=False)
    contact_phone: str | None = field(repr=False)
    observed: dict[date, tuple[Noted, float | None, str | None]] = field(
        default_factory=dict, repr=False
    )


@dataclass(frozen=True, slots=True)
class HealthFile:
    """Everything on file of one person, oldest first; what a drill wrote is not in it."""

    gate: tuple[GateReading, ...]
    home: dict[date, HomeDay]
    checks: dict[tuple[date, str], CheckMade]
    absences: dict[date, AbsentDay]
    isolations: tuple[IsolationSpan, ...]
    proofs: tuple[Proofs, ...]
    watch: tuple[WatchRecord, ...]
    placements: tuple[PlacementRecord, ...]
