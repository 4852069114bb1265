"""Type a temperature: whose it is, with what it was taken, three digits."""

from typing import Any

from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason
from kiosk.core.words import text
from kiosk.link.messages import Block, CaseShown, State, TypeReading
from kiosk.tui.shown import Shown, who
from kiosk.tui.stages import Choice, Flow, Kind, Option, Outcome, Sheet, Stage, Typed

_BY_CONTACT = frozenset({Reason.TEMPERATURE_ELEVATED, Reason.AMBIENT_OUT_OF_RANGE})
_WORKING = frozenset({Block.WANT_TEMPERATURE, Block.MEASURING})
_LANE = 0
"""Stands for the one at the gate among the numbers of cases, which begin at 1."""


def temperature(shown: Shown, only: int | None = None) -> Flow:
    """Ask whose, with what, how much; `only` is a case that was picked already."""
    state = shown.state
    cases = {} if state is None else {case.case_no: case for case in state.cases}
    # Whoever stands there when the value is sent may be somebody else by then.
    visit = None if state is None else state.visit.visit_id
    fixed = targets(shown) if only is None else (Option("", only),)
    start: tuple[int, ...] = (fixed[0].value,) if len(fixed) == 1 else ()

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        if not fixed:
            return Sheet(shown.say("target_title"), (shown.say("none_held"),))
        match (*start, *answers):
            case ():
                return Choice(shown.say("target_title"), fixed)
            case (target,):
                return _instrument(shown, state, cases.get(target))
            case (_, by):
                return Typed(shown.say("value_title", by=_named(shown, by)), Kind.TEMPERATURE)
            case (target, by, value):
                lane = target == _LANE
                return TypeReading(value, by, None if lane else target, visit if lane else None)
            case _:
                return None

    return flow


def targets(shown: Shown) -> tuple[Option, ...]:
    """List who may be waiting for a value: the one at the gate, then held cases, oldest first."""
    state = shown.state
    if state is None:
        return ()
    found: list[Option] = []
    if state.visit.block in _WORKING:
        name = who(state.visit.person, shown.language)
        found.append(Option(shown.say("target_lane", who=name), _LANE))
    for case in sorted(state.cases, key=lambda one: (one.opened, one.case_no)):
        found.append(Option(case_text(shown, case), case.case_no))
    return tuple(found)


def case_text(shown: Shown, case: CaseShown) -> str:
    """Name a case in one line."""
    return shown.say(
        "target_case",
        no=case.case_no,
        who=who(case.person, shown.language),
        reason=text(case.reason, shown.language),
    )


def _instrument(shown: Shown, state: State | None, case: CaseShown | None) -> Stage:
    options = tuple(
        Option(_named(shown, by), by) for by in (Instrument.CONTACT, Instrument.INFRARED)
    )
    contact = case is not None and (case.needs_contact or case.reason in _BY_CONTACT)
    if case is None and state is not None and not state.ambient_ok:
        contact = True
    return Choice(shown.say("instrument_title"), options, marked=0 if contact else 1)


def _named(shown: Shown, by: Instrument) -> str:
    return shown.say("by_contact" if by is Instrument.CONTACT else "by_handheld")
