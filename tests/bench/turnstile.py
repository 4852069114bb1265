"""A lane in virtual time with simulated people before it whose truth is known; no log, no process.

The lane, its sight and the rules are the gate's own; only the recorder is put in place of the log.
Everybody does what he is told: shows his code, steps back when asked to, shows it again.
"""

import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import cast

from config.policy_loader import load_policy
from config.site import LaneConfig, ThermometerConfig
from kiosk.core.decide import decide, step_back
from kiosk.core.events import Event, Moment
from kiosk.core.health import Health
from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from kiosk.core.readings import Reading
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.request import (
    AccessRequest,
    ClockTrust,
    CredentialKind,
    CredentialState,
    Holder,
    Presented,
)
from kiosk.core.sampling import RawReading, Sample
from kiosk.core.screening import Outcome, screen
from kiosk.station.clock import Now
from kiosk.station.lane import Lane
from kiosk.station.recorder import Ask, Recorder, Ruling
from kiosk.station.sight import Sight
from simulators.people import Person, Scene

POLICY = load_policy()
CORRECTION_C = 2.7
START = datetime(2020, 5, 11, 7, 0, tzinfo=UTC)
LANE = LaneConfig(access_point="north", name_zh="北门", name_en="North gate")
TICK_S = 0.02
MOST_TRIES = 12
GIVES_UP_S = 40.0
"""How long somebody tries at a device of ten samples a second; a slow one takes its time."""
STEPS_BACK_S = (0.7, 2.0)
"""How long who steps back leaves the view empty; local practice."""
SHOWS_AGAIN_S = 2.6
"""How long somebody takes his code away before he shows it once more; local practice."""

_REQUEST = AccessRequest(
    at=START,
    phase=Phase.OPEN,
    credential=Presented(CredentialKind.SCHOOL_CARD, CredentialState.VALID),
    holder=Holder(PersonKind.PUPIL, "grade-7/class-3", "nobody"),
    health=Health(first_return=False),
)


class CodeWhen(StrEnum):
    """When somebody shows his code."""

    EAGER = "while the one before him still stands there"
    COMING = "as he comes near"
    STANDING = "as he stands there"
    LATER = "after he was measured"


@dataclass(frozen=True, slots=True)
class Visitor:
    """One of the queue, and when he shows his code.

    Who `gives_way` lets the next one take his place as soon as he has shown it.
    """

    name: str
    person: Person
    code: CodeWhen = CodeWhen.COMING
    gives_way: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One verdict: what was said, of which readings, and whose faces they were taken from.

    `parted_s` is the longest time that nobody was to be seen since the last verdict on a reading,
    None before the first of a device; `since` whose reading that was.
    """

    verdict: Verdict
    reason: Reason
    outcome: Outcome
    readings: tuple[Reading, ...]
    faces: tuple[str, ...]
    parted_s: float | None
    since: str | None


@dataclass(slots=True)
class Visited:
    """What was said to one visitor, in order."""

    visitor: Visitor
    said: list[Said] = field(default_factory=list)

    @property
    def granted(self) -> bool:
        """Whether he was let in at last."""
        return bool(self.said) and self.said[-1].verdict is Verdict.GRANT

    @property
    def first(self) -> Reading | None:
        """His first reading."""
        return next((one.readings[0] for one in self.said if one.readings), None)

    @property
    def wrong(self) -> int:
        """How many verdicts rest on somebody else's face."""
        return sum(any(face != self.visitor.name for face in one.faces) for one in self.said)


class _WatchedSight(Sight):
    """A sight that also knows whose face each reading was taken from."""

    def __init__(self, lane: LaneConfig, sensor: ThermometerConfig, scene: Scene) -> None:
        super().__init__(lane, sensor)
        self._scene = scene
        self._seen: deque[str | None] = deque(maxlen=self.spec.settled_wanted)
        self.faces: dict[int, tuple[Reading, str]] = {}

    def feed(self, sample: Sample) -> RawReading | None:
        self._seen.append(self._scene.somebody())
        return super().feed(sample)

    def reading(self, raw: RawReading) -> Reading:
        made = super().reading(raw)
        seen = list(self._seen)
        whose = max(set(seen), key=seen.count) or "nobody"
        # The reading is kept beside its face, or its identity could be given to another.
        self.faces[id(made)] = made, whose
        return made


class _Judge:
    """Stands where the recorder does: the rules are real, nothing is written."""

    def __init__(self, turnstile: "Turnstile") -> None:
        self.policy = POLICY
        self.log = self
        self.lookup = self
        self._turnstile = turnstile
        self._readings: dict[str, list[Reading]] = {}

    def decide(self, ask: Ask) -> Ruling:
        name = ask.attempt.person_id or "nobody"
        theirs = self._readings.setdefault(name, [])
        theirs += ask.readings
        request = replace(_REQUEST, readings=tuple(theirs))
        decision = step_back(Phase.OPEN, POLICY) if ask.step_back else decide(request, POLICY)
        screening = screen(theirs, POLICY.screening)
        self._turnstile.note(name, decision.verdict, decision.reason, screening.outcome, ask)
        event = cast("Event", None)  # the lane hands it on to a screen, and here is none
        held = decision.verdict is Verdict.REFER
        return Ruling(decision, request, screening, event, None, held, recorded=True)

    def append(self, *_: object, **__: object) -> None:
        """Forget what became of a passage."""

    def card(self, number: str) -> "_Card":
        return _Card(number)

    def open_cases(self) -> tuple[()]:
        return ()

    def open_case_of(self, _: str) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _Card:
    """Everybody's card has his name on it."""

    person_id: str
    revoked: bool = False

    @property
    def card_id(self) -> str:
        return self.person_id


class Turnstile:
    """A lane with one thermometer of a bias of its own, which comes with the seed."""

    def __init__(
        self,
        seed: int,
        *,
        period_s: float = 0.1,
        ambient_c: float = 20.0,
        fine: bool = False,
        driver: str = "gy_mcu90615",
    ) -> None:
        self.scene = Scene(seed, ambient_c, correction_c=CORRECTION_C)
        self.at = 0.0
        self._chance = random.Random(seed)
        self._period_s = period_s
        self._tick_s = TICK_S if fine else period_s
        self._next_sample = 0.0
        self._sensor = ThermometerConfig(
            name="forehead",
            driver=driver,
            port="none",
            correction_c=CORRECTION_C,
            period_ms=round(period_s * 1000),
        )
        self._visited: dict[str, Visited] = {}
        self._visits = 0
        self._away_since: float | None = None
        self._parted_s: float | None = None
        self._since: str | None = None
        self._here: set[str] = set()
        judge = cast("Recorder", _Judge(self))
        self.lane = Lane(LANE, self._sensor, judge, None, {}, self._new_id, lambda: self.at)
        self.sight = _WatchedSight(LANE, self._sensor, self.scene)
        self.lane.sight = self.sight
        self.lane.on_thermometer(ok=True)
        self._pass(1.0)

    @property
    def gap_s(self) -> float:
        """The shortest absence that must part two people."""
        return self.sight.spec.gap_s

    def receive(self, queue: Sequence[Visitor]) -> list[Visited]:
        """Let people come one after the other; give what was said to each."""
        for visitor in queue:
            self._visited[visitor.name] = Visited(visitor)
        for visitor in queue:
            self._receive(visitor)
        return [self._visited[visitor.name] for visitor in queue]

    def note(self, name: str, verdict: Verdict, reason: Reason, outcome: Outcome, ask: Ask) -> None:
        """Keep a verdict with the truth about its readings."""
        faces = tuple(self.sight.faces[id(one)][1] for one in ask.readings)
        said = Said(verdict, reason, outcome, ask.readings, faces, self._parted_s, self._since)
        self._visited[name].said.append(said)
        if faces:
            self._parted_s, self._since = 0.0, faces[-1]

    def _new_id(self) -> str:
        self._visits += 1
        return f"v{self._visits}"

    def _receive(self, visitor: Visitor) -> None:
        visited, name = self._visited[visitor.name], visitor.name
        self.scene.approach(self.at, name, visitor.person)
        show_at = self.at if visitor.code is CodeWhen.EAGER else None
        came, slowness = False, max(1.0, self._period_s / 0.1)
        gives_up = self.at + GIVES_UP_S * slowness
        heard = 0
        standing = False
        # Who has been told to step back comes again, and gives up then.
        while self.at < gives_up or (came and not standing):
            self._step()
            standing = self.scene.somebody() == name
            came = came or standing
            if came and not standing and visitor.person.early:
                return
            if show_at is None and standing:
                show_at = self._shows_at(visitor)
            if show_at is not None and self.at >= show_at:
                self.lane.on_code(name, self.at, None, self._now())
                show_at = self.at + SHOWS_AGAIN_S
                if visitor.gives_way:
                    return
            if len(visited.said) == heard or not standing:
                continue
            heard = len(visited.said)
            if visited.granted or _over(visited.said[-1]) or heard >= MOST_TRIES:
                break
            self._pass(self._chance.uniform(0.2, 0.6))
            self.scene.step_back(self.at, self._chance.uniform(*STEPS_BACK_S))
            self._here.discard(name)
            show_at = None
            while standing:
                self._step()
                standing = self.scene.somebody() == name
        self._pass(self._chance.uniform(0.1, 0.5))

    def _shows_at(self, visitor: Visitor) -> float | None:
        match visitor.code:
            case CodeWhen.EAGER | CodeWhen.COMING:
                return self.at + self._chance.uniform(0.0, 0.5)
            case CodeWhen.STANDING if visitor.name in self._here:
                return self.at + self._chance.uniform(0.0, 0.5)
            case CodeWhen.LATER if visitor.name in self._here:
                return self.at + self._chance.uniform(1.2, 2.2) * max(1.0, self._period_s / 0.1)
            case _:
                return None

    def _pass(self, seconds: float) -> None:
        until = self.at + seconds
        while self.at < until:
            self._step()

    def _step(self) -> None:
        self.at = round(self.at + self._tick_s, 6)
        for notice in self.scene.step(self.at):
            if notice.what == "here":
                self._here.add(notice.person)
        self._watch()
        if self.at >= self._next_sample - 1e-9:
            self._next_sample = self.at + self._period_s
            sample = Sample(self.at, self.scene.raw_c(self.at), self.scene.ambient_c)
            self.lane.on_sample(sample, self._now())
        self.lane.tick(self._now())

    def _watch(self) -> None:
        """Measure, without the noise, for how long nobody was to be seen."""
        if self.scene.contrast_c(self.at) >= self._sensor.contrast_c:
            self._away_since = None
            return
        if self._away_since is None:
            self._away_since = self.at
        if self._parted_s is not None:
            self._parted_s = max(self._parted_s, self.at - self._away_since)

    def _now(self) -> Now:
        wall = START + timedelta(seconds=self.at)
        return Now(self.at, Moment(wall, int(self.at * 1e9), "boot", ClockTrust.TRUSTED))


def _over(said: Said) -> bool:
    """Tell whether stepping back changes nothing more: somebody has to take over."""
    return said.outcome in {Outcome.ELEVATED, Outcome.AMBIENT_OUT_OF_RANGE}
