"""Begin or end a drill of the whole gate, by a supervisor's PIN."""

from kiosk.core.words_screens_answers import DRILL_WHY
from kiosk.link.messages import BeginDrill, EndDrill
from kiosk.tui.screens.why import pin_of, say_why
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Flow, Outcome


def drill(shown: Shown) -> Flow:
    """Ask whether to, for a beginning why, and for the PIN."""
    on = shown.state is not None and shown.state.drill is not None

    def script(asked: Asked) -> Outcome:
        title, do = ("drill_end_title", "drill_end") if on else ("drill_title", "drill_begin")
        if not asked.sure(shown, shown.say(title), shown.say(do)):
            return None
        if on:
            return EndDrill(pin_of(asked, shown, "pin_supervisor"))
        why = say_why(asked, shown, DRILL_WHY)
        return BeginDrill(pin_of(asked, shown, "pin_supervisor"), why)

    return scripted(script)
