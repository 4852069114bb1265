"""What follows from a fever that is confirmed at the gate: isolation, incident, who queued with it.

All of it is in the transaction of the decision, so that no gate lets the person in afterwards, no
number is given twice, and nobody has to remember to open the incident (rules.md 2d, 7).
"""

from dataclasses import replace
from datetime import timedelta

from kiosk.core import cases
from kiosk.core.events import (
    AccessDecided,
    Event,
    Fact,
    IncidentOpened,
    IncidentPersonListed,
    IsolationBegun,
    Moment,
)
from kiosk.core.incidents import IncidentCause, IncidentPart, IncidentType
from kiosk.core.policy import FeverPolicy, ScreeningPolicy
from kiosk.core.readings import Instrument, Reading
from kiosk.core.screening import Outcome, screen
from kiosk.store.fever_book import FeverBook
from kiosk.store.incident_book import IncidentBook
from kiosk.store.log import Log
from kiosk.store.lookup import Lookup

CONFIRMED_CAUSE = "elevated_confirmed"
"""The cause of an isolation that a contact reading began."""

MOST_QUEUED = 400
"""Most people listed at once, the last to pass first: they are one transaction with the verdict."""


def followers(
    decided: Event, outcome: Outcome, log: Log, policy: FeverPolicy, *, isolated: bool
) -> tuple[Event, ...]:
    """Give what follows from a decision at once; to be asked inside its transaction.

    `outcome` is the screening that it rests on, `isolated` whether the person was so already.
    """
    fact = decided.fact
    if not isinstance(fact, AccessDecided) or not cases.confirms_fever(outcome):
        return ()
    found: list[Fact] = []
    if fact.person_id is not None and not isolated:
        begun = IsolationBegun(fact.person_id, decided.moment.wall, CONFIRMED_CAUSE, fact.case_no)
        found.append(begun)
    book = log.of(IncidentBook)
    if not book.open_fever(fact.person_id, fact.case_no, drill=decided.drill):
        found += _incident(book.next_no(), decided, fact, log.of(FeverBook), policy)
    return tuple(replace(decided, fact=one, intent=None, why=None) for one in found)


def _incident(
    number: int, decided: Event, fact: AccessDecided, book: FeverBook, policy: FeverPolicy
) -> list[Fact]:
    opened = IncidentOpened(
        number,
        IncidentType.INFECTIOUS_DISEASE,
        IncidentCause.CONFIRMED_FEVER,
        case_no=fact.case_no,
        person_id=fact.person_id,
        unit=fact.unit,
    )
    queued = [one for one in queued_with(decided, fact, book, policy) if one != fact.person_id]
    return [
        opened,
        *(IncidentPersonListed(number, one, IncidentPart.QUEUED) for one in queued[-MOST_QUEUED:]),
    ]


def queued_with(
    decided: Event, fact: AccessDecided, book: FeverBook, policy: FeverPolicy
) -> list[str]:
    """Name who stood at the access point with a person, in the order they were decided.

    Those within the policy's minutes of when he was first seen there, before or after, and those
    within these minutes before the confirmation: he rested beside the gate until then.
    """
    span = timedelta(minutes=policy.queue_minutes)
    until = decided.moment.wall
    first = None if fact.case_no is None else book.first_seen(fact.case_no)
    spans = [(until - span, until)]
    if first is not None and first < until:
        spans.insert(0, (first - span, min(first + span, until)))
    found: dict[str, None] = {}
    for since, end in spans:
        near = book.decided_between(decided.access_point, since, end, drill=decided.drill)
        found |= dict.fromkeys(near)
    return list(found)


def rest_left(
    lookup: Lookup,
    case_no: int,
    person_id: str | None,
    reading: Reading,
    now: Moment,
    policy: ScreeningPolicy,
) -> int:
    """Give the seconds that are missing before a contact reading may clear somebody, 0 for none.

    One that confirms counts at once; only clearing without a rest is what the rule guards against.
    """
    if reading.by is not Instrument.CONTACT:
        return 0
    decisions = lookup.case_decisions(case_no, person_id)
    left = cases.rest_left_s(decisions, now, policy)
    if left == 0:
        return 0
    together = screen((*cases.readings_of(decisions), reading), policy)
    return 0 if cases.confirms_fever(together.outcome) else left
