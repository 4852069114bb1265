"""Duty at the gate: the guard's own temperature, the hand-over of a shift, the lock."""

from datetime import datetime, time
from typing import Any

from kiosk.core import masking
from kiosk.core.events import (
    Actor,
    ActorKind,
    Fact,
    GuardMeasured,
    ShiftHandedOver,
    SignedIn,
    SignedOut,
    TerminalLocked,
    TerminalUnlocked,
)
from kiosk.core.own_temperature import Fitness, fitness
from kiosk.core.people import Role
from kiosk.core.plain import plain
from kiosk.core.readings import Instrument
from kiosk.core.text import clean
from kiosk.link import messages as link
from kiosk.link.rows import HandoverShown
from kiosk.station.bench import Bench, Done, Handler, Topic
from kiosk.station.clock import Now
from kiosk.station.desk import typed_reading
from kiosk.station.pins import PinAccount
from kiosk.station.recorder import system
from kiosk.store.duty_book import DutyBook
from kiosk.store.incident_book import IncidentBook
from kiosk.store.log import Log

NOTE_LIMIT = 500
MOST_CASES = 100
"""Numbers of open cases that a hand-over names; the list itself stands in the log."""

_SERVE = frozenset({Role.GUARD, Role.SUPERVISOR, Role.SCHOOL_DOCTOR})
_SELF = system("duty")


# --- Own temperature ---


def _measure(bench: Bench, intent: link.Intent, act: link.MeasureGuard, actor: Actor) -> Done:
    guard = bench.guard
    assert guard is not None  # noqa: S101 - the desk asks who is signed in
    contact = act.by is Instrument.CONTACT
    instrument = bench.site.contact if contact else bench.site.handheld
    if not instrument.low_c <= act.value_c <= instrument.high_c:
        return Done("out_of_instrument_range")
    reading = typed_reading(
        act.value_c, act.by, instrument, actor.name, bench.lane.sight.corrections
    )
    measured = GuardMeasured(guard.account_id, (reading,))
    done = bench.write(actor, measured, intent=intent)
    if done.code != "ok":
        return done
    match _fitness(bench, guard.account_id, bench.clock.now()):
        case Fitness.FIT:
            return done
        case Fitness.NOT_MEASURED:
            return Done("guard_measure_again")
        case _:
            return _relieve(bench, actor, guard)


def _relieve(bench: Bench, actor: Actor, guard: PinAccount) -> Done:
    """Sign out who may not serve; verdicts go on, and the alert tells the supervisor."""
    bench.write(actor, SignedOut(guard.account_id))
    bench.guard = None
    return Done("guard_elevated")


def _fitness(bench: Bench, account_id: str, now: Now) -> Fitness:
    readings = bench.log.of(DutyBook).own_readings(account_id, _day(bench, now))
    return fitness(readings, bench.policy.screening)


def _day(bench: Bench, now: Now) -> datetime:
    local = now.moment.wall.astimezone(bench.zone)
    return datetime.combine(local.date(), time(), bench.zone)


def _may_not_serve(bench: Bench, now: Now) -> tuple[link.AlertShown, ...]:
    """Tell whoever looks at the screen which guards must be replaced today."""
    book, found = bench.log.of(DutyBook), []
    for account_id, at in book.measured_since(_day(bench, now)).items():
        if _fitness(bench, account_id, now) in {Fitness.UNFIT, Fitness.WANTS_CONTACT}:
            named = _account(bench, account_id)
            name = None if named is None else masking.name(named.name)
            found.append(link.AlertShown("guard_elevated", at, detail=name or account_id))
    return tuple(found)


def _account(bench: Bench, account_id: str) -> PinAccount | None:
    for row in bench.log.lookup.accounts():
        if row.account_id == account_id and row.pin_hash is not None:
            return PinAccount(row.account_id, row.role, row.name or row.account_id, row.pin_hash)
    return None


# --- Hand-over ---


def _hand_over(bench: Bench, intent: link.Intent, act: link.HandOver, actor: Actor) -> Done:
    """Sign the next guard in, whose PIN was given, with what is open and the note."""
    leaving, coming = bench.guard, _account(bench, actor.name)
    if leaving is None:
        return Done("sign_in_first")
    if bench.locked:
        return Done("locked")
    if coming is None or coming.account_id == leaving.account_id:
        return Done("same_guard")
    cases = tuple(one.case_no for one in bench.log.lookup.open_cases()[:MOST_CASES])
    note = clean(act.note, NOTE_LIMIT) or None
    handed = ShiftHandedOver(leaving.account_id, coming.account_id, cases, note)
    facts: list[Fact] = [handed, SignedOut(leaving.account_id), SignedIn(coming.account_id)]
    done = bench.write(actor, *facts, intent=intent)
    if done.code == "ok":
        bench.guard = coming
    return done


def _handover(bench: Bench, _: link.Query, __: Actor | None, ___: Now) -> dict[str, Any]:
    """Answer what the next guard must know."""
    last = bench.log.of(DutyBook).last_handover(bench.site.lane.access_point)
    drill = bench.log.lookup.drill() is not None
    incidents = bench.log.of(IncidentBook).incidents()
    by = None if last is None else _account(bench, last.from_account)
    shown = HandoverShown(
        open_cases=tuple(one.case_no for one in bench.log.lookup.open_cases()),
        open_incidents=tuple(
            one.incident_no for one in incidents if one.is_open and one.drill <= drill
        ),
        note=None if last is None else last.note,
        note_at=None if last is None else last.at,
        note_by=masking.name(by.name) if by else (None if last is None else last.from_account),
    )
    return {"one": plain(shown)}


# --- Lock ---


def _lock(bench: Bench, intent: link.Intent, _: link.Lock, actor: Actor) -> Done:
    done = bench.write(actor, TerminalLocked(by_key=True), intent=intent)
    bench.locked = done.code == "ok"
    return done


def _unlock(bench: Bench, intent: link.Intent, _: link.Unlock, actor: Actor) -> Done:
    if not bench.locked:
        return Done("not_locked")
    own = bench.guard is not None and bench.guard.account_id == actor.name
    if not own and actor.kind is not ActorKind.SUPERVISOR:
        return Done("not_who_locked")
    done = bench.write(actor, TerminalUnlocked(actor.name), intent=intent)
    # The PIN was right, and the way out has to be opened by hand although nothing can be written.
    bench.locked = False
    return done if done.code == "ok" else Done(data={"note": "unlock_not_logged"})


def _idle_too_long(bench: Bench, now: Now) -> bool:
    after_s = bench.site.lane.lock_idle_s
    waiting = bench.guard is not None and not bench.locked and after_s > 0
    return waiting and now.mono - bench.touched_at >= after_s


# --- The screen, and every second ---


def _panel(bench: Bench, now: Now) -> dict[str, Any]:
    guard = bench.guard
    measured = guard is None or _fitness(bench, guard.account_id, now) is Fitness.FIT
    return {"guard_measured": measured, "alerts": _may_not_serve(bench, now)}


class _Watch:
    """Locks what nobody touches, and signs out who was found unfit and signs in again."""

    def __init__(self) -> None:
        self._seen: tuple[Log, str, int] | None = None

    def __call__(self, bench: Bench, now: Now) -> bool:
        """Look once; raises StoreError."""
        if _idle_too_long(bench, now):
            # Locking protects, so it does not wait for a log that cannot be written.
            bench.locked = True
            bench.write(_SELF, TerminalLocked())
            return True
        return self._unfit(bench, now)

    def _unfit(self, bench: Bench, now: Now) -> bool:
        guard = bench.guard
        seen = None if guard is None else (bench.log, guard.account_id, bench.log.head())
        if guard is None or seen == self._seen:
            return False
        self._seen = seen
        if _fitness(bench, guard.account_id, now) is not Fitness.UNFIT:
            return False
        _relieve(bench, _SELF, guard)
        return True


TOPIC = Topic(
    handlers={
        link.MeasureGuard: Handler(_measure),
        link.HandOver: Handler(_hand_over, _SERVE),
        link.Lock: Handler(_lock),
        link.Unlock: Handler(_unlock, _SERVE, while_locked=True),
    },
    queries={"handover": _handover},
    panel=_panel,
    look=_Watch(),
)
