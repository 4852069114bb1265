"""Codes of the health file, and the file of one person as a fold of the events that touch it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from kiosk.core.events import (
    AbsenceRecorded,
    AccessDecided,
    CertificateRecorded,
    Event,
    HomeTemperatureRecorded,
    IncidentPersonMeasured,
    IsolationBegun,
    IsolationEnded,
    PaperEntered,
    PlacementObserved,
    PlacementRecorded,
    SymptomsRecorded,
    VisitCorrected,
    WatchEnded,
    WatchFollowedUp,
    WatchListed,
)
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


def health_file(events: Iterable[Event]) -> HealthFile:
    """Fold the events that touch one person, in the order in which they count."""
    folding = _Folding()
    for event in events:
        if not event.drill:
            folding.add(event)
    return HealthFile(
        gate=tuple(folding.gate),
        home=dict(sorted(folding.home.items())),
        checks=dict(sorted(folding.checks.items())),
        absences=dict(sorted(folding.absences.items())),
        isolations=tuple(folding.isolations),
        proofs=tuple(folding.proofs),
        watch=tuple(folding.watch.values()),
        placements=tuple(folding.placements.values()),
    )


class _Folding:
    """What is known so far while the events of one person go by."""

    def __init__(self) -> None:
        self.gate: list[GateReading] = []
        self.home: dict[date, HomeDay] = {}
        self.checks: dict[tuple[date, str], CheckMade] = {}
        self.absences: dict[date, AbsentDay] = {}
        self.isolations: list[IsolationSpan] = []
        self.proofs: list[Proofs] = []
        self.watch: dict[str, WatchRecord] = {}
        self.placements: dict[str, PlacementRecord] = {}

    def add(self, event: Event) -> None:
        noted = Noted(event.moment.wall, event.actor.name, event.why)
        match event.fact:
            case AccessDecided() | PaperEntered() | IncidentPersonMeasured() as fact:
                visit_id = getattr(fact, "visit_id", None)
                self.gate += [
                    GateReading(noted, one, event.access_point, visit_id) for one in fact.readings
                ]
            case VisitCorrected() as fact:
                self.gate = [one for one in self.gate if one.visit_id != fact.visit_id]
            case HomeTemperatureRecorded() as fact:
                self.home[fact.day] = HomeDay(noted, fact.value_c, fact.clock)
            case SymptomsRecorded() as fact:
                made = CheckMade(noted, fact.symptoms, fact.note)
                self.checks[fact.day, fact.check] = made
            case AbsenceRecorded() as fact:
                self._absent(noted, fact)
            case IsolationBegun() | IsolationEnded() as fact:
                self._isolated(noted, fact)
            case CertificateRecorded() as fact:
                self.proofs.append(Proofs(noted, fact.hospital, fact.school_doctor))
            case WatchListed() | WatchFollowedUp() | WatchEnded() as fact:
                self._watched(noted, fact)
            case PlacementRecorded() | PlacementObserved() as fact:
                self._placed(noted, fact)
            case _:
                pass

    def _absent(self, noted: Noted, fact: AbsenceRecorded) -> None:
        if fact.present:
            self.absences.pop(fact.day, None)
        else:
            self.absences[fact.day] = AbsentDay(noted, fact.cause, fact.note)

    def _isolated(self, noted: Noted, fact: IsolationBegun | IsolationEnded) -> None:
        last = self.isolations[-1] if self.isolations else None
        lasts = last is not None and last.ended is None
        if isinstance(fact, IsolationBegun):
            new = IsolationSpan(fact.since, fact.cause, fact.case_no, noted)
            if last is None or not lasts:
                self.isolations.append(new)
            elif fact.since < last.since:
                # As at the gate, a second beginning never makes it start later.
                self.isolations[-1] = new
        elif last is not None and lasts:
            self.isolations[-1] = replace(last, ended=noted)

    def _watched(self, noted: Noted, fact: WatchListed | WatchFollowedUp | WatchEnded) -> None:
        known = self.watch.get(fact.watch_id)
        match fact:
            case WatchListed():
                entry = fact.entry
                made = WatchRecord(
                    fact.watch_id, entry.reason, entry.window, fact.follower_id, noted, fact.region
                )
                if known is not None and known.ended is None:
                    made = replace(made, listed=known.listed, follow_ups=known.follow_ups)
                self.watch[fact.watch_id] = made
            case WatchFollowedUp() if known is not None:
                ups = (*known.follow_ups, FollowUp(noted, fact.note))
                self.watch[fact.watch_id] = replace(known, follow_ups=ups)
            case WatchEnded() if known is not None:
                self.watch[fact.watch_id] = replace(known, ended=noted)
            case _:
                pass

    def _placed(self, noted: Noted, fact: PlacementRecorded | PlacementObserved) -> None:
        known = self.placements.get(fact.placement_id)
        if isinstance(fact, PlacementRecorded):
            self.placements[fact.placement_id] = PlacementRecord(
                fact.placement_id,
                fact.window,
                noted,
                fact.firm,
                fact.contact_name,
                fact.contact_phone,
                known.observed if known else {},
            )
        elif known is not None:
            observed = known.observed | {fact.day: (noted, fact.value_c, fact.note)}
            self.placements[fact.placement_id] = replace(known, observed=observed)
