"""People in front of the thermometer: what the sensor would see, as a function of time and a seed.

The model, written down so that nobody has to believe the code that judges these people:

*Skin.* Temperatures are skin temperatures after the correction of the site, in degrees C. A
healthy person is drawn from N(36.6, 0.25). Somebody who rode through the cold arrives with a
forehead of 30 C that warms towards his own temperature with a time constant of 300 s; somebody out
of a hot car arrives with 38 C that cools with 180 s. A person can also be `shown`: then each
presence shows exactly the next value of a written list.

*Sensor.* It sees `raw = skin - correction`. For a person drawn by chance a bias of the device
(drawn once from N(0, 0.2)) is added, and noise of sd 0.3 that is an Ornstein-Uhlenbeck process
with a correlation time of 2 s: neighbouring samples are much alike, so averaging them helps less
than one would think. For a `shown` person and for the empty background the noise is uniform
within 0.1 C and there is no bias.

*Course.* With nobody there the sensor sees the background (the ambient temperature, if no other is
set). Coming near, the face fills the view along a smooth S curve over 0.6 to 1.2 s; leaving, it
empties over 0.3 to 0.6 s. A person stays for `stay_s` after having arrived, or until told to leave.
Who leaves early is gone 0.2 s after arriving. Between two people at least 0.7 s of background are
seen, except when the next one comes without a gap: then the signal passes from face to face over
0.3 to 0.6 s and never reaches the background. Who is asked to step back leaves, and after the same
0.7 s comes near again, showing the next value.
"""

import math
import random
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

HEALTHY_MEAN_C, HEALTHY_SD_C = 36.6, 0.25
BIAS_SD_C, NOISE_SD_C, NOISE_TIME_S = 0.2, 0.3, 2.0
SHOWN_NOISE_C = 0.1
COLD_RIDE_C, COLD_RIDE_S = 30.0, 300.0
HOT_CAR_C, HOT_CAR_S = 38.0, 180.0
RISE_S, FALL_S, HAND_OVER_S = (0.6, 1.2), (0.3, 0.6), (0.3, 0.6)
GAP_S, EARLY_S = 0.7, 0.2
MAX_WAITING = 16


class Kind(StrEnum):
    """How a person's skin temperature comes about."""

    SHOWN = "shown"
    HEALTHY = "healthy"
    ELEVATED = "elevated"
    COLD_RIDE = "cold_ride"
    HOT_CAR = "hot_car"


@dataclass(frozen=True, slots=True)
class Person:
    """One person as a scenario writes him down.

    `shown` holds one temperature a presence for kind SHOWN (the last one repeats); `own_c` is his
    own temperature for the other kinds, None to draw it. `stay_s` None: until told to leave.
    """

    kind: Kind = Kind.HEALTHY
    shown: tuple[float, ...] = ()
    own_c: float | None = None
    stay_s: float | None = 2.5
    gap: bool = True
    early: bool = False


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
    from_c: float | None = None
    here: bool = False
    left_at: float | None = None
    comes_again: bool = False

    def skin_c(self, now: float) -> float:
        since = max(0.0, now - self.met_at)
        match self.person.kind:
            case Kind.SHOWN:
                return self.person.shown[min(self.turn, len(self.person.shown) - 1)]
            case Kind.COLD_RIDE:
                return self.own_c + (COLD_RIDE_C - self.own_c) * math.exp(-since / COLD_RIDE_S)
            case Kind.HOT_CAR:
                return self.own_c + (HOT_CAR_C - self.own_c) * math.exp(-since / HOT_CAR_S)
            case Kind.HEALTHY | Kind.ELEVATED:
                return self.own_c

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
    _free_at: float = field(init=False, default=-math.inf)
    _noise_c: float = field(init=False)
    _noise_at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._waiting = deque()
        self.bias_c = self._chance.gauss(0.0, BIAS_SD_C)
        self._noise_c = self._chance.gauss(0.0, NOISE_SD_C)

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

    def step_back(self, now: float) -> None:
        """Whoever stands there steps back and comes near again, showing the next value."""
        if self._now is not None and self._now.left_at is None:
            self._now.left_at = now
            self._now.comes_again = True

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
        self._walk_noise(now)
        presence = self._now
        if presence is not None and presence.person.kind is not Kind.SHOWN:
            return self._seen_c(presence, now, self.bias_c + self._noise_c)
        shown_noise = self._chance.uniform(-SHOWN_NOISE_C, SHOWN_NOISE_C)
        seen = self._background() if presence is None else self._seen_c(presence, now, 0.0)
        return seen + shown_noise

    def somebody(self) -> str | None:
        """Return the name of whoever is seen, None for the empty background."""
        return None if self._now is None else self._now.name

    def _background(self) -> float:
        return self.ambient_c if self.background_c is None else self.background_c

    def _seen_c(self, presence: _Presence, now: float, error_c: float) -> float:
        face = presence.skin_c(now) - self.correction_c + error_c
        before = self._background() if presence.from_c is None else presence.from_c
        seen = before + (face - before) * _smooth((now - presence.came_at) / presence.rise_s)
        if presence.left_at is not None:
            seen += (self._background() - seen) * _smooth(
                (now - presence.left_at) / presence.fall_s
            )
        return seen

    def _presence(self, name: str, person: Person, now: float) -> _Presence:
        own_c = person.own_c
        if own_c is None:
            own_c = self._chance.gauss(HEALTHY_MEAN_C, HEALTHY_SD_C)
        rise, fall = self._chance.uniform(*RISE_S), self._chance.uniform(*FALL_S)
        return _Presence(name, person, own_c, now, 0, now, rise, fall)

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
        if self._waiting and now >= self._free_at:
            self._now = self._waiting.popleft()
            self._now.came_at = now

    def _go(self, presence: _Presence) -> Notice:
        at = presence.gone_at()
        self._now, self._free_at = None, at + GAP_S
        if not presence.comes_again:
            return Notice("left", presence.name, at)
        again = self._presence(presence.name, presence.person, at)
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

    def _walk_noise(self, now: float) -> None:
        kept = math.exp(-max(0.0, now - self._noise_at) / NOISE_TIME_S)
        fresh = NOISE_SD_C * math.sqrt(1 - kept * kept)
        self._noise_c = self._noise_c * kept + self._chance.gauss(0.0, fresh)
        self._noise_at = now


def _smooth(part: float) -> float:
    """S curve from 0 to 1 with level ends."""
    part = min(1.0, max(0.0, part))
    return part * part * (3 - 2 * part)
