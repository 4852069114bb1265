"""A person picked at the terminal: the forgotten card, and a wrong person taken back."""

from datetime import timedelta

from kiosk.core.events import (
    AccessDecided,
    Actor,
    ActorKind,
    CaseClosed,
    CaseOutcome,
    Fact,
    VisitCorrected,
)
from kiosk.core.people import OUTSIDERS
from kiosk.core.reasons import Verdict
from kiosk.core.request import CredentialKind, CredentialState, Holder, Presented
from kiosk.core.screening import Outcome, screen
from kiosk.link import messages as link
from kiosk.station.attempt import Attempt
from kiosk.station.bench import Bench, Done, Handler, Topic
from kiosk.station.clock import Now
from kiosk.store.answers import VisitRow
from kiosk.store.duty_book import DutyBook

UNDO_WITHIN_S = 30.0
"""How long a wrong person can be taken back."""

COUNTED_DAYS = 30
"""Days over which forgotten cards of a person are counted; local practice."""

_WATCHED = frozenset({Outcome.UNFINISHED, Outcome.ELEVATED})


# --- A forgotten card ---


def _present(bench: Bench, intent: link.Intent, act: link.PresentPerson, actor: Actor) -> Done:
    """Begin a visit of somebody on record; every rule holds as if his card had been read."""
    lookup = bench.log.lookup
    holder = lookup.holder(act.person_id)
    if holder is None:
        return Done("person_unknown")
    now = bench.clock.now()
    attempt = Attempt(_presented(bench, holder), act.person_id, typed_by=actor.name)
    since = now.moment.wall - timedelta(days=COUNTED_DAYS)
    before = bench.log.of(DutyBook).typed_since(act.person_id, since)
    code = bench.lane.present(attempt, actor, intent.id, now)
    return Done(code, {"without_card": before, "days": COUNTED_DAYS} if code == "ok" else None)


def _presented(bench: Bench, holder: Holder) -> Presented:
    """Say what stands for the card: of an outsider whose pass was revoked it is that pass.

    Whoever is on the roster comes by his name on it; a lost card does not keep him out.
    """
    newest = bench.log.of(DutyBook).newest_pass(holder.person_id or "")
    if holder.kind in OUTSIDERS and newest is not None and newest[1]:
        return Presented(CredentialKind.TYPED, CredentialState.REVOKED, newest[0])
    return Presented(CredentialKind.TYPED, CredentialState.VALID)


# --- The wrong person ---


def _undo(bench: Bench, intent: link.Intent, act: link.Undo, actor: Actor) -> Done:
    now = bench.clock.now()
    if bench.lane.busy and bench.lane.visit.visit_id == act.visit_id:
        # It ends as any visit that nobody waits for, so that its end can be corrected.
        bench.lane.dismiss(now)
    row = bench.log.lookup.visit(act.visit_id)
    refused = _why_not(bench, row, actor, now)
    if row is None or row.person_id is None or refused is not None:
        return Done(refused or "nothing_to_undo")
    facts: list[Fact] = [VisitCorrected(row.visit_id, row.person_id)]
    case = None if row.case_no is None else bench.log.lookup.case(row.case_no)
    if case is not None and case.is_open and case.visit_id == row.visit_id:
        facts.append(CaseClosed(case.case_no, CaseOutcome.CORRECTED))
    done = bench.write(actor, *facts, intent=intent)
    if done.code != "ok":
        return done
    told = bench.lane.told
    if told is not None and told.visit_id == act.visit_id:
        bench.lane.dismiss(now)
    # What was opened stays opened: whoever went in has to be looked after.
    opened = row.verdict is Verdict.GRANT
    return Done("ok", {"note": "door_was_opened"} if opened else None)


def _why_not(bench: Bench, row: VisitRow | None, actor: Actor, now: Now) -> str | None:
    if row is None or row.person_id is None:
        return "nothing_to_undo"
    if bench.log.of(DutyBook).corrected(row.visit_id):
        return "undone_before"
    if row.credential_kind is not CredentialKind.TYPED:
        return "not_picked"
    if _age_s(bench, row, now) > UNDO_WITHIN_S:
        return "undo_too_late"
    return _fever(bench, row, actor)


def _fever(bench: Bench, row: VisitRow, actor: Actor) -> str | None:
    """Keep a warm reading from being taken back: no guard alone, and a confirmed one never."""
    lookup = bench.log.lookup
    if row.case_no is None:
        fact = lookup.at(row.pos).event.fact
        readings = fact.readings if isinstance(fact, AccessDecided) else ()
    else:
        readings = lookup.case_readings(row.case_no)
    outcome = screen(readings, bench.policy.screening).outcome
    if outcome is Outcome.CONFIRMED:
        return "fever_not_undone"
    if outcome in _WATCHED and actor.kind is ActorKind.GUARD:
        return "fever_not_undone"
    return None


def _age_s(bench: Bench, row: VisitRow, now: Now) -> float:
    then = bench.log.lookup.at(row.pos).event.moment
    if then.boot_id == now.moment.boot_id:
        return (now.moment.boot_ns - then.boot_ns) / 1e9
    return abs((now.moment.wall - then.wall).total_seconds())


TOPIC = Topic(handlers={link.PresentPerson: Handler(_present), link.Undo: Handler(_undo)})
