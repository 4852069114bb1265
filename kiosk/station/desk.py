"""What a guard, a supervisor or the school doctor does at the terminal, checked and carried out.

Every act needs somebody who is signed in, or a PIN of its own; each answers with a code, whose
words are the terminal's. An intent that acted before gets its first answer again.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping

from config.site import TypedInstrument
from kiosk.core.events import (
    Actor,
    ActorKind,
    ClockConfirmed,
    ColdModeSet,
    DirectionSet,
    DoorOpened,
    Fact,
    IsolationEnded,
    PinRefused,
    SignedIn,
    SignedOut,
    TerminalEnded,
)
from kiosk.core.people import Role
from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument, Reading
from kiosk.core.text import clean
from kiosk.link import messages as link
from kiosk.station.bench import Bench, Done, Handler
from kiosk.station.clock import JUMP_S
from kiosk.station.pins import PinAccount, PinDesk, PinResult
from kiosk.store.errors import StoreError

Reply = Callable[[link.Answer], None]

REMEMBERED = 1000
WHY_LIMIT = 200

_ACTOR = dict.fromkeys(Role, ActorKind.ACCOUNT) | {
    Role.GUARD: ActorKind.GUARD,
    Role.SUPERVISOR: ActorKind.SUPERVISOR,
    Role.SCHOOL_DOCTOR: ActorKind.SCHOOL_DOCTOR,
}
_WITH_PIN: dict[type, frozenset[Role]] = {
    link.SignIn: frozenset({Role.GUARD, Role.SUPERVISOR, Role.SCHOOL_DOCTOR}),
    link.ConfirmClock: frozenset({Role.SUPERVISOR}),
    link.EndIsolation: frozenset({Role.SCHOOL_DOCTOR}),
    link.EndTerminal: frozenset({Role.SUPERVISOR}),
}


class Desk:
    """Carries out intents for one lane; `post` puts a call onto the station's own thread.

    `handlers` are the acts that the topics bring.
    """

    def __init__(
        self,
        bench: Bench,
        handlers: Mapping[type, Handler],
        pins: PinDesk,
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self.bench = bench
        self._handlers = handlers
        self._site = bench.site
        self._lane = bench.lane
        self._recorder = bench.recorder
        self._clock = bench.clock
        self._pins = pins
        self._post = post
        self._answers: OrderedDict[str, link.Answer | None] = OrderedDict()

    def take(self, intent: link.Intent, reply: Reply) -> None:
        """Carry out an intent and answer it, once; a PIN is checked away from the lane."""
        if intent.id in self._answers:
            earlier = self._answers[intent.id]
            if earlier is not None:
                reply(earlier)
            return
        acted = self._recorder.log.lookup.intent(intent.id)
        if acted is not None:
            refused = isinstance(acted.event.fact, PinRefused)
            code = "pin_wrong" if refused else "done_before"
            reply(link.Answer(intent.id, ok=not refused, code=code))
            return
        self._remember(intent.id, None)
        self.bench.touched_at = self._clock.mono()
        roles = self._roles(intent)
        pin = getattr(intent.act, "pin", None)
        if self.bench.locked and not self._while_locked(intent):
            self._finish(intent, "locked", reply)
        elif roles is not None and pin is not None:
            self._check_pin(intent, pin, roles, reply)
        else:
            self._finish(intent, self._signed_in_act(intent), reply)

    @property
    def guard(self) -> PinAccount | None:
        """Who is signed in."""
        return self.bench.guard

    @guard.setter
    def guard(self, account: PinAccount | None) -> None:
        self.bench.guard = account

    def _roles(self, intent: link.Intent) -> frozenset[Role] | None:
        """Give the roles whose PIN an act asks for, None when it asks for none."""
        kind = type(intent.act)
        handler = self._handlers.get(kind)
        return _WITH_PIN.get(kind) if handler is None else handler.roles

    def _while_locked(self, intent: link.Intent) -> bool:
        # Acts with a PIN of their own unlock nothing and need no unlocking.
        handler = self._handlers.get(type(intent.act))
        return self._roles(intent) is not None or (handler is not None and handler.while_locked)

    def _run(self, handler: Handler, intent: link.Intent, actor: Actor) -> Done:
        if not handler.in_drill and self.bench.log.lookup.drill() is not None:
            return Done("drill_not_kept")
        return handler.run(self.bench, intent, intent.act, actor)

    # --- With a PIN ---

    def _check_pin(
        self, intent: link.Intent, pin: str, roles: frozenset[Role], reply: Reply
    ) -> None:
        accounts = [
            PinAccount(row.account_id, row.role, row.name or row.account_id, row.pin_hash)
            for row in self._recorder.log.lookup.accounts()
            if row.pin_hash is not None and row.role in roles
        ]

        def then(result: PinResult) -> None:
            self._post(lambda: self._finish(intent, self._after_pin(intent, result), reply))

        if not accounts:
            self._finish(intent, "no_account", reply)
        elif not self._pins.check(pin, accounts, then):
            self._finish(intent, "pin_busy", reply)

    def _after_pin(self, intent: link.Intent, result: PinResult) -> str | Done:
        if result.wait_s > 0:
            return "pin_wait"
        if result.account is None:
            refused = PinRefused(type(intent.act).__name__)
            return self._write(intent, self._system(), refused) or "pin_wrong"
        actor = actor_of(result.account)
        handler = self._handlers.get(type(intent.act))
        if handler is not None:
            return self._run(handler, intent, actor)
        match intent.act:
            case link.SignIn():
                return self._sign_in(intent, result.account, actor)
            case link.ConfirmClock():
                return self._confirm_clock(intent, intent.act, actor)
            case link.EndIsolation():
                return self._end_isolation(intent, intent.act, actor)
            case link.EndTerminal():
                return self._write(intent, actor, TerminalEnded()) or "ok"
            case _:
                return "unknown_act"

    def _sign_in(self, intent: link.Intent, account: PinAccount, actor: Actor) -> str:
        problem = self._write(intent, actor, SignedIn(account.account_id))
        if problem is None:
            self.guard = account
            self.bench.locked = False
        return problem or "ok"

    def _confirm_clock(self, intent: link.Intent, act: link.ConfirmClock, actor: Actor) -> str:
        # What the supervisor compared must still be what the clock says.
        apart = abs((self._clock.wall() - act.shown).total_seconds()) / self._clock.rate
        if apart > 30 * JUMP_S:
            return "clock_moved"
        problem = self._write(intent, actor, ClockConfirmed(self._clock.boot))
        if problem is None:
            # Trust rests on an event with a name: what is not on disk gives none.
            self._clock.confirm()
        return problem or "ok"

    def _end_isolation(self, intent: link.Intent, act: link.EndIsolation, actor: Actor) -> str:
        why = clean(act.why, WHY_LIMIT)
        if not why:
            return "why_missing"
        if self._recorder.log.lookup.holder(act.person_id) is None:
            return "person_unknown"
        return self._write(intent, actor, IsolationEnded(act.person_id), why) or "ok"

    # --- Signed in ---

    def _signed_in_act(self, intent: link.Intent) -> str | Done:
        handler = self._handlers.get(type(intent.act))
        if self.guard is None:
            if handler is None or not handler.by_anybody:
                return "sign_in_first"
            return self._run(handler, intent, self._system())
        actor = actor_of(self.guard)
        if handler is not None:
            return self._run(handler, intent, actor)
        match intent.act:
            case link.SignOut():
                problem = self._write(intent, actor, SignedOut(self.guard.account_id))
                self.guard = self.guard if problem else None
                return problem or "ok"
            case link.TypeCredential(number):
                return self._lane.type_credential(number, actor, intent.id, self._clock.now())
            case link.OpenDoor(why):
                return self._open_door(intent, why, actor)
            case link.SetDirection(direction):
                return self._set_direction(intent, direction, actor)
            case link.SetColdMode(on):
                problem = self._write(intent, actor, ColdModeSet(on))
                self._lane.cold_mode = self._lane.cold_mode if problem else on
                return problem or "ok"
            case link.Dismiss():
                self._lane.dismiss(self._clock.now())
                return "ok"
            case _:
                return "unknown_act"

    def _open_door(self, intent: link.Intent, why: str, actor: Actor) -> str:
        why = clean(why, WHY_LIMIT)
        if not why:
            return "why_missing"
        pulse_ms = self._site.lane.pulse_ms
        problem = self._write(intent, actor, DoorOpened(pulse_ms), why)
        # On the way out nobody waits for a disk; on the way in nothing moves without it.
        if problem is None or self._lane.direction is Direction.OUT:
            self._lane.open_door(f"by-hand-{intent.id}")
        return problem or "ok"

    def _set_direction(self, intent: link.Intent, direction: Direction, actor: Actor) -> str:
        if not self._site.lane.two_way:
            return "one_way"
        if self._lane.busy:
            return "lane_busy"
        problem = self._write(intent, actor, DirectionSet(direction))
        # The way out must stay free when the log cannot be written.
        if problem is None or direction is Direction.OUT:
            self._lane.direction = direction
        return problem or "ok"

    # --- Shared ---

    def _write(
        self, intent: link.Intent, actor: Actor, fact: Fact, why: str | None = None
    ) -> str | None:
        try:
            self._recorder.append(
                self._clock.now(),
                actor,
                fact,
                why=why,
                intent=intent.id,
                access_point=self._site.lane.access_point,
            )
        except StoreError:
            return "log_not_writable"
        return None

    def _system(self) -> Actor:
        return Actor(ActorKind.SYSTEM, f"lane-{self._site.lane.access_point}")

    def _finish(self, intent: link.Intent, outcome: str | Done, reply: Reply) -> None:
        done = Done(outcome) if isinstance(outcome, str) else outcome
        answer = link.Answer(intent.id, ok=done.code == "ok", code=done.code, data=done.data)
        self._remember(intent.id, answer)
        reply(answer)

    def _remember(self, intent_id: str, answer: link.Answer | None) -> None:
        self._answers[intent_id] = answer
        while len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)


def actor_of(account: PinAccount) -> Actor:
    """Give the account as the author of an event."""
    return Actor(_ACTOR[account.role], account.account_id)


def typed_reading(
    value_c: float,
    by: Instrument,
    instrument: TypedInstrument,
    typed_by: str,
    corrections: Mapping[str, float],
) -> Reading:
    """Make the reading of a value that a guard read off an instrument, degrees C.

    `corrections` holds what newest calibrations add; without one the configuration does.
    """
    correction_c = corrections.get(instrument.name, instrument.correction_c)
    return Reading(
        by=by,
        raw_c=value_c,
        correction_c=correction_c,
        corrected_c=round(value_c + correction_c, 2),
        ambient_c=None,
        device=instrument.name,
        site=instrument.site,
        typed_by=typed_by,
    )
