"""People in front of the thermometer: what the sensor would see, as a function of time and a seed.

The model is written down so that nobody has to believe the code that judges these people: how
warm somebody is stands in `person.py`, what the sensor makes of him in `eye.py`, and here is how
people come and go.

*Sensor.* It sees `raw = skin - correction`, as far as the face fills its view. For a person drawn
by chance the bias and the noise of `eye.py` are added. For a `shown` person and for the empty
background the noise is uniform within 0.1 C and there is no bias.

*Course.* With nobody there the sensor sees the background (the ambient temperature, if no other is
set). Coming near, the face fills the view along a smooth S curve over 0.6 to 1.2 s; leaving, it
empties over 0.3 to 0.6 s. A person stays for `stay_s` after having arrived, or until told to leave.
Who leaves early is gone 0.2 s after arriving. Between two people at least 0.7 s of background are
seen, or as long as the next one's `gap_s` says, except when he comes without a gap: then the
signal passes from face to face over 0.3 to 0.6 s and never reaches the background. Who is asked to
step back leaves, and after the same 0.7 s comes near again, showing the next value. All these
times are local practice.
"""

import math
import random
from collections import deque
from dataclasses import dataclass, field

from simulators.eye import (
    BIAS_SD_C,
    FIDGET_SD_C,
    FIDGET_TIME_S,
    NOISE_SD_C,
    NOISE_TIME_S,
    Noise,
    share,
    smooth,
)
from simulators.person import (
    COLD_RIDE_C,
    HEALTHY_MEAN_C,
    HEALTHY_SD_C,
    HOT_CAR_C,
    Cover,
    Kind,
    Person,
)

__all__ = [
    "COLD_RIDE_C",
    "HOT_CAR_C",
    "MAX_WAITING",
    "Cover",
    "Kind",
    "Notice",
    "Person",
    "Scene",
]

SHOWN_NOISE_C = 0.1
RISE_S, FALL_S, HAND_OVER_S = (0.6, 1.2), (0.3, 0.6), (0.3, 0.6)
GAP_S, EARLY_S = 0.7, 0.2
MAX_WAITING = 16


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened in front of the sensor: `what` is "here", "away" or "left"."""

    what: str
    person: str
    at: float


@dataclass(slots=True)
class _Presence:
    """One person from coming near until the background is seen again."""

    name: str
    person: Person
    own_c: float
    met_at: float
    turn: int
    came_at: float
    rise_s: float
    fall_s: float
    empty_s: float = GAP_S
    from_c: float | None = None
    here: bool = False
    left_at: float | None = None
    again_after_s: float | None = None

    def skin_c(self, now: float) -> float:
        return self.person.skin_c(self.own_c, max(0.0, now - self.met_at), self.turn)

    def due_to_leave(self) -> float:
        arrived = self.came_at + self.rise_s
        if self.person.early:
            return arrived + EARLY_S
        return math.inf if self.person.stay_s is None else arrived + self.person.stay_s

    def gone_at(self) -> float:
        return math.inf if self.left_at is None else self.left_at + self.fall_s


@dataclass(slots=True)
class Scene:
    """The place in front of one thermometer; `step` and `raw_c` take the time in seconds.

    The same seed, commands and times give the same temperatures. Time never goes back.
    """

    seed: int
    ambient_c: float = 20.0
    background_c: float | None = None
    correction_c: float = 2.7
    bias_c: float = field(init=False)
    _chance: random.Random = field(init=False)
    _now: _Presence | None = field(init=False, default=None)
    _waiting: deque[_Presence] = field(init=False)
    _empty_at: float = field(init=False, default=-math.inf)
    _noise: Noise = field(init=False)
    _fidget: Noise = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._waiting = deque()
        self.bias_c = self._chance.gauss(0.0, BIAS_SD_C)
        self._noise = Noise(self._chance, NOISE_SD_C, NOISE_TIME_S)
        # Chance of its own, so that a scene without children is as it is without them.
        self._fidget = Noise(random.Random(self.seed), FIDGET_SD_C, FIDGET_TIME_S)

    def approach(self, now: float, name: str, person: Person) -> None:
        """Somebody comes; who stands there leaves first, or is followed without a gap."""
        if person.kind is Kind.SHOWN and not person.shown:
            raise ValueError("a shown person needs at least one temperature")
        if len(self._waiting) >= MAX_WAITING:
            raise ValueError(f"more than {MAX_WAITING} people are waiting already")
        self._waiting.append(self._presence(name, person, now))
        if person.gap:
            self.leave(now)

    def leave(self, now: float) -> None:
        """Whoever stands there goes away; nothing happens when nobody does."""
        if self._now is not None and self._now.left_at is None:
            self._now.left_at = now

    def step_back(self, now: float, gap_s: float | None = None) -> None:
        """Whoever stands there steps back and comes near again, showing the next value.

        With `gap_s` the background is seen for so long, not for the usual time.
        """
        if self._now is not None and self._now.left_at is None:
            self._now.left_at = now
            self._now.again_after_s = GAP_S if gap_s is None else gap_s

    def show_next(self) -> None:
        """Whoever stands there shows the next value of his list without moving."""
        if self._now is not None:
            self._now.turn += 1

    def step(self, now: float) -> list[Notice]:
        """Move people on to `now` and say who arrived and who went."""
        notices: list[Notice] = []
        while (notice := self._next_change(now)) is not None:
            notices.append(notice)
        return notices

    def raw_c(self, now: float) -> float:
        """Return what the sensor sees at `now`, bias and noise included."""
        noise_c = self._noise.walk(now)
        presence = self._now
        if presence is not None and presence.person.kind is not Kind.SHOWN:
            return self._seen_c(presence, now, self.bias_c + noise_c)
        shown_noise = self._chance.uniform(-SHOWN_NOISE_C, SHOWN_NOISE_C)
        seen = self._background() if presence is None else self._seen_c(presence, now, 0.0)
        return seen + shown_noise

    def contrast_c(self, now: float) -> float:
        """Return by how much the face warms the view, without bias and noise: the truth."""
        presence = self._now
        return 0.0 if presence is None else self._seen_c(presence, now, 0.0) - self._background()

    def somebody(self) -> str | None:
        """Return the name of whoever is seen, None for the empty background."""
        return None if self._now is None else self._now.name

    def _background(self) -> float:
        return self.ambient_c if self.background_c is None else self.background_c

    def _seen_c(self, presence: _Presence, now: float, error_c: float) -> float:
        empty, person = self._background(), presence.person
        face = presence.skin_c(now) - self.correction_c + error_c
        face = empty + (face - empty) * share(person)
        if person.small:
            face += self._fidget.walk(now)
        before = empty if presence.from_c is None else presence.from_c
        seen = before + (face - before) * smooth((now - presence.came_at) / presence.rise_s)
        if presence.left_at is not None:
            seen += (empty - seen) * smooth((now - presence.left_at) / presence.fall_s)
        return seen

    def _presence(self, name: str, person: Person, now: float) -> _Presence:
        own_c = person.own_c
        if own_c is None:
            own_c = self._chance.gauss(HEALTHY_MEAN_C, HEALTHY_SD_C)
        rise, fall = self._chance.uniform(*RISE_S), self._chance.uniform(*FALL_S)
        empty_s = GAP_S if person.gap_s is None else person.gap_s
        return _Presence(name, person, own_c, now, 0, now, rise, fall, empty_s)

    def _next_change(self, now: float) -> Notice | None:
        presence = self._now
        if presence is None:
            self._let_in(now)
            presence = self._now
        if presence is None:
            return None
        arrived_at = presence.came_at + presence.rise_s
        if not presence.here and presence.left_at is None and now >= arrived_at:
            presence.here = True
            return Notice("here", presence.name, arrived_at)
        if presence.left_at is None and now >= presence.due_to_leave():
            presence.left_at = presence.due_to_leave()
        if now >= presence.gone_at():
            return self._go(presence)
        if presence.here and self._waiting and not self._waiting[0].person.gap:
            return self._hand_over(presence, now)
        return None

    def _let_in(self, now: float) -> None:
        if self._waiting and now >= self._empty_at + self._waiting[0].empty_s:
            self._now = self._waiting.popleft()
            self._now.came_at = now

    def _go(self, presence: _Presence) -> Notice:
        at = presence.gone_at()
        self._now, self._empty_at = None, at
        if presence.again_after_s is None:
            return Notice("left", presence.name, at)
        again = self._presence(presence.name, presence.person, at)
        again.empty_s = presence.again_after_s
        again.own_c, again.met_at, again.turn = presence.own_c, presence.met_at, presence.turn + 1
        self._waiting.appendleft(again)
        return Notice("away", presence.name, at)

    def _hand_over(self, presence: _Presence, now: float) -> Notice:
        follower = self._waiting.popleft()
        follower.came_at, follower.rise_s = now, self._chance.uniform(*HAND_OVER_S)
        # The eye of the sensor passes from what it sees now, bias included, to the next face.
        bias = 0.0 if presence.person.kind is Kind.SHOWN else self.bias_c
        follower.from_c = self._seen_c(presence, now, bias)
        self._now = follower
        return Notice("left", presence.name, now)
