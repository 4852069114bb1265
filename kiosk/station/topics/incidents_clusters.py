"""Opens an incident by itself when the cases of a class or of the school make a cluster."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from kiosk.core.cases import readings_of
from kiosk.core.clusters import Case, Cluster, longest, reached
from kiosk.core.events import Actor, ActorKind, Event, Fact, IncidentOpened, IncidentPersonListed
from kiosk.core.incidents import IncidentCause, IncidentPart, IncidentType, SystemOutcome
from kiosk.core.reasons import Reason
from kiosk.core.screening import Outcome, screen
from kiosk.station.bench import Bench
from kiosk.station.clock import Now
from kiosk.station.recorder import event
from kiosk.store.fever_book import FeverBook
from kiosk.store.health_book import HealthBook
from kiosk.store.incident_book import Incident, IncidentBook
from kiosk.store.log import Log

FEVER, SICK = "fever", "sick"

_SELF = Actor(ActorKind.SYSTEM, "clusters")


class ClusterWatch:
    """Looks whether a trigger of the policy is reached, whenever the log has grown.

    One incident for each trigger and unit while it is open; after that a new one needs another day
    and a case that the last one did not have. In a drill only what the drill itself has written is
    counted.
    """

    def __init__(self) -> None:
        self._log: Log | None = None
        self._head = -1
        self._day: date | None = None
        self._marks: tuple[int, ...] | None = None

    def __call__(self, bench: Bench, now: Now) -> bool:
        """Open what is to be opened, list who has come to it; raises StoreError."""
        head, day = bench.log.head(), _day(bench, now.moment.wall)
        if (bench.log, head, day) == (self._log, self._head, self._day):
            return False
        marks = bench.log.of(FeverBook).marks()
        unchanged = (self._log, self._day, self._marks) == (bench.log, day, marks)
        wrote = False if unchanged else _look(bench, now, day)
        self._log, self._head, self._day = bench.log, head, day
        self._marks = marks
        return wrote


def _look(bench: Bench, now: Now, day: date) -> bool:
    drill = bench.log.lookup.drill() is not None
    cases = _fevers(bench, day, drill=drill)
    if not drill:
        cases += _sick(bench, day)
    wrote = False
    for cluster in reached(bench.policy.clusters, cases, day):
        wrote = _take_up(bench, now, cluster, day, drill=drill) or wrote
    return wrote


def _take_up(bench: Bench, now: Now, cluster: Cluster, day: date, *, drill: bool) -> bool:
    """Open an incident for a cluster, or list newcomers in the one that is open."""
    book = bench.log.of(IncidentBook)
    last = book.of_trigger(cluster.trigger.name, cluster.unit, drill=drill)
    if last is not None and last.is_open:
        listed = {person_id for person_id, _ in book.people(last.incident_no)}
        new = [one for one in cluster.people if one not in listed]
        facts = _ill(last.incident_no, new)
        if facts:
            bench.recorder.append_all(now, _SELF, facts)
        return bool(facts)
    if last is not None and not _anew(bench, book, last, cluster, day):
        return False
    _open(bench, now, cluster, drill=drill)
    return True


def _anew(bench: Bench, book: IncidentBook, last: Incident, cluster: Cluster, day: date) -> bool:
    """Tell whether a cluster calls for another incident after one that was closed."""
    if last.outcome == SystemOutcome.DRILL_OVER:
        return True
    if _day(bench, last.opened) >= day:
        return False
    listed = {person_id for person_id, _ in book.people(last.incident_no)}
    closed = last.closed or last.opened
    return not listed.issuperset(cluster.people) or cluster.newest > _day(bench, closed)


def _open(bench: Bench, now: Now, cluster: Cluster, *, drill: bool) -> None:
    log = bench.log

    def made() -> Event:
        opened = IncidentOpened(
            log.of(IncidentBook).next_no(),
            IncidentType.INFECTIOUS_DISEASE,
            IncidentCause.CLUSTER,
            unit=cluster.unit,
            trigger=cluster.trigger.name,
        )
        return replace(event(now, _SELF, opened), drill=drill)

    def listed(opened: Event) -> list[Event]:
        fact = opened.fact
        number = fact.incident_no if isinstance(fact, IncidentOpened) else 0
        return [replace(opened, fact=one) for one in _ill(number, cluster.people)]

    head = log.head()
    log.append_if(made(), head, lambda _: made(), listed)


def _ill(number: int, people: tuple[str, ...] | list[str]) -> list[Fact]:
    return [IncidentPersonListed(number, one, IncidentPart.ILL) for one in people]


def _fevers(bench: Bench, day: date, *, drill: bool) -> list[Case]:
    days = longest(one for one in bench.policy.clusters if one.what == FEVER)
    if not days:
        return []
    begun = datetime.combine(day - timedelta(days=days - 1), time(), bench.zone)
    return [
        Case(one.person_id, one.kind, one.unit, _day(bench, one.at), FEVER)
        for one in bench.log.of(FeverBook).fevers(begun, drill=drill)
        if one.kind is not None
    ] + _elevated_out(bench, begun, drill=drill)


def _elevated_out(bench: Bench, begun: datetime, *, drill: bool) -> list[Case]:
    """List who was elevated on the way out: the reason there is always exit, so readings tell."""
    lookup, found = bench.log.lookup, []
    for row in lookup.open_cases():
        if row.person_id is None or row.opened < begun or row.latest_reason is not Reason.EXIT:
            continue
        decisions = lookup.case_decisions(row.case_no, row.person_id)
        holder = lookup.holder(row.person_id)
        outcome = screen(readings_of(decisions), bench.policy.screening).outcome
        if outcome is Outcome.ELEVATED and holder is not None and decisions[0].drill == drill:
            day = _day(bench, row.opened)
            found.append(Case(row.person_id, holder.kind, holder.unit, day, FEVER))
    return found


def _sick(bench: Bench, day: date) -> list[Case]:
    """List who is absent sick or has symptoms on file, on each day that a trigger looks back."""
    days = longest(one for one in bench.policy.clusters if one.what == SICK)
    book, found = bench.log.of(HealthBook), []
    for back in range(days):
        then = day - timedelta(days=back)
        absent = [(one.person_id, one.unit) for one in book.absences_on(then) if one.sick]
        ill = [(one.person_id, one.unit) for one in book.symptoms_on(then) if one.symptoms]
        for person_id, unit in dict.fromkeys((*absent, *ill)):
            holder = bench.log.lookup.holder(person_id)
            if holder is not None:
                found.append(Case(person_id, holder.kind, unit, then, SICK))
    return found


def _day(bench: Bench, at: datetime) -> date:
    return at.astimezone(bench.zone).date()
