"""What only a supervisor or the school doctor may do, each act with a PIN of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.core.reasons import FACTS, Reason, Verdict
from kiosk.core.reasons import Override as Overridable
from kiosk.core.request import ClockTrust
from kiosk.core.words import text
from kiosk.core.words_screens_answers import ISOLATION_WHY, OVERRIDE_WHY
from kiosk.link.messages import (
    ConfirmClock,
    EndIsolation,
    EndTerminal,
    Override,
    PersonShown,
    SignCertificate,
    State,
)
from kiosk.tui.screens.permits import waiting_permits
from kiosk.tui.screens.why import ask_why, pin_of, say_why, split_why
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown, who
from kiosk.tui.stages import Choice, Flow, Kind, Option, Outcome, Stage, Typed

_ISOLATING = frozenset({Reason.ISOLATED, Reason.ELEVATED_CONFIRMED})


@dataclass(frozen=True, slots=True)
class _Lift:
    """A refusal or a held case that may be lifted."""

    visit_id: str | None
    case_no: int | None


@dataclass(frozen=True, slots=True)
class _Free:
    """A person the school doctor may sign free."""

    person_id: str


@dataclass(frozen=True, slots=True)
class _Proofs:
    """A person whose return certificate the school doctor may check."""

    person_id: str


class _Task(StrEnum):
    """What needs nothing but a PIN."""

    CLOCK = "clock"
    PERMITS = "permits"
    LEAVE = "leave"


def supervisor(shown: Shown, now: Callable[[], datetime | None]) -> Flow:
    """Offer what there is to do; `now` gives the gate's time while the dialogue is open."""
    leave = Option(shown.say("leave"), _Task.LEAVE)
    approve = Option(shown.say("waiting_do"), _Task.PERMITS)
    options = (
        *_lifts(shown),
        *_clock(shown),
        *_isolations(shown),
        *_certificates(shown),
        approve,
        leave,
    )
    title = _title(shown)

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        if not answers:
            return Choice(title, options)
        what, rest = answers[0], answers[1:]
        if isinstance(what, _Lift):
            return _lift(shown, what, rest)
        if isinstance(what, _Free):
            return _free(shown, what, rest)
        if isinstance(what, _Proofs):
            return scripted(lambda asked: _certificate(asked, shown, what))(rest)
        if what is _Task.PERMITS:
            return waiting_permits(shown)(rest)
        if what is _Task.CLOCK:
            return _confirm(shown, now(), rest)
        return EndTerminal(rest[0]) if rest else Typed(shown.say("pin_supervisor"), Kind.PIN)

    return flow


def _lift(shown: Shown, what: _Lift, answers: tuple[Any, ...]) -> Stage | Outcome:
    stage = ask_why(shown, OVERRIDE_WHY, answers)
    if stage is not None:
        return stage
    why, rest = split_why(answers)
    if not rest:
        return Typed(shown.say("pin_supervisor"), Kind.PIN)
    return Override(rest[0], why, what.visit_id, what.case_no)


def _free(shown: Shown, what: _Free, answers: tuple[Any, ...]) -> Stage | Outcome:
    stage = ask_why(shown, ISOLATION_WHY, answers)
    if stage is not None:
        return stage
    why, rest = split_why(answers)
    if not rest:
        return Typed(shown.say("pin_doctor"), Kind.PIN)
    return EndIsolation(rest[0], what.person_id, why)


def _confirm(shown: Shown, now: datetime | None, answers: tuple[Any, ...]) -> Stage | Outcome:
    if now is None:
        return None
    if not answers:
        title = shown.say("compare_clock", time=f"{now:%Y-%m-%d %H:%M:%S}")
        wrong = Option(shown.say("clock_wrong"), None)
        return Choice(title, (wrong, Option(shown.say("clock_right"), now)))
    if answers[0] is None:
        return None
    if len(answers) == 1:
        return Typed(shown.say("pin_supervisor"), Kind.PIN)
    return ConfirmClock(answers[1], answers[0])


def _lifts(shown: Shown) -> tuple[Option, ...]:
    state = shown.state
    if state is None:
        return ()
    found: list[Option] = []
    last = _last_refusal(state)
    if last is not None and last[2]:
        visit_id, reason, _, person = last
        said = shown.say(
            "override_last", who=who(person, shown.language), reason=text(reason, shown.language)
        )
        found.append(Option(said, _Lift(visit_id, None)))
    for case in state.cases:
        if case.may_override:
            said = shown.say(
                "override_case",
                no=case.case_no,
                who=who(case.person, shown.language),
                reason=text(case.reason, shown.language),
            )
            found.append(Option(said, _Lift(None, case.case_no)))
    return tuple(found)


def _last_refusal(state: State) -> tuple[str, Reason, bool, PersonShown | None] | None:
    """Give the refusal that is shown, or the newest entry if that is one."""
    verdict = state.verdict
    if verdict is not None:
        if verdict.verdict is Verdict.GRANT or verdict.overridden:
            return None
        return verdict.visit_id, verdict.reason, verdict.may_override, verdict.person
    entries = sorted(state.recent, key=lambda entry: entry.at)
    if not entries or entries[-1].verdict is Verdict.GRANT:
        return None
    last = entries[-1]
    may = FACTS[last.reason].override is not Overridable.NEVER
    return last.visit_id, last.reason, may, last.person


def _clock(shown: Shown) -> tuple[Option, ...]:
    if shown.state is None or shown.now is None or shown.state.clock is ClockTrust.TRUSTED:
        return ()
    return (Option(shown.say("confirm_clock", time=f"{shown.now:%H:%M}"), _Task.CLOCK),)


def _isolations(shown: Shown) -> tuple[Option, ...]:
    verdict = None if shown.state is None else shown.state.verdict
    if verdict is None or verdict.person is None:
        return ()
    if not _ISOLATING & {verdict.reason, *verdict.also}:
        return ()
    said = shown.say("end_isolation", who=who(verdict.person, shown.language))
    return (Option(said, _Free(verdict.person.person_id)),)


def _certificates(shown: Shown) -> tuple[Option, ...]:
    verdict = None if shown.state is None else shown.state.verdict
    if verdict is None or verdict.person is None:
        return ()
    if Reason.RETURN_CERTIFICATE_MISSING not in {verdict.reason, *verdict.also}:
        return ()
    said = shown.say("certificate_do", who=who(verdict.person, shown.language))
    return (Option(said, _Proofs(verdict.person.person_id)),)


def _certificate(asked: Asked, shown: Shown, what: _Proofs) -> SignCertificate:
    no, yes = Option(shown.say("certificate_no"), False), Option(shown.say("certificate_yes"), True)
    hospital = asked.take(Choice(shown.say("certificate_hospital"), (no, yes)))
    doctor = asked.take(Choice(shown.say("certificate_doctor"), (no, yes)))
    why = say_why(asked, shown, ISOLATION_WHY)
    return SignCertificate(
        pin_of(asked, shown, "pin_doctor"), what.person_id, hospital, doctor, why
    )


def _title(shown: Shown) -> str:
    """Name the dialogue, and say so where the last refusal cannot be lifted."""
    last = None if shown.state is None else _last_refusal(shown.state)
    if last is None or last[2]:
        return shown.say("supervisor_title")
    why = shown.say("never_override", reason=text(last[1], shown.language))
    return f"{shown.say('supervisor_title')}: {why}"
