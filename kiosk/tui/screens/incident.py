"""One incident: its sheet, and every act that carries it on; after each the sheet comes again."""

from enum import Enum, auto

from kiosk.core.incidents import NAMES_WHO_TOOK_OVER, IncidentLevel, IncidentOutcome
from kiosk.core.words import text
from kiosk.core.words_screens_answers import CLOSE_WHY, INCIDENT_NOTES
from kiosk.core.words_screens_incidents import step
from kiosk.link.messages import (
    CloseIncident,
    IntentAct,
    MeasureListed,
    NoteIncident,
    SetIncidentLevel,
    TakeStep,
)
from kiosk.link.rows import IncidentDetail, StepShown
from kiosk.tui.screens.directory import entry_text, line_name
from kiosk.tui.screens.incident_sheet import incident_lines, incident_title
from kiosk.tui.screens.me import measured
from kiosk.tui.screens.rows import one
from kiosk.tui.screens.why import pin_of, say_why
from kiosk.tui.script import Asked
from kiosk.tui.shown import Shown, who_fully
from kiosk.tui.stages import Choice, Fetch, Kind, Option, Outcome, Sheet, Typed


class _Do(Enum):
    """What may be done with an incident."""

    NEXT = auto()
    STEP = auto()
    CALLS = auto()
    NOTE = auto()
    MEASURE = auto()
    LEVEL = auto()
    CLOSE = auto()


_OTHER = object()
"""The answer that leads to typing a name."""


def follow(asked: Asked, shown: Shown, incident_no: int) -> Outcome:
    """Show the sheet and carry out what is picked, again and again, until Esc."""
    number = str(incident_no)
    title = shown.say("incident_title", no=incident_no)
    while True:
        detail = asked.take(Fetch(title, "incident", one(IncidentDetail), number))
        sheet = Sheet(
            incident_title(shown, detail), incident_lines(shown, detail), _options(shown, detail)
        )
        picked = asked.take(sheet)
        if picked is None:
            return None
        act = _act(asked, shown, detail, picked)
        if isinstance(act, CloseIncident):
            return act
        if act is not None:
            asked.do(act)


def _options(shown: Shown, detail: IncidentDetail) -> tuple[Option, ...]:
    found: list[Option] = [Option(shown.say("back_to_gate"), None)]
    if not detail.is_open:
        return tuple(found)
    left = _left(detail)
    if left:
        said = step(left[0].step, shown.language)
        found.append(Option(shown.say("incident_next", step=said), _Do.NEXT))
    if len(left) > 1:
        found.append(Option(shown.say("incident_step"), _Do.STEP))
    if detail.contacts:
        found.append(Option(shown.say("incident_calls"), _Do.CALLS))
    found.append(Option(shown.say("incident_note"), _Do.NOTE))
    if detail.people:
        found.append(Option(shown.say("incident_measure"), _Do.MEASURE))
    found.append(Option(shown.say("incident_level"), _Do.LEVEL))
    found.append(Option(shown.say("incident_close"), _Do.CLOSE))
    return tuple(found)


def _act(asked: Asked, shown: Shown, detail: IncidentDetail, do: _Do) -> IntentAct | None:
    number = detail.incident.incident_no
    match do:
        case _Do.NEXT:
            return _step(asked, shown, detail, _left(detail)[0])
        case _Do.STEP:
            title = shown.say("incident_step")
            options = tuple(Option(step(s.step, shown.language), s) for s in _left(detail))
            return _step(asked, shown, detail, asked.take(Choice(title, options)))
        case _Do.CALLS:
            lines = tuple(entry_text(shown, row) for row in detail.contacts)
            more = (Option(shown.say("to_incident"), True),)
            asked.take(Sheet(shown.say("incident_calls"), lines, more))
            return None
        case _Do.NOTE:
            return NoteIncident(number, say_why(asked, shown, INCIDENT_NOTES))
        case _Do.MEASURE:
            return _measure(asked, shown, detail)
        case _Do.LEVEL:
            options = tuple(Option(text(one, shown.language), one) for one in IncidentLevel)
            picked = asked.take(Choice(shown.say("incident_level"), options))
            return SetIncidentLevel(number, picked.value)
        case _Do.CLOSE:
            return _close(asked, shown, number)


def _left(detail: IncidentDetail) -> list[StepShown]:
    return [step for step in detail.steps if step.done_at is None]


def _step(asked: Asked, shown: Shown, detail: IncidentDetail, done: StepShown) -> TakeStep:
    """Tick a step off, with whoever was called for it or took over."""
    number, said = detail.incident.incident_no, step(done.step, shown.language)
    options = [Option(entry_text(shown, row), row) for row in detail.contacts]
    options.append(Option(shown.say("step_other"), _OTHER))
    if done.step not in NAMES_WHO_TOOK_OVER:
        options.insert(0, Option(shown.say("step_nobody"), None))
    row = asked.take(Choice(shown.say("step_who", step=said), tuple(options)))
    if row is None:
        return TakeStep(number, done.step)
    if row is _OTHER:
        name = asked.take(Typed(shown.say("step_name"), Kind.TEXT))
        phone = asked.take(Typed(shown.say("phone_title"), Kind.NUMBER, optional=True))
        return TakeStep(number, done.step, name, phone or None)
    named = " ".join(part for part in (row.title, row.name) if part)
    return TakeStep(number, done.step, named or line_name(shown, row), row.phone)


def _measure(asked: Asked, shown: Shown, detail: IncidentDetail) -> MeasureListed:
    options = tuple(Option(who_fully(p.person, shown.language), p.person) for p in detail.people)
    person = asked.take(Choice(shown.say("incident_measure"), options))
    by, value = measured(asked, shown, who_fully(person, shown.language))
    return MeasureListed(detail.incident.incident_no, person.person_id, value, by)


def _close(asked: Asked, shown: Shown, number: int) -> CloseIncident:
    options = tuple(Option(text(one, shown.language), one) for one in IncidentOutcome)
    outcome = asked.take(Choice(shown.say("incident_outcome"), options))
    why = say_why(asked, shown, CLOSE_WHY)
    return CloseIncident(pin_of(asked, shown, "pin_leader"), number, outcome.value, why)
