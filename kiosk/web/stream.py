"""A pull as a stream: rows are read on a thread of its own, and a client's pace holds nothing.

Between two batches no transaction is open and no lock is held; a client that takes nothing for
`SLOW_S` seconds is cut. However the stream ends, `PullEnded` says so.
"""

import asyncio
import logging
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kiosk.core.events import Moment
from kiosk.sheets.streaming import stream_xlsx
from kiosk.store import export, place
from kiosk.store.answers import TokenRow
from kiosk.store.errors import StoreError
from kiosk.store.log import Log
from kiosk.store.pull import Progress, Pull, Rows, pull_with
from kiosk.web.answers import RefusedError, refuse
from kiosk.web.words import Refusal

BATCH = 32 * 1024
"""Bytes after which a batch is sent."""

SLOW_S = 30.0
BUSY_S = 5

T = TypeVar("T")
_logger = logging.getLogger(__name__)


class TokenGoneError(Exception):
    """The token was removed while its pull went on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asked for, and with whose token; `limit` None means up to the head."""

    token: TokenRow
    pull: Pull


class Reader:
    """Reads one pull, batch by batch, on its own thread and its own connection to the log."""

    def __init__(self, state: Path, now: Callable[[], Moment], asked: Asked) -> None:
        self.progress = Progress(asked.pull.after)
        self.next_after = asked.pull.after
        self._state = state
        self._now = now
        self._asked = asked
        self._log: Log | None = None
        self._parts: Generator[bytes, None, None] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pull")

    async def begin(self) -> bytes:
        """Write the pull down and give the first batch; raises StoreError when that fails."""
        return await self._on_thread(self._begin)

    async def more(self) -> bytes:
        """Give the next batch, empty at the end; raises StoreError or TokenGoneError."""
        return await self._on_thread(self._more)

    async def end(self) -> None:
        """Write down how the pull ended, and let go of the log; goes on even when cancelled."""
        ending = self._on_thread(self._end)
        self._thread.shutdown(wait=False)
        await asyncio.shield(ending)

    def _on_thread(self, act: Callable[[], T]) -> "asyncio.Future[T]":
        return asyncio.get_running_loop().run_in_executor(self._thread, act)

    def _begin(self) -> bytes:
        asked = self._asked.pull
        self._log = place.open_log(self._state)
        # The head is settled here, so that the cursor can leave before the rows do.
        there = max(self._log.head() - asked.after, 0)
        rows = there if asked.limit is None else min(asked.limit, there)
        self.next_after = asked.after + rows
        exact = Pull(asked.pull_id, asked.actor, asked.fmt, asked.after, rows)
        self._parts = pull_with(_writer(asked.fmt), self._log, exact, self._now, self.progress)
        return self._batch(self._parts)

    def _more(self) -> bytes:
        if self._log is None or self._parts is None:
            raise RuntimeError("a pull must begin before it goes on")
        if self._asked.token not in self._log.lookup.tokens():
            raise TokenGoneError
        return self._batch(self._parts)

    def _batch(self, source: Iterator[bytes]) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in source:
            parts.append(part)
            size += len(part)
            if size >= BATCH:
                break
        return b"".join(parts)

    def _end(self) -> None:
        try:
            if self._parts is not None:
                self._parts.close()
        except StoreError as error:
            _logger.error("the end of pull %s is not written: %s", self._asked.pull.pull_id, error)
        finally:
            if self._log is not None:
                self._log.close()


def _writer(fmt: str) -> Callable[[Rows], Iterator[bytes]]:
    if fmt == "xlsx":
        return lambda rows: stream_xlsx("log", list(export.COLUMNS), rows)
    return lambda rows: (text.encode() for text in export.FORMATS[fmt](rows))


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the rows: the text before them, and that after them.

    A workbook has neither.
    """

    media_type: str
    before: str = ""
    after: Callable[[Reader], str] = lambda _: ""


class Slots:
    """Bounds how many pulls go on at once: each holds a thread and a connection."""

    def __init__(self, most: int) -> None:
        self._free = most

    def take(self) -> bool:
        """Take a slot; False when none is free."""
        if self._free == 0:
            return False
        self._free -= 1
        return True

    def give_back(self) -> None:
        """Give a slot back."""
        self._free += 1


class PullResponse(Response):
    """Sends a pull; a refusal when it cannot begin, a broken stream when it cannot go on."""

    def __init__(self, reader: Reader, slots: Slots, frame: Frame, headers: dict[str, str]) -> None:
        super().__init__(headers=headers, media_type=frame.media_type)
        del self.headers["content-length"]
        self._reader = reader
        self._slots = slots
        self._frame = frame

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        if not self._slots.take():
            await refuse(RefusedError(Refusal.BUSY, retry_s=BUSY_S))(scope, receive, send)
            return
        try:
            first = await self._reader.begin()
            self.headers["X-Next"] = str(self._reader.next_after)
            await self._watched(receive, send, first)
        except StoreError as error:
            _logger.error("a pull cannot begin: %s", error)
            await refuse(RefusedError(Refusal.LOG_UNAVAILABLE))(scope, receive, send)
        finally:
            self._slots.give_back()
            await self._reader.end()

    async def _watched(self, receive: Receive, send: Send, first: bytes) -> None:
        """Send, and stop when the client has gone or takes nothing any more."""
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await self._send(send, first, gone)
        except (StoreError, TokenGoneError, TimeoutError) as error:
            # Without its last chunk the client knows that the answer is not whole.
            _logger.warning("a pull broke off: %r", error)
        finally:
            gone.cancel()

    async def _send(self, send: Send, first: bytes, gone: "asyncio.Future[None]") -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        part = partial(_part, send)
        batch = self._frame.before.encode() + first
        while batch:
            await asyncio.wait_for(part(batch, more=True), SLOW_S)
            if gone.done():
                return
            batch = await self._reader.more()
        last = self._frame.after(self._reader).encode()
        await asyncio.wait_for(part(last, more=False), SLOW_S)


async def _part(send: Send, body: bytes, *, more: bool) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _gone(receive: Receive) -> None:
    """Return when the client has gone; what it still sends is dropped."""
    with suppress(asyncio.CancelledError):
        while (await receive())["type"] != "http.disconnect":
            pass
