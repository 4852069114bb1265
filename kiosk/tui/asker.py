"""Asks the station what the open dialogue needs to know; of several questions the newest counts."""

import asyncio
from collections.abc import Awaitable, Callable

from kiosk.link.messages import Answer
from kiosk.tui.stages import Question

DEBOUNCE_SECONDS = 0.15
"""How long typing must rest before the station is asked for what is typed."""

Ask = Callable[[str, str | None, int, str | None], Awaitable[Answer]]
"""What is asked, where the page begins, how many rows, with which text."""


class Asker:
    """Keeps at most one question under way; `told` gets its answer unless a newer one came."""

    def __init__(self, ask: Ask, told: Callable[[Question, Answer], None]) -> None:
        self._ask = ask
        self._told = told
        self._question: Question | None = None
        self._task: asyncio.Task[None] | None = None

    def look(self, question: Question | None) -> None:
        """Ask this, unless it is under way already; None is for nothing to ask."""
        if question == self._question:
            return
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._question = question
        if question is not None:
            wait = DEBOUNCE_SECONDS if question.text and question.after is None else 0.0
            self._task = asyncio.get_running_loop().create_task(self._run(question, wait))

    async def _run(self, question: Question, wait: float) -> None:
        await asyncio.sleep(wait)
        answer = await self._ask(question.what, question.after, question.limit, question.text)
        if question == self._question:
            self._told(question, answer)
