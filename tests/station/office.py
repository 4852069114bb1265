"""A desk, its queries and its topics over a lane in virtual time: real log, real PINs, no process.

`office.do(act)` carries out an act, `office.ask(what, text)` a query, `office.look()` lets the
topics look after their own; the time is that of the world.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from typing import Any

from config.site import SiteConfig, TypedInstrument
from kiosk.core.events import Fact
from kiosk.core.phases import Phase
from kiosk.core.readings import BodySite
from kiosk.link.messages import Answer, Intent, IntentAct, Query, SignIn, State
from kiosk.station.bench import Bench
from kiosk.station.clock import Clock, Now
from kiosk.station.desk import Desk, actor_of
from kiosk.station.pins import PinDesk
from kiosk.station.queries import Queries
from kiosk.station.shown import Screen
from kiosk.station.topics import TOPICS
from kiosk.station.topics.school import slot_of
from kiosk.station.topics_run import Topics
from tests.station.gate import GUARD_PIN, make_state
from tests.station.world import LANE, START, World, open_world

SITE = SiteConfig(
    node="test-1",
    school_zh="示范学校",
    school_en="Model School",
    lane=LANE,
    handheld=TypedInstrument(name="handheld", site=BodySite.FOREHEAD),
    contact=TypedInstrument(name="contact", site=BodySite.ARMPIT),
)


@dataclass
class WorldClock(Clock):
    """A clock that shows the time of a world."""

    world: World | None = None

    def mono(self) -> float:
        """Give the seconds of the world."""
        assert self.world is not None
        return self.world.at

    def wall(self) -> datetime:
        """Give the time of the world."""
        return START + timedelta(seconds=self.mono())

    def now(self) -> Now:
        """Give the moment of the world."""
        assert self.world is not None
        return self.world.now


@dataclass
class Office:
    """A desk over a world's lane; `given` may be a clock that only a supervisor can vouch for."""

    world: World
    given: Clock | None = None
    calls: Queue[object] = field(default_factory=Queue)

    def __post_init__(self) -> None:
        self.clock = self.given or WorldClock(world=self.world)
        self.pins = PinDesk(lambda: self.world.at)
        self.restart()

    def restart(self) -> None:
        """Forget everything that is not in the log."""
        world, clock = self.world, self.clock
        self.screen = Screen(SITE, world.recorder.policy, world.lane, world.log.lookup, clock)
        self.bench = Bench(
            SITE, world.recorder.policy, world.log, world.lane, world.recorder, clock, UTC,
            lambda: secrets.token_hex(8), self.screen.person,
        )  # fmt: skip
        self.topics = Topics(self.bench)
        self.screen.panel = self.topics.panel
        self.screen.locked = lambda: self.bench.locked
        self.screen.slot = lambda told: slot_of(self.bench, told)
        handlers = {act: one for topic in TOPICS for act, one in topic.handlers.items()}
        self.desk = Desk(self.bench, handlers, self.pins, self.calls.put)
        self.queries = Queries(world.lane, world.recorder, self.screen, self.bench, TOPICS)

    def do(self, act: IntentAct, intent_id: str | None = None) -> Answer:
        """Do an act and wait for its answer."""
        answers: list[Answer] = []
        self.desk.take(Intent(intent_id or secrets.token_hex(8), act), answers.append)
        if not answers:
            call = self.calls.get(timeout=10)
            assert callable(call)
            call()
        return answers[0]

    def sign_in(self, pin: str = GUARD_PIN) -> None:
        """Sign somebody in."""
        assert self.do(SignIn(pin)).ok

    def ask(self, what: str, text: str | None = None, after: str | None = None) -> dict[str, Any]:
        """Ask and give the data of an answer that must be ok."""
        actor = None if self.desk.guard is None else actor_of(self.desk.guard)
        answer = self.queries.answer(
            Query("q", what, after=after, text=text), actor, self.world.now
        )
        assert answer.ok, answer.code
        return answer.data or {}

    def look(self) -> bool:
        """Let the topics look after their own once."""
        return self.topics.look(self.world.now)

    def state(self) -> State:
        """Give the state that the terminal would be shown."""
        return self.screen.state(self.world.now, self.world.log.head, self.desk.guard, 0)

    def facts(self) -> list[Fact]:
        """Give every fact of the log, in order."""
        return [one.event.fact for one in self.world.log.read(0, 100_000)]


@contextmanager
def open_office(folder: Path, facts: list[Fact], phase: Phase = Phase.OPEN) -> Iterator[Office]:
    """Make a log with these facts and an office over it."""
    make_state(folder, facts, phase)
    made = Office(open_world(folder))
    try:
        yield made
    finally:
        made.pins.close()
        made.world.log.close()
