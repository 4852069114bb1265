"""Handing the gate over: what is open, a note, and the PIN of who takes it."""

from kiosk.core.words_screens_answers import HANDOVER_NOTES
from kiosk.link.messages import HandOver
from kiosk.link.rows import HandoverShown
from kiosk.tui.screens.rows import one
from kiosk.tui.screens.temperature import case_text
from kiosk.tui.screens.why import pin_of, say_why
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Fetch, Flow, Option, Outcome, Sheet
from kiosk.tui.widgets.alerts import alert_text, incident_text


def handover(shown: Shown) -> Flow:
    """Show what the next guard must know, then ask for the note and his PIN."""

    def script(asked: Asked) -> Outcome:
        title = shown.say("handover_title")
        known: HandoverShown = asked.take(Fetch(title, "handover", one(HandoverShown)))
        options = (Option(shown.say("back"), False), Option(shown.say("handover_do"), True))
        if not asked.take(Sheet(title, _lines(shown, known), options)):
            return None
        note = say_why(asked, shown, HANDOVER_NOTES)
        return HandOver(pin_of(asked, shown, "pin_next"), note)

    return scripted(script)


def _lines(shown: Shown, known: HandoverShown) -> tuple[str, ...]:
    lines = [shown.say("handover_cases", n=len(known.open_cases))]
    state = shown.state
    if state is not None:
        lines += [f"  {case_text(shown, case)}" for case in state.cases]
    lines.append(shown.say("handover_incidents", n=len(known.open_incidents)))
    if state is not None:
        lines += [f"  {incident_text(shown, incident)}" for incident in state.incidents]
        lines += [f"! {alert_text(shown, alert)}" for alert in state.alerts]
    if known.note and known.note_at is not None:
        at = f"{shown.local(known.note_at):%m-%d %H:%M}"
        lines += [
            "",
            shown.say("handover_note", at=at, by=known.note_by or "--"),
            f"  {known.note}",
        ]
    return tuple(lines)
