"""At the policy's day end: who has not signed out is no longer counted inside, and is listed.

Pupils and staff only; a visitor stays inside until host or guard signs the exit by name, and who
lives at the school stays where he is. Held
cases of the day end as well, but for those that a fever keeps open. A gate
that was switched off at the day end makes up for it when it starts, or whoever comes in the
morning would be inside already.
"""

from datetime import datetime, time, timedelta, tzinfo

from kiosk.core.cases import FEVER_WATCH
from kiosk.core.events import Actor, CaseClosed, CaseOutcome, Fact, NotSignedOut
from kiosk.core.people import PersonKind
from kiosk.core.request import ClockTrust
from kiosk.core.screening import screen
from kiosk.station.clock import Now
from kiosk.station.recorder import Recorder
from kiosk.store.answers import CaseRow, InsideRow
from kiosk.store.inside_book import InsideBook

AT_ONCE = 50
"""Most events of one look: they are one transaction, and the lane waits for it."""

SHIFT_LOOK_S = 60.0
"""How often it is seen whether the shift of somebody still inside has ended."""

_KINDS = frozenset({PersonKind.PUPIL, PersonKind.STAFF})


class DayEnd:
    """Looks at one log; `ends_at` is the policy's time of day in the school's zone."""

    def __init__(self, recorder: Recorder, ends_at: time, zone: tzinfo, actor: Actor) -> None:
        self._recorder = recorder
        self._ends_at = ends_at
        self._zone = zone
        self._actor = actor
        self._done: datetime | None = None
        self._look_at = 0.0
        self._read_to = 0

    def look(self, now: Now) -> bool:
        """Mark some who have not signed out; tell whether anybody was. Raises StoreError.

        A clock that is unsure ends no day: it would empty the list that an evacuation needs.
        """
        if now.moment.clock is not ClockTrust.TRUSTED or now.mono < self._look_at:
            return False
        local = now.moment.wall.astimezone(self._zone)
        ended = last_end(local, self._ends_at)
        if self._done == ended and not self._paper_came():
            return False
        if self._recorder.log.lookup.drill() is not None:
            # What is written in a drill ends no day; it is made up for when the drill is over.
            return False
        lives_here = self._recorder.log.of(InsideBook).boarders()
        left = [
            row
            for row in self._recorder.log.lookup.inside()
            if _asked(row, ended) and row.person_id not in lives_here
        ]
        gone = [row for row in left if not self._on_shift(row.person_id, local)]
        over = self._cases_over(ended)
        facts: list[Fact] = [NotSignedOut(row.person_id) for row in gone]
        facts += [CaseClosed(row.case_no, CaseOutcome.LEFT) for row in over]
        if facts:
            self._recorder.append_all(now, self._actor, facts[:AT_ONCE])
        if not left and not over:
            self._done = ended
        elif not facts:
            self._look_at = now.mono + SHIFT_LOOK_S
        return bool(facts)

    def _paper_came(self) -> bool:
        """Tell whether a sheet was entered since the last look: it may be of a day that ended."""
        log, after = self._recorder.log, self._read_to
        self._read_to = log.head()
        came = self._read_to > after and log.lookup.paper_after(after)
        if came:
            self._done = None
        return came

    def _cases_over(self, ended: datetime) -> list[CaseRow]:
        """List the cases of people who have simply left; supervising a fever goes on."""
        lookup, policy = self._recorder.log.lookup, self._recorder.policy.screening
        return [
            row
            for row in lookup.open_cases()
            if row.opened < ended
            and screen(lookup.case_readings(row.case_no), policy).outcome not in FEVER_WATCH
        ]

    def _on_shift(self, person_id: str, local: datetime) -> bool:
        duty = self._recorder.log.lookup.person_facts(person_id, None, local, 0).duty
        return any(window.holds(local) for window in duty)


def last_end(local: datetime, ends_at: time) -> datetime:
    """Give the last day end at or before a local moment, in its zone."""
    today = datetime.combine(local.date(), ends_at, local.tzinfo)
    return today if local >= today else today - timedelta(days=1)


def _asked(row: InsideRow, ended: datetime) -> bool:
    return row.kind in _KINDS and row.since < ended
