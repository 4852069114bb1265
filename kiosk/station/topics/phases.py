"""Scheduled phases (clause N3): shown before they are due, and set when they are.

The decision is the event that scheduled it, with its author and reason; what is written when it is
due names it and no person.
"""

from collections.abc import Sequence
from typing import Any

from kiosk.core.events import Event, Fact, PhaseScheduleCancelled, PhaseSet
from kiosk.core.request import ClockTrust
from kiosk.link import messages as link
from kiosk.station.bench import Bench, Topic
from kiosk.station.clock import Now
from kiosk.station.recorder import event, system
from kiosk.store.duty_book import DutyBook, ScheduledPhase
from kiosk.store.log import Log

_SELF = system("phase-schedule")


class _NothingDue(Exception):  # noqa: N818 - not an error: another station was quicker
    """In the transaction nothing is due any more."""


def _panel(bench: Bench, _: Now) -> dict[str, Any]:
    found = bench.log.of(DutyBook).schedules()
    if not found:
        return {"phase_next": None}
    one = found[0]
    return {"phase_next": link.PhaseToCome(one.phase, one.at, one.released)}


def _look(bench: Bench, now: Now) -> bool:
    """Set what is due, once, however many stations look; raises StoreError.

    A clock that is unsure sets nothing, and what is due within a drill waits for its end.
    """
    if now.moment.clock is not ClockTrust.TRUSTED or not _due(bench.log, now):
        return False
    facts: list[Fact] = []

    def first(_: Sequence[object] = ()) -> Event:
        facts[:] = _facts(bench.log, now)
        if not facts:
            raise _NothingDue
        return event(now, _SELF, facts[0])

    try:
        # Decided at the very beginning of the log is decided anew, in the transaction.
        bench.log.append_if(
            first(), 0, first, lambda _: [event(now, _SELF, one) for one in facts[1:]]
        )
    except _NothingDue:
        return False
    return True


def _due(log: Log, now: Now) -> list[ScheduledPhase]:
    found = [one for one in log.of(DutyBook).schedules() if one.at <= now.moment.wall]
    return [] if found and log.lookup.drill() is not None else found


def _facts(log: Log, now: Now) -> list[Fact]:
    """Say what is to be written: each in its order, but none over a later decision by hand."""
    return [
        PhaseScheduleCancelled(one.schedule_id)
        if _overtaken(log, one)
        else PhaseSet(one.phase, one.released, one.schedule_id)
        for one in _due(log, now)
    ]


def _overtaken(log: Log, due: ScheduledPhase) -> bool:
    """Tell whether somebody has set the phase by hand since it was due, while no station ran."""
    row = log.lookup.phase()
    if row is None or row.pos < due.pos:
        return False
    found = log.lookup.at(row.pos).event
    by_hand = isinstance(found.fact, PhaseSet) and found.fact.schedule_id is None
    return by_hand and found.moment.wall > due.at


TOPIC = Topic(panel=_panel, look=_look)
