"""Decides an attempt and puts it on disk; the only place of the station that appends a decision.

The decision is made on what the log knows at its head; when somebody else has changed what it
rests on, it is made again inside the transaction that appends it. Ways out that could not be
written are kept and appended as late.
"""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from kiosk.core import cases
from kiosk.core.decide import AccessDecision, decide, may_override, step_back
from kiosk.core.events import (
    AccessDecided,
    Actor,
    ActorKind,
    CaseOutcome,
    DrillBegun,
    Event,
    Fact,
)
from kiosk.core.phases import Direction, Phase
from kiosk.core.policy import Policy
from kiosk.core.readings import Reading
from kiosk.core.reasons import Verdict
from kiosk.core.request import NOBODY, AccessRequest
from kiosk.core.rules.basis import judged_permit
from kiosk.core.screening import Screening, screen
from kiosk.station.attempt import Attempt, gather, renewed
from kiosk.station.clock import Now
from kiosk.station.fever import followers
from kiosk.store.errors import LogDamaged, StoreError
from kiosk.store.log import Log
from kiosk.store.writing import Appended

MOST_LATE = 10_000
"""How many ways out are kept while the log cannot be written."""

PATIENCE_MS, HURRIED_MS = 2000, 50
"""How long an append waits for other writers: while all is well, and after one has failed."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything a decision starts from. `case_no` names the open case that the visit joins.

    `drill` says whether it is of a drill, None when that is still to be looked up.
    """

    visit_id: str
    attempt: Attempt
    direction: Direction
    access_point: str
    readings: tuple[Reading, ...]
    now: Now
    actor: Actor
    case_no: int | None = None
    step_back: bool = False
    intent: str | None = None
    drill: bool | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision with what it rests on and the event that says so; `recorded` once on disk.

    `repeated` marks one whose intent had acted before: nothing was appended, nothing may move.
    """

    decision: AccessDecision
    request: AccessRequest
    screening: Screening
    event: Event
    case_no: int | None
    held: bool
    recorded: bool
    repeated: bool = False
    joined: int | None = None
    """The open case that the decision belongs to, as it was found when it was made."""


class NotOverridable(Exception):  # noqa: N818 - not an error: the refusal stands
    """What is found in the transaction may not be lifted any more."""


class Recorder:
    """Decides and appends for one station; `zone` is the school's."""

    def __init__(self, log: Log, policy: Policy, zone: tzinfo) -> None:
        self.log = log
        self.policy = policy
        self._zone = zone
        self.late: deque[Ask] = deque(maxlen=MOST_LATE)
        self._hurried = False
        self._in_drill = False
        log.wait_for_lock(PATIENCE_MS)

    def day_of(self, wall: datetime) -> date:
        """Give the day of the school at a moment."""
        return wall.astimezone(self._zone).date()

    def decide(self, ask: Ask) -> Ruling:
        """Decide and append. On the way out a failing append is kept for later.

        Raises StoreError when a decision on the way in could not be written: nothing may move.
        """
        try:
            if any(one.attempt.person_id == ask.attempt.person_id for one in self.late):
                # Where a person is follows from the order of his entries.
                self.write_late(MOST_LATE)
            ruling = self._decided(ask)
        except StoreError as error:
            self._not_writable()
            if ask.direction is not Direction.OUT:
                raise
            _log.error("a way out is kept until the log can be written: %s", error)
            return self._let_out(ask)
        self._writable()
        return ruling

    def _decided(self, ask: Ask, *, late: bool = False) -> Ruling:
        head = self.log.head()
        last = self._made(ask, late=late)

        def again(_: Sequence[object]) -> Event:
            nonlocal last
            last = self._made(ask, late=late)
            return last.event

        appended = self.log.append_if(last.event, head, again, lambda e: self._then(e, last))
        return replace(last, event=appended.event, recorded=True, repeated=appended.repeated)

    def _then(self, decided: Event, made: Ruling) -> tuple[Event, ...]:
        isolated = made.request.health.isolation is not None
        outcome = made.screening.outcome
        return followers(decided, outcome, self.log, self.policy.fever, isolated=isolated)

    def _let_out(self, ask: Ask) -> Ruling:
        """Decide a way out although the log fails, without it where it cannot even be read."""
        # It is of the drill it happened in, whenever it can be written.
        ask = replace(ask, drill=self._in_drill)
        self.late.append(ask)
        try:
            return self._made(ask)
        except StoreError:
            return self._blind(ask)

    def _blind(self, ask: Ask) -> Ruling:
        """Decide a way out on nothing but the credential and the readings."""
        request = self._blind_request(ask)
        return self._ruled(replace(ask, case_no=None), request, None, blind=True)

    def _blind_request(self, ask: Ask) -> AccessRequest:
        return AccessRequest(
            at=ask.now.moment.wall,
            phase=Phase.CLOSED,
            credential=ask.attempt.presented,
            holder=None,
            direction=Direction.OUT,
            access_point=ask.access_point,
            readings=ask.readings,
            clock=ask.now.moment.clock,
        )

    def append(
        self,
        now: Now,
        actor: Actor,
        fact: Fact,
        *,
        access_point: str | None = None,
        why: str | None = None,
        intent: str | None = None,
    ) -> Appended:
        """Append another fact of the station."""
        return self.append_together(
            now, actor, (fact,), access_point=access_point, why=why, intent=intent
        )

    def append_all(self, now: Now, actor: Actor, facts: Sequence[Fact]) -> None:
        """Append facts of the station in one transaction; raises StoreError."""
        self.append_together(now, actor, facts)

    def append_together(
        self,
        now: Now,
        actor: Actor,
        facts: Sequence[Fact],
        *,
        access_point: str | None = None,
        why: str | None = None,
        intent: str | None = None,
        paper: bool = False,
    ) -> Appended:
        """Append facts in one transaction, the first with the intent; raises StoreError.

        Each is marked as of the drill that is under way; `paper` marks what comes from a sheet.
        """
        begins = any(isinstance(fact, DrillBegun) for fact in facts)

        def made(fact: Fact, drill: bool) -> Event:
            plain = event(now, actor, fact, access_point=access_point, why=why)
            return replace(plain, drill=drill, late=paper, paper=paper)

        def first(_: Sequence[object] = ()) -> Event:
            return replace(made(facts[0], self._drill() or begins), intent=intent)

        try:
            head = self.log.head()
            appended = self.log.append_if(
                first(), head, first, lambda one: [made(fact, one.drill) for fact in facts[1:]]
            )
        except StoreError:
            self._not_writable()
            raise
        self._writable()
        return appended

    def _drill(self) -> bool:
        """Tell whether a drill is under way, and remember it for when the log fails."""
        self._in_drill = self.log.lookup.drill() is not None
        return self._in_drill

    def _writable(self) -> None:
        if self._hurried:
            self.log.wait_for_lock(PATIENCE_MS)
            self._hurried = False

    def _not_writable(self) -> None:
        # Whoever waits at the gate must not wait for a lock again and again.
        if not self._hurried:
            self.log.wait_for_lock(HURRIED_MS)
            self._hurried = True

    def override(self, ask: Ask, overridden: str, why: str) -> Ruling | None:
        """Lift a refusal by a supervisor; None when what is found now may not be lifted.

        Everything is looked at anew, in the transaction that appends. Raises StoreError.
        """
        head = self.log.head()
        made = self._made(ask)

        def lifted(ruling: Ruling) -> Event:
            if not may_override(ruling.decision) or self._overtaken(ask, overridden):
                raise NotOverridable
            fact = ruling.event.fact
            assert isinstance(fact, AccessDecided)  # noqa: S101 - made by _made
            outcome = None if ruling.joined is None else CaseOutcome.ADMITTED
            fact = replace(
                fact,
                verdict=Verdict.GRANT,
                override_of=overridden,
                case_no=ruling.joined,
                case_outcome=outcome,
                readings=(),
            )
            return replace(ruling.event, fact=fact, why=why)

        try:
            appended = self.log.append_if(lifted(made), head, lambda _: lifted(self._made(ask)))
        except NotOverridable:
            return None
        return replace(
            made, event=appended.event, recorded=True, held=False, repeated=appended.repeated
        )

    def _overtaken(self, ask: Ask, visit_id: str) -> bool:
        """Tell whether the person was decided again since: that visit's readings are not his now.

        A refusal that was lifted once is overtaken by what lifted it.
        """
        if ask.attempt.person_id is None:
            return False
        newest = self.log.lookup.newest_visit_of(ask.attempt.person_id)
        return newest is None or newest.visit_id != visit_id

    def write_late(self, most: int) -> None:
        """Append ways out that wait, oldest first, at most so many; raises StoreError.

        Each is decided as of its own moment, so that a case it opens gets a number of its own.
        """
        for _ in range(min(most, len(self.late))):
            ask = self.late[0]
            try:
                self._decided(ask, late=True)
            except LogDamaged:
                # What the log holds of this person cannot be read; that he left can be written.
                blind = self._blind(ask).event
                self.log.append(replace(blind, late=True, drill=ask.drill or False))
            self.late.popleft()

    def _made(self, ask: Ask, *, late: bool = False) -> Ruling:
        lookup = self.log.lookup
        wall = ask.now.moment.wall
        ask = replace(
            ask, attempt=renewed(ask.attempt, lookup, wall), case_no=self._case_joined(ask)
        )
        earlier: tuple[Reading, ...] = ()
        if ask.case_no is not None:
            decisions = lookup.case_decisions(ask.case_no, ask.attempt.person_id)
            earlier = cases.carried(decisions, ask.now.moment, self.policy.screening)
        request, permit_id = gather(
            ask.attempt,
            lookup,
            self.policy,
            direction=ask.direction,
            access_point=ask.access_point,
            # The school's zone says which day it is: home records end yesterday.
            at=wall.astimezone(self._zone),
            clock=ask.now.moment.clock,
            readings=(*earlier, *ask.readings),
        )
        made = self._ruled(ask, request, permit_id)
        return replace(made, event=replace(made.event, late=late))

    def _case_joined(self, ask: Ask) -> int | None:
        """Give the case to join as it is now: the one asked for may have ended meanwhile."""
        lookup = self.log.lookup
        if ask.case_no is not None:
            asked = lookup.case(ask.case_no)
            if asked is not None and asked.is_open:
                return ask.case_no
        person_id = ask.attempt.person_id
        if person_id is None or ask.attempt.presented.state in NOBODY:
            return None
        found = lookup.open_case_of(person_id)
        return None if found is None else found.case_no

    def _ruled(
        self, ask: Ask, request: AccessRequest, permit_id: str | None, *, blind: bool = False
    ) -> Ruling:
        screening = screen(request.readings, self.policy.screening)
        decision = (
            step_back(request.phase, self.policy) if ask.step_back else decide(request, self.policy)
        )
        effect = cases.effect(decision, screening.outcome, joined=ask.case_no is not None)
        # A log that cannot be read has no next number to give.
        case_no = None if blind else self._case_no(ask, effect.act)
        # Only an entry that rests on a permit uses one of its entries.
        rests = judged_permit(request, self.policy) is not None
        kept = permit_id if rests or ask.direction is Direction.OUT else None
        fact = _fact(ask, decision, request, kept)
        fact = replace(fact, case_no=case_no, case_outcome=effect.outcome)
        made = event(ask.now, ask.actor, fact, access_point=ask.access_point, intent=ask.intent)
        if not blind:
            made = replace(made, drill=self._drill() if ask.drill is None else ask.drill)
        held = effect.act is cases.CaseAct.HOLD
        return Ruling(
            decision, request, screening, made, case_no, held, recorded=False, joined=ask.case_no
        )

    def _case_no(self, ask: Ask, act: cases.CaseAct) -> int | None:
        if act is cases.CaseAct.NONE:
            return None
        return self.log.lookup.next_case_no() if ask.case_no is None else ask.case_no


def event(now: Now, actor: Actor, fact: Fact, **extra: str | None) -> Event:
    """Make an event of this moment; `extra` holds access_point, intent, why."""
    return Event(now.moment, actor, fact, **extra)  # type: ignore[arg-type]  # names are fields


def system(name: str) -> Actor:
    """Name a part of the system as the author."""
    return Actor(ActorKind.SYSTEM, name)


def _fact(
    ask: Ask, decision: AccessDecision, request: AccessRequest, permit_id: str | None
) -> AccessDecided:
    holder = request.holder
    return AccessDecided(
        visit_id=ask.visit_id,
        direction=ask.direction,
        verdict=decision.verdict,
        reason=decision.reason,
        clause=decision.clause,
        also=decision.also,
        credential_kind=request.credential.kind,
        credential_state=request.credential.state,
        phase=request.phase,
        policy=decision.policy_name,
        person_id=ask.attempt.person_id,
        person_kind=None if holder is None else holder.kind,
        unit=None if holder is None else holder.unit,
        pass_id=request.credential.pass_id,
        card_id=ask.attempt.card_id,
        permit_id=permit_id,
        never_seen_in=ask.direction is Direction.OUT and not request.inside,
        readings=ask.readings,
    )
