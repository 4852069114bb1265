"""Held cases at the terminal: values typed to them, refusals lifted, cases ended."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kiosk.core.cases import FEVER_WATCH
from kiosk.core.events import AccessDecided, Actor, ActorKind, CaseClosed, CaseOutcome
from kiosk.core.people import Role
from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument, Reading
from kiosk.core.reasons import Verdict
from kiosk.core.request import Presented
from kiosk.core.screening import screen
from kiosk.core.text import clean
from kiosk.link import messages as link
from kiosk.station.attempt import Attempt
from kiosk.station.bench import WHY_LIMIT, Bench, Done, Handler, Run, Topic
from kiosk.station.clock import Now
from kiosk.station.desk import typed_reading
from kiosk.station.fever import rest_left
from kiosk.station.recorder import Ask
from kiosk.store.answers import CaseRow
from kiosk.store.errors import StoreError

RECHECK_APART_S = 5.0
"""Seconds that part two infrared readings of one person who did not come again."""

OVERRIDE_WITHIN_S = 600.0
"""How long after a refusal its readings may still carry an override."""


class Held:
    """The held cases of one station, as its terminal acts on them."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._site = bench.site
        self._lane = bench.lane
        self._recorder = bench.recorder
        self._clock = bench.clock

    def override(self, intent: link.Intent, act: link.Override, actor: Actor) -> str | Done:
        """Lift a refusal or a held case, by a supervisor and with a reason."""
        why = clean(act.why, WHY_LIMIT)
        if not why:
            return "why_missing"
        found = self._what_to_lift(act)
        if isinstance(found, str):
            return found
        visit_id, case_no = found
        decided = self._decided(visit_id)
        if decided is None or decided.verdict is Verdict.GRANT:
            return "nothing_to_override"
        now = self._clock.now()
        if case_no is None and self._too_old(visit_id, now):
            return "too_late"
        ask = self._ask_again(decided, case_no, now, actor, intent)
        if case_no is None:
            ask = replace(ask, readings=decided.readings)
        try:
            ruling = self._recorder.override(ask, visit_id, why)
        except StoreError:
            return "log_not_writable"
        if ruling is None:
            return "not_overridable"
        self._lane.tell(ask.visit_id, ruling, now, overridden=True)
        return "ok"

    def _too_old(self, visit_id: str, now: Now) -> bool:
        row = self._recorder.log.lookup.visit(visit_id)
        return row is None or (now.moment.wall - row.wall).total_seconds() > OVERRIDE_WITHIN_S

    def _what_to_lift(self, act: link.Override) -> tuple[str, int | None] | str:
        if act.case_no is not None:
            case = self._open_case(act.case_no)
            return "case_unknown" if case is None else (self._last_visit(case), case.case_no)
        row = None if act.visit_id is None else self._recorder.log.lookup.visit(act.visit_id)
        if row is None:
            return "nothing_to_override"
        if row.case_no is not None and self._open_case(row.case_no) is not None:
            return row.visit_id, row.case_no
        return row.visit_id, None

    def close_case(self, intent: link.Intent, act: link.CloseCase, actor: Actor) -> str | Done:
        """End a held case: its person left, or was handed over."""
        if act.outcome not in {CaseOutcome.LEFT, CaseOutcome.HANDED_OVER}:
            return "outcome_unknown"
        case = self._open_case(act.case_no)
        if case is None:
            return "case_unknown"
        if actor.kind is ActorKind.GUARD and self._watched(case):
            return "elevated_stays"
        return self._bench.write(
            actor, CaseClosed(act.case_no, CaseOutcome(act.outcome)), intent=intent
        )

    def _watched(self, case: CaseRow) -> bool:
        """Tell whether a recheck is elevated or not finished: no guard alone ends such a case.

        Else whoever came back after it would begin anew, and the high reading would count nowhere.
        Whoever is isolated is refused whatever he is measured, until the school doctor signs.
        """
        readings = self._recorder.log.lookup.case_readings(case.case_no)
        outcome = screen(readings, self._recorder.policy.screening).outcome
        return outcome in FEVER_WATCH and not self._isolated(case)

    def _isolated(self, case: CaseRow) -> bool:
        if case.person_id is None:
            return False
        at = self._clock.wall()
        found = self._recorder.log.lookup.person_facts(case.person_id, None, at, 0).health
        return found.isolation is not None and found.isolation.holds(at)

    def type_reading(self, intent: link.Intent, act: link.TypeReading, actor: Actor) -> str | Done:
        """Take a value read off an instrument, for a held case or for the one at the gate."""
        contact = act.by is Instrument.CONTACT
        instrument = self._site.contact if contact else self._site.handheld
        if not instrument.low_c <= act.value_c <= instrument.high_c:
            return "out_of_instrument_range"
        reading = typed_reading(
            act.value_c, act.by, instrument, actor.name, self._lane.sight.corrections
        )
        now = self._clock.now()
        if act.case_no is None:
            if act.visit_id not in {None, self._lane.visit.visit_id}:
                return "visit_over"
            too_early = self._too_early_at_lane(reading, now)
            return too_early or self._lane.type_reading(reading, actor, intent.id, now)
        case = self._open_case(act.case_no)
        if case is None:
            return "case_unknown"
        return self._read_for_case(intent, case, reading, actor, now)

    def _too_early_at_lane(self, reading: Reading, now: Now) -> Done | None:
        """Refuse to clear somebody who has come again before his rest was over."""
        course = self._lane.course
        person_id = None if course is None else course.attempt.person_id
        if person_id is None:
            return None
        case = self._recorder.log.lookup.open_case_of(person_id)
        return None if case is None else self._too_early(case.case_no, person_id, reading, now)

    def _too_early(
        self, case_no: int, person_id: str | None, reading: Reading, now: Now
    ) -> Done | None:
        lookup, policy = self._recorder.log.lookup, self._recorder.policy.screening
        left = rest_left(lookup, case_no, person_id, reading, now.moment, policy)
        return Done("rest_first", {"seconds": left}) if left else None

    def _read_for_case(
        self, intent: link.Intent, case: CaseRow, reading: Reading, actor: Actor, now: Now
    ) -> str | Done:
        if reading.by is Instrument.INFRARED and self._just_read(case, now):
            return "too_soon"
        decided = self._decided(self._last_visit(case))
        if decided is None:
            return "case_unknown"
        too_early = self._too_early(case.case_no, decided.person_id, reading, now)
        if too_early is not None:
            return too_early
        ask = replace(
            self._ask_again(decided, case.case_no, now, actor, intent), readings=(reading,)
        )
        try:
            ruling = self._recorder.decide(ask)
        except StoreError:
            return "log_not_writable"
        # Whoever is on the way out was let out when he came; the door is not for the next one.
        self._lane.tell(ask.visit_id, ruling, now, unlock=ask.direction is Direction.IN)
        return "ok"

    def _just_read(self, case: CaseRow, now: Now) -> bool:
        last = self._recorder.log.lookup.at(case.latest_pos).event.moment
        apart_s = (now.moment.boot_ns - last.boot_ns) / 1e9
        return last.boot_id == now.moment.boot_id and 0 <= apart_s < RECHECK_APART_S

    def _ask_again(
        self,
        decided: AccessDecided,
        case_no: int | None,
        now: Now,
        actor: Actor,
        intent: link.Intent,
    ) -> Ask:
        presented = Presented(decided.credential_kind, decided.credential_state, decided.pass_id)
        attempt = Attempt(presented, decided.person_id, decided.permit_id, decided.card_id)
        return Ask(
            visit_id=f"{intent.id}",
            attempt=attempt,
            direction=decided.direction,
            access_point=self._site.lane.access_point,
            readings=(),
            now=now,
            actor=actor,
            case_no=case_no,
            intent=intent.id,
        )

    def _decided(self, visit_id: str) -> AccessDecided | None:
        lookup = self._recorder.log.lookup
        row = lookup.visit(visit_id)
        fact = None if row is None else lookup.at(row.pos).event.fact
        return fact if isinstance(fact, AccessDecided) else None

    def _open_case(self, case_no: int) -> CaseRow | None:
        case = self._recorder.log.lookup.case(case_no)
        return case if case is not None and case.is_open else None

    def _last_visit(self, case: CaseRow) -> str:
        fact = self._recorder.log.lookup.at(case.latest_pos).event.fact
        return fact.visit_id if isinstance(fact, AccessDecided) else case.visit_id


def _by(act: Callable[[Held], Callable[[link.Intent, Any, Actor], str | Done]]) -> Run:
    """Carry an act out on the cases of a bench."""

    def run(bench: Bench, intent: link.Intent, what: Any, actor: Actor) -> Done:
        outcome = act(Held(bench))(intent, what, actor)
        return Done(outcome) if isinstance(outcome, str) else outcome

    return run


TOPIC = Topic(
    handlers={
        link.Override: Handler(_by(lambda held: held.override), roles=frozenset({Role.SUPERVISOR})),
        link.CloseCase: Handler(_by(lambda held: held.close_case)),
        link.TypeReading: Handler(_by(lambda held: held.type_reading)),
    }
)
