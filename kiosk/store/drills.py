"""A drill of the whole gate (clause N3): begun and ended in one transaction each, and listed.

Whoever begins or ends it, at the terminal or by command, passes through here. At its end everything
that it held open is closed by an event of its own; what was in earnest was never touched.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.core.events import (
    CaseClosed,
    CaseOutcome,
    DrillBegun,
    DrillEnded,
    Event,
    Fact,
    IncidentClosed,
)
from kiosk.core.incidents import SystemOutcome
from kiosk.store.asking import Asking
from kiosk.store.incident_book import IncidentBook
from kiosk.store.log import Log


class DrillRefusedError(Exception):
    """The drill is neither begun nor ended; `code` says why: drill_on, cases_open, no_drill."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class DrillRun:
    """One drill: when, begun and ended by whom, and its decisions by verdict."""

    drill_id: str
    begun: datetime
    begun_by: str
    why: str | None
    ended: datetime | None
    ended_by: str | None
    reported: datetime | None
    visits: Mapping[str, int]
    cases: int


class DrillBook(Asking):
    """Questions about drills; see `Asking` for what they may raise."""

    def runs(self) -> list[DrillRun]:
        """List every drill, the newest first."""
        found = self._all(
            "SELECT drill_run.drill_id, begun_pos, ended_pos, drill_reported.wall FROM drill_run"
            " LEFT JOIN drill_reported USING (drill_id) ORDER BY begun_pos DESC"
        )
        return [self._run(*row) for row in found]

    def run(self, drill_id: str) -> DrillRun | None:
        """Give one drill."""
        return next((one for one in self.runs() if one.drill_id == drill_id), None)

    def _run(
        self, drill_id: str, begun_pos: int, ended_pos: int | None, reported: str | None
    ) -> DrillRun:
        begun = self.at(begun_pos).event
        ended = None if ended_pos is None else self.at(ended_pos).event
        until = ended_pos or 2**62
        visits = self._all(
            "SELECT verdict, count(*) FROM visit WHERE drill = 1 AND pos BETWEEN ? AND ?"
            " GROUP BY verdict ORDER BY verdict",
            begun_pos,
            until,
        )
        cases = self._one(
            "SELECT count(*) FROM held_case WHERE drill = 1 AND opened_pos BETWEEN ? AND ?",
            begun_pos,
            until,
        )
        return DrillRun(
            drill_id=drill_id,
            begun=begun.moment.wall,
            begun_by=begun.actor.name,
            why=begun.why,
            ended=None if ended is None else ended.moment.wall,
            ended_by=None if ended is None else ended.actor.name,
            reported=None if reported is None else datetime.fromisoformat(reported),
            visits=dict(visits),
            cases=cases[0],
        )


Make = Callable[[Fact], Event]
"""Makes the event of a fact, with author and moment."""


def begin(
    log: Log, make: Make, drill_id: str, also: Sequence[Fact] = (), intent: str | None = None
) -> None:
    """Begin a drill, in which the beginning itself is marked.

    `also` are facts that hold for its length only, as a phase to be practised. Raises
    DrillRefusedError while another goes on, or while somebody is held in earnest, who would be
    hidden; StoreError.
    """

    def begun(_: object = None) -> Event:
        if log.lookup.drill() is not None:
            raise DrillRefusedError("drill_on")
        if log.lookup.open_cases():
            raise DrillRefusedError("cases_open")
        return replace(_marked(make, DrillBegun(drill_id)), intent=intent)

    head = log.head()
    log.append_if(begun(), head, begun, lambda _: [_marked(make, fact) for fact in also])


def end(log: Log, make: Make, intent: str | None = None) -> str:
    """End the drill and close what it held; gives its id. Raises DrillRefusedError, StoreError."""
    ending: list[Fact] = []

    def first(_: object = None) -> Event:
        ending[:] = _ending(log)
        return replace(_marked(make, ending[0]), intent=intent)

    # Decided at the very beginning of the log is decided anew, in the transaction.
    log.append_if(first(), 0, first, lambda _: [_marked(make, fact) for fact in ending[1:]])
    last = ending[-1]
    assert isinstance(last, DrillEnded)  # noqa: S101 - made so
    return last.drill_id


def _marked(make: Make, fact: Fact) -> Event:
    return replace(make(fact), drill=True)


def _ending(log: Log) -> list[Fact]:
    drill_id = log.lookup.drill()
    if drill_id is None:
        raise DrillRefusedError("no_drill")
    cases = [CaseClosed(one.case_no, CaseOutcome.DRILL_OVER) for one in log.lookup.open_cases()]
    incidents = [
        IncidentClosed(one.incident_no, SystemOutcome.DRILL_OVER)
        for one in log.of(IncidentBook).incidents()
        if one.drill and one.is_open
    ]
    return [*cases, *incidents, DrillEnded(drill_id)]
