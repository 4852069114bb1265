"""Lines of a paper sheet, entered one after the other when the gate works again."""

from datetime import datetime, timedelta

from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Verdict
from kiosk.core.words import text
from kiosk.link.messages import EnterPaper
from kiosk.tui.form import clock_time
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Kind, Option, Outcome, Typed

_DAYS = 3
"""Days back that a sheet may be of."""


def paper(shown: Shown) -> Flow:
    """Ask for sheet and day once, then for line after line until Esc."""

    def script(asked: Asked) -> Outcome:
        if shown.now is None:
            return None
        sheet = asked.take(Typed(shown.say("paper_sheet"), Kind.NUMBER, optional=True)) or None
        days = [shown.now - timedelta(days=n) for n in range(_DAYS)]
        options = tuple(Option(f"{one:%Y-%m-%d}", one) for one in days)
        day = asked.take(Choice(shown.say("paper_day"), options))
        count = 0
        while True:
            asked.do(_line(asked, shown, sheet, day, count + 1))
            count += 1

    return scripted(script)


def _line(asked: Asked, shown: Shown, sheet: str | None, day: datetime, number: int) -> EnterPaper:
    who = asked.take(Typed(shown.say("paper_number", n=number), Kind.NUMBER))
    typed = asked.take(Typed(shown.say("paper_time"), Kind.TIME))
    at = datetime.combine(day.date(), clock_time(typed), day.tzinfo)
    ways = tuple(Option(text(one, shown.language), one) for one in Direction)
    way = asked.take(Choice(shown.say("paper_way"), ways))
    value = asked.take(Typed(shown.say("paper_value"), Kind.TEMPERATURE, optional=True))
    by = _instrument(asked, shown) if value else None
    said = tuple(Option(text(one, shown.language), one) for one in Verdict)
    verdict = asked.take(Choice(shown.say("paper_verdict"), said))
    return EnterPaper(who, at, way, verdict, value or None, by, sheet)


def _instrument(asked: Asked, shown: Shown) -> Instrument:
    options = (
        Option(shown.say("by_handheld"), Instrument.INFRARED),
        Option(shown.say("by_contact"), Instrument.CONTACT),
    )
    by: Instrument = asked.take(Choice(shown.say("instrument_title"), options))
    return by
