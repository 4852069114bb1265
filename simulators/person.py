"""One person who comes to the gate, as a scenario writes him down, and how warm his skin is.

*Skin.* Temperatures are skin temperatures after the correction of the site, in degrees C. A
healthy person is drawn from N(36.6, 0.25) (reliability.md 7). Somebody who rode through the cold
arrives with a forehead of 30 C that warms towards his own temperature with a time constant of
300 s; somebody out of a hot car arrives with 38 C that cools with 180 s (local practice: no source
gives these four numbers). A person can also be `shown`: then each presence shows exactly the next
value of a written list.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

HEALTHY_MEAN_C, HEALTHY_SD_C = 36.6, 0.25
COLD_RIDE_C, COLD_RIDE_S = 30.0, 300.0
HOT_CAR_C, HOT_CAR_S = 38.0, 180.0


class Kind(StrEnum):
    """How a person's skin temperature comes about."""

    SHOWN = "shown"
    HEALTHY = "healthy"
    ELEVATED = "elevated"
    COLD_RIDE = "cold_ride"
    HOT_CAR = "hot_car"


class Cover(StrEnum):
    """What hides part of the forehead."""

    NONE = "none"
    HAIR = "hair"
    HAT = "hat"


@dataclass(frozen=True, slots=True)
class Person:
    """One person as a scenario writes him down.

    `shown` holds one temperature a presence for kind SHOWN (the last one repeats); `own_c` is his
    own temperature for the other kinds, None to draw it. `stay_s` None: until told to leave.
    `gap_s` is how long the background is seen before he comes, None for the usual. `distance_cm`
    is how far off he stands, None for the distance at which the correction was measured; `cover`
    and `small` (a child) say what the sensor sees of him. See `eye.py` for what these do.
    """

    kind: Kind = Kind.HEALTHY
    shown: tuple[float, ...] = ()
    own_c: float | None = None
    stay_s: float | None = 2.5
    gap: bool = True
    early: bool = False
    gap_s: float | None = None
    distance_cm: float | None = None
    cover: Cover = Cover.NONE
    small: bool = False

    def skin_c(self, own_c: float, since_s: float, turn: int) -> float:
        """Give his skin `since_s` seconds after he came out of the weather, at his n-th showing."""
        match self.kind:
            case Kind.SHOWN:
                return self.shown[min(turn, len(self.shown) - 1)]
            case Kind.COLD_RIDE:
                return own_c + (COLD_RIDE_C - own_c) * math.exp(-since_s / COLD_RIDE_S)
            case Kind.HOT_CAR:
                return own_c + (HOT_CAR_C - own_c) * math.exp(-since_s / HOT_CAR_S)
            case Kind.HEALTHY | Kind.ELEVATED:
                return own_c
