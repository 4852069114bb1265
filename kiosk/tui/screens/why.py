"""The stages that ask for a reason: a stock reason by one digit, or typed words."""

from typing import Any

from kiosk.core.words import Words
from kiosk.tui.script import Asked
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Kind, Option, Stage, Typed

OTHER = object()
"""The answer that leads to typing."""


def ask_why(shown: Shown, stock: tuple[Words, ...], answers: tuple[Any, ...]) -> Stage | None:
    """Give the stage that is still to be answered, None when the reason is known."""
    if not answers:
        options = [Option(one.in_language(shown.language), one.zh) for one in stock]
        options.append(Option(shown.say("why_other"), OTHER))
        return Choice(shown.say("why_title"), tuple(options))
    if answers[0] is OTHER and len(answers) == 1:
        return Typed(shown.say("why_title"), Kind.TEXT)
    return None


def split_why(answers: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """Part the reason from the answers after it."""
    if answers[0] is OTHER:
        return answers[1], answers[2:]
    return answers[0], answers[1:]


def say_why(asked: Asked, shown: Shown, stock: tuple[Words, ...]) -> str:
    """Ask for a reason in a script: a stock one by its digit, or typed."""
    options = [Option(one.in_language(shown.language), one.zh) for one in stock]
    options.append(Option(shown.say("why_other"), OTHER))
    picked = asked.take(Choice(shown.say("why_title"), tuple(options)))
    if picked is OTHER:
        return str(asked.take(Typed(shown.say("why_title"), Kind.TEXT)))
    return str(picked)


def pin_of(asked: Asked, shown: Shown, whose: str) -> str:
    """Ask for a PIN in a script; `whose` is the label that says whose."""
    return str(asked.take(Typed(shown.say(whose), Kind.PIN)))
