"""Driving a dialogue by keys, with every question answered and every act done at once."""

from collections.abc import Callable
from typing import Any

from kiosk.link.messages import Answer, IntentAct
from kiosk.tui.form import press
from kiosk.tui.lists import wanted, with_results
from kiosk.tui.stages import AndThen, Flow, Form, Outcome, Question, Stage, stage_of, stood
from tests.tui.answers import answer

NAMED = frozenset(
    {"enter", "escape", "backspace", "up", "down", "pageup", "pagedown", "home", "question_mark"}
)
Reply = Callable[[IntentAct], dict[str, Any]]


class Driven:
    """A dialogue under way; `acts` are those it had done so far, the last may have ended it."""

    def __init__(
        self,
        flow: Flow,
        *,
        reply: Reply = lambda _: {},
        ask: Callable[[Question], Answer] = answer,
    ) -> None:
        self.acts: list[IntentAct] = []
        self.asked: list[Question] = []
        self._reply = reply
        self._ask = ask
        self.at: Form | Outcome = Form(flow)
        self._answer()

    def keys(self, *pressed: str) -> "Driven":
        """Press keys; a text of several letters that names no key is typed letter by letter."""
        single = [one for key in pressed for one in ([key] if key in NAMED else list(key))]
        for key in single:
            self.press(key)
        return self

    def press(self, key: str) -> None:
        """Press one key."""
        form = self.form
        self._take(form.flow, press(form, key, key if len(key) == 1 else None))

    @property
    def form(self) -> Form:
        """The form where the dialogue stands."""
        assert isinstance(self.at, Form), "the dialogue has ended"
        return self.at

    @property
    def stage(self) -> Stage:
        """The stage where the dialogue stands."""
        return stage_of(self.form)

    @property
    def ended(self) -> bool:
        """Whether the dialogue is over."""
        return not isinstance(self.at, Form)

    def last(self) -> IntentAct:
        """Give the last act."""
        return self.acts[-1]

    def _take(self, flow: Flow, outcome: Form | Outcome) -> None:
        if isinstance(outcome, AndThen):
            self.acts.append(outcome.act)
            outcome = stood(flow, outcome.then(self._reply(outcome.act)))
        elif outcome is not None and not isinstance(outcome, Form):
            self.acts.append(outcome)
        self.at = outcome
        self._answer()

    def _answer(self) -> None:
        while isinstance(self.at, Form):
            question = wanted(self.at)
            if question is None:
                return
            self.asked.append(question)
            flow = self.at.flow
            self._take_found(flow, with_results(self.at, question, self._ask(question)))

    def _take_found(self, flow: Flow, outcome: Form | Outcome) -> None:
        if isinstance(outcome, Form):
            self.at = outcome
        else:
            self._take(flow, outcome)
