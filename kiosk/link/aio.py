"""The terminal's client of the link: lives in its event loop, reconnects, keeps the newest state.

An intent keeps its id until it is answered and is sent again after a reconnect; the station acts
once an id. Whoever waits gives up after `ANSWER_SECONDS`, and then it is never sent again: a door
that opens minutes after the key was pressed would be worse than one that does not.
"""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.link.client import new_id
from kiosk.link.lines import Lines, LineTooLongError
from kiosk.link.messages import (
    VERSION,
    Answer,
    Hello,
    Intent,
    IntentAct,
    MessageError,
    Query,
    State,
    decode,
    encode,
)

PAUSES = (0.2, 0.4, 0.8, 1.6, 2.0)
"""Seconds before each new try to connect; the last one repeats."""

ANSWER_SECONDS = 10.0
NO_ANSWER = "no_answer"
"""Code of the answer that stands for none: the act may or may not have been done."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether the station is reached; `since` in monotonic seconds, `refused` its code if any."""

    reached: bool
    since: float
    refused: str | None = None


class Link:
    """Keeps one connection to the station for as long as `run` runs.

    `on_state` gets the newest state only, also when several came at once; `on_reach` is told of
    each change of reach.
    """

    def __init__(
        self,
        path: Path,
        on_state: Callable[[State], None],
        on_reach: Callable[[Reach], None],
        name: str = "terminal",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._on_state = on_state
        self._on_reach = on_reach
        self._name = name
        self._monotonic = monotonic
        self._writer: asyncio.StreamWriter | None = None
        self._pending: dict[str, tuple[bytes, asyncio.Future[Answer]]] = {}
        self.reach = Reach(False, monotonic())

    async def run(self) -> None:
        """Connect, serve, and connect again until cancelled."""
        tries = 0
        while True:
            try:
                served = await self._serve()
            except (OSError, MessageError, LineTooLongError):
                served = False
            tries = 0 if served or self.reach.reached else tries
            self._lost()
            await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1

    async def request(self, act: IntentAct, timeout: float = ANSWER_SECONDS) -> Answer:
        """Send an intent; its answer, or one with the code `no_answer` after `timeout` seconds."""
        return await self._ask(Intent(new_id(), act), timeout)

    async def query(
        self,
        what: str,
        after: str | None = None,
        limit: int = 50,
        text: str | None = None,
        timeout: float = ANSWER_SECONDS,
    ) -> Answer:
        """Ask for a page; its answer, or one with the code `no_answer` after `timeout` seconds."""
        return await self._ask(Query(new_id(), what, after, limit, text), timeout)

    async def _ask(self, message: Intent | Query, timeout: float) -> Answer:
        line = encode(message)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._pending[message.id] = (line, future)
        if self._writer is not None:
            self._writer.write(line)
        try:
            return await asyncio.wait_for(future, timeout)
        except TimeoutError:
            return Answer(message.id, False, NO_ANSWER)
        finally:
            del self._pending[message.id]

    async def _serve(self) -> bool:
        reader, writer = await asyncio.open_unix_connection(os.fspath(self._path))
        try:
            writer.write(encode(Hello(VERSION, self._name)))
            lines = Lines()
            while data := await reader.read(64 * 1024):
                self._take(lines.receive(data), writer)
            return self._writer is not None
        finally:
            self._writer = None
            writer.close()

    def _take(self, lines: list[bytes], writer: asyncio.StreamWriter) -> None:
        newest: State | None = None
        for line in lines:
            message = decode(line)
            if isinstance(message, State):
                newest = message
            elif isinstance(message, Answer):
                self._answered(message, writer)
        if newest is not None:
            self._on_state(newest)

    def _answered(self, answer: Answer, writer: asyncio.StreamWriter) -> None:
        if answer.id == "hello":
            if answer.ok:
                self._welcome(writer)
            else:
                self._tell(Reach(False, self.reach.since, answer.code))
            return
        _, future = self._pending.get(answer.id, (b"", None))
        if future is not None and not future.done():
            future.set_result(answer)

    def _welcome(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        for line, _ in self._pending.values():
            writer.write(line)
        self._tell(Reach(True, self._monotonic()))

    def _lost(self) -> None:
        if self.reach.reached:
            self._tell(Reach(False, self._monotonic()))

    def _tell(self, reach: Reach) -> None:
        if reach != self.reach:
            self.reach = reach
            self._on_reach(reach)
