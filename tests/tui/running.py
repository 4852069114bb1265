"""The terminal in this process against a real link, with a clock that the test moves."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.pilot import Pilot

from kiosk.core.words import Language
from kiosk.link.messages import Answer, Intent, IntentAct, Query, State
from kiosk.link.server import LinkServer
from kiosk.tui.app import GateApp
from kiosk.tui.theme import ThemeName
from kiosk.tui.widgets.part import Part
from tests.tui.answers import DATA
from tests.tui.driving import NAMED


class Hands:
    """A clock that a test moves, in seconds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


class FakeStation:
    """Publishes hand-written states; answers acts with the code it was told to, and queries."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number = 0
        self.code = "ok"
        self.acts: list[IntentAct] = []
        self.queries: list[Query] = []
        self.told: dict[str, Any] | None = None
        self.refused: dict[str, Answer] = {}
        self.data = dict(DATA)
        self._lock = threading.Lock()
        self.server = LinkServer(path, self._hear, frozenset({os.getuid()}))

    def _hear(self, client_id: int, message: Intent | Query) -> None:
        if isinstance(message, Intent):
            with self._lock:
                self.acts.append(message.act)
            refused = self.refused.get(type(message.act).__name__)
            if refused is not None:
                self.server.answer(client_id, replace(refused, id=message.id))
                return
        else:
            self.queries.append(message)
        ok = self.code in {"ok", "done_before"}
        found = self.data.get(message.what) if isinstance(message, Query) and ok else self.told
        self.server.answer(client_id, Answer(message.id, ok, self.code, found))

    def publish(self, state: State) -> int:
        """Publish a state under the next number, and return that."""
        self.number += 1
        self.server.publish(replace(state, number=self.number))
        return self.number


class Gate:
    """The terminal under test."""

    def __init__(
        self, app: GateApp, pilot: Pilot[None], station: FakeStation, hands: Hands
    ) -> None:
        self.app = app
        self.pilot = pilot
        self.station = station
        self.hands = hands

    async def until(self, holds: Callable[[], bool], seconds: float = 8.0) -> None:
        """Wait until the condition holds, drawing on."""
        async with asyncio.timeout(seconds):
            while not holds():
                await asyncio.sleep(0.003)

    async def shows(self, state: State) -> list[str]:
        """Publish a state, wait until it stands on the screen, and return the screen."""
        number = self.station.publish(state)
        await self.until(lambda: self.app.state_number == number)
        self.app.draw()
        await self.until(self._settled)
        return self.lines()

    async def press(self, *keys: str) -> list[str]:
        """Press keys and return the screen."""
        await self.pilot.press(*keys)
        return self.lines()

    async def drive(self, *pressed: str) -> list[str]:
        """Press keys as a patient guard does: each only when what he waits for is there."""
        for key in pressed:
            await self.until(lambda: not self.app.waiting)
            for letter in [key] if key in NAMED else key:
                await self._press(letter)
        await self.until(lambda: not self.app.waiting)
        self.app.draw()
        await self.until(self._settled)
        return self.lines()

    async def _press(self, key: str) -> None:
        """Press a key of a dialogue and wait until it has been taken."""
        before = self.app.dialogue
        await self.pilot.press("space" if key == " " else key)
        await self.until(lambda: self.app.dialogue is not before)

    def _settled(self) -> bool:
        """Tell whether every part stands where it belongs, so that each line is whole."""
        parts = [part for part in self.app.screen.query(Part) if part.display]
        lines = self.lines()
        return all(part.whole for part in parts) and all(
            cell_len(line) == self.app.size.width for line in lines
        )

    async def acted(self, count: int = 1) -> IntentAct:
        """Wait for that many acts in all, and return the last."""
        await self.until(lambda: len(self.station.acts) >= count)
        return self.station.acts[-1]

    def lines(self) -> list[str]:
        """Give the screen as text, put together from the parts as they were drawn."""
        height = self.app.size.height
        rows = ["" for _ in range(height)]
        parts = [part for part in self.app.screen.query(Part) if part.display]
        for part in sorted(parts, key=lambda one: one.region.x):
            # In the midst of a resize a part may still stand where there is no line any more.
            for y in range(min(part.region.height, height - part.region.y)):
                rows[part.region.y + y] += part.render_line(y).text
        return rows

    def text(self) -> str:
        """Give the screen as one text."""
        return "\n".join(self.lines())


@asynccontextmanager
async def gate(
    path: Path,
    size: tuple[int, int] = (80, 24),
    language: Language = Language.ZH,
    theme: ThemeName = ThemeName.DARK,
) -> AsyncIterator[Gate]:
    """Run the terminal and a station side for it."""
    hands = Hands()
    station = FakeStation(path)
    app = GateApp(path, language, theme, monotonic=hands)
    try:
        async with app.run_test(size=size) as pilot:
            yield Gate(app, pilot, station, hands)
    finally:
        station.server.close()
