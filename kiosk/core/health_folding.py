"""The health file of one person as a fold of the events that touch it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

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
from kiosk.core.health_file import (
    AbsentDay,
    CheckMade,
    FollowUp,
    GateReading,
    HealthFile,
    HomeDay,
    IsolationSpan,
    Noted,
    PlacementRecord,
    Proofs,
    WatchRecord,
)


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
