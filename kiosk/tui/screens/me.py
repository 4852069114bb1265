"""The guard's own temperature, before duty."""

from kiosk.core.readings import Instrument
from kiosk.link.messages import MeasureGuard
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Kind, Option, Outcome, Typed


def me(shown: Shown) -> Flow:
    """Ask with what it was measured, and the value."""

    def script(asked: Asked) -> Outcome:
        by, value = measured(asked, shown, shown.say("me_title"))
        return MeasureGuard(value, by)

    return scripted(script)


def measured(asked: Asked, shown: Shown, title: str) -> tuple[Instrument, float]:
    """Ask for a value that was read off an instrument, degrees C."""
    named = {
        Instrument.INFRARED: shown.say("by_handheld"),
        Instrument.CONTACT: shown.say("by_contact"),
    }
    by: Instrument = asked.take(
        Choice(title, tuple(Option(said, one) for one, said in named.items()))
    )
    value = asked.take(Typed(shown.say("value_title", by=named[by]), Kind.TEMPERATURE))
    return by, float(value)
