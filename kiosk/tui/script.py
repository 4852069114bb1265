"""A dialogue written down in the order in which it happens, and read as a pure flow.

A script asks for one answer after the other. It is run anew for every key with the answers given
so far; the first that is missing is the stage that the form stands at. So a script must ask the
same things for the same answers, and nothing else may happen in it.
"""

from collections.abc import Callable
from typing import Any

from kiosk.link.messages import IntentAct
from kiosk.tui.shown import Shown
from kiosk.tui.stages import AndThen, Choice, Flow, Option, Outcome, Stage


class MissingError(Exception):
    """An answer is missing, or an act is not done yet; carries the stage or the act."""

    def __init__(self, stage: Stage | AndThen) -> None:
        super().__init__()
        self.stage = stage


class Asked:
    """The answers of a dialogue, read one by one."""

    def __init__(self, answers: tuple[Any, ...]) -> None:
        self._answers = answers
        self._at = 0

    def take(self, stage: Stage) -> Any:
        """Give the answer to a stage."""
        if self._at == len(self._answers):
            raise MissingError(stage)
        return self._next()

    def do(self, act: IntentAct) -> dict[str, Any]:
        """Have an act done, and go on with the data of its answer; a stage must follow it."""
        if self._at == len(self._answers):
            so_far = self._answers
            raise MissingError(AndThen(act, lambda data: (*so_far, data)))
        data: dict[str, Any] = self._next()
        return data

    def sure(self, shown: Shown, title: str, do: str) -> bool:
        """Ask once more, with the safe answer first."""
        options = (Option(shown.say("back"), False), Option(do, True))
        return bool(self.take(Choice(title, options)))

    def _next(self) -> Any:
        value = self._answers[self._at]
        self._at += 1
        return value


Script = Callable[[Asked], Outcome]


def scripted(script: Script) -> Flow:
    """Make a flow of a script; what the script returns is how the dialogue ends."""

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        try:
            return script(Asked(answers))
        except MissingError as missing:
            return missing.stage

    return flow


def nested(flow: Flow, taken: int, answers: tuple[Any, ...]) -> Stage | Outcome:
    """Run a flow inside another one, which has taken so many answers before it."""
    before, rest = answers[:taken], answers[taken:]
    outcome = flow(rest)
    if not isinstance(outcome, AndThen):
        return outcome
    return AndThen(outcome.act, lambda data: (*before, *outcome.then(data)))
