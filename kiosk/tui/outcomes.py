"""How an act ended, in words: done, done with something to know, or why it was not."""

from kiosk.core.text import clean
from kiosk.core.words import Language
from kiosk.core.words_policy import area
from kiosk.core.words_screen import coded
from kiosk.core.words_screens_answers import ANSWERS, NOTES
from kiosk.link.messages import Answer
from kiosk.tui.shown import Shown

_MOST_DETAILS = 4


def leads_on(answer: Answer) -> bool:
    """Tell whether a refusal names what the dialogue goes on with: the incident that is open."""
    return answer.code == "incident_open" and isinstance(
        (answer.data or {}).get("incident_no"), int
    )


def outcome_text(shown: Shown, answer: Answer) -> str:
    """Say how an act ended, in the language of the screen."""
    if not answer.ok:
        return shown.say("refused", why=_why(answer, shown.language))
    data = answer.data or {}
    note, times = data.get("note"), data.get("without_card")
    if isinstance(note, str):
        return coded(NOTES, clean(note), shown.language)
    if isinstance(times, int) and times > 0:
        return coded(NOTES, "without_card", shown.language, n=times, days=data.get("days", "?"))
    return shown.say("done_ok")


def refusal_text(shown: Shown, answer: Answer) -> str:
    """Say why an act was not done, in both languages where they differ."""
    both = dict.fromkeys(_why(answer, one) for one in (shown.language, shown.other))
    return shown.say("refused", why="   ".join(both))


def _why(answer: Answer, language: Language) -> str:
    said = coded(ANSWERS, clean(answer.code), language)
    detail = (answer.data or {}).get("detail")
    if not isinstance(detail, list) or not detail:
        return said
    named = (area(clean(str(one)), language) for one in detail[:_MOST_DETAILS])
    return f"{said}: {', '.join(named)}"
