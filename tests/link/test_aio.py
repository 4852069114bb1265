"""The terminal's link finds the station again, and an intent acts once."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from kiosk.link.aio import NO_ANSWER, Link, Reach
from kiosk.link.messages import SignOut, State
from kiosk.link.server import LinkServer
from tests.link.states import IDLE, numbered
from tests.link.stations import Station


class Seen:
    """What the terminal was told."""

    def __init__(self) -> None:
        self.states: list[State] = []
        self.reaches: list[Reach] = []


@asynccontextmanager
async def running(path: Path) -> AsyncIterator[tuple[Link, Seen]]:
    seen = Seen()
    link = Link(path, seen.states.append, seen.reaches.append)
    task = asyncio.create_task(link.run())
    try:
        yield link, seen
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(holds: Callable[[], bool], seconds: float = 8.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.005)


def test_it_shows_the_newest_state_and_acts(station: Station) -> None:
    async def story() -> None:
        async with running(station.path) as (link, seen):
            station.server.publish(IDLE)
            await until(lambda: seen.states == [IDLE])
            assert (await link.request(SignOut())).code == "done"
            assert (await link.query("inside")).ok

    asyncio.run(story())


def test_it_says_since_when_the_station_is_gone_and_comes_back(socket_path: Path) -> None:
    async def story() -> None:
        first = Station(socket_path)
        first.server.publish(numbered(1))
        async with running(socket_path) as (_, seen):
            await until(lambda: len(seen.states) == 1)
            first.server.close()
            await until(lambda: not seen.reaches[-1].reached)
            gone = seen.reaches[-1].since
            second = Station(socket_path)
            second.server.publish(numbered(2))
            await until(lambda: seen.states[-1].number == 2)
            assert [reach.reached for reach in seen.reaches] == [True, False, True]
            assert gone >= seen.reaches[0].since
            second.server.close()

    asyncio.run(story())


def test_an_unanswered_intent_is_sent_again_under_its_own_id(socket_path: Path) -> None:
    async def story() -> None:
        first = Station(socket_path)
        first.silent.set()
        async with running(socket_path) as (link, seen):
            await until(lambda: bool(seen.reaches))
            asked = asyncio.create_task(link.request(SignOut()))
            await until(lambda: len(first.heard) == 1)
            first.server.close()
            second = Station(socket_path)
            answer = await asked
            assert answer.ok
            assert [m.id for m in second.heard] == [m.id for m in first.heard] == [answer.id]
            second.server.close()

    asyncio.run(story())


def test_an_act_that_was_given_up_is_never_sent_later(socket_path: Path) -> None:
    async def story() -> None:
        async with running(socket_path) as (link, seen):
            assert (await link.request(SignOut(), timeout=0.05)).code == NO_ANSWER
            station = Station(socket_path)
            await until(lambda: bool(seen.reaches))
            assert (await link.query("inside")).ok
            assert [type(m).__name__ for m in station.heard] == ["Query"]
            station.server.close()

    asyncio.run(story())


def test_it_says_why_it_was_turned_away(socket_path: Path) -> None:
    async def story() -> None:
        server = LinkServer(socket_path, lambda *_: None, frozenset({os.getuid() + 1}))
        async with running(socket_path) as (_, seen):
            await until(lambda: bool(seen.reaches))
            assert seen.reaches[0].refused == "not_allowed"
        server.close()

    asyncio.run(story())
