"""What the sensor makes of a face: how much of its view the skin fills, and its own noise.

*Share.* The sensor sees `background + share * (face - background)`, so that whatever hides skin
pulls the reading towards the air, the more the colder the air is. The shares multiply.

*Distance.* One vendor adds 0.89 C at 10 cm, 1.36 C at 30 cm and 2.41 C at 50 cm (protocols.md 1):
by so much the reading has fallen. The correction of a site is measured at 10 cm, so that a face
there fills the view; at other distances the share is the one that loses the vendor's difference
from a face 12 C warmer than the background (local practice: 34 C raw in an air of 22 C). Between
the vendor's three points the loss is a straight line, and so it goes on beyond them.

*Cover.* Hair over the forehead hides 0.4 of the spot and is 0.6 as much warmer than the air as the
skin; a hat hides 0.8 and is 0.3 as warm (local practice, all four).

*Children.* Whoever is small has his forehead 15 cm farther from the sensor than he stands, with a
fringe over half as much of it as hair would hide, and fidgets: what he shows wavers by 0.4 C sd
with a correlation time of 0.5 s (local practice).

*Noise* of sd 0.3 is an Ornstein-Uhlenbeck process with a correlation time of 2 s: neighbouring
samples are much alike, so averaging them helps less than one would think. The bias of a device is
drawn once from N(0, 0.2) (reliability.md 7 for both sds; the correlation time is the model of the
first issue).
"""

import math
import random
from dataclasses import dataclass, field
from itertools import pairwise

from simulators.person import Cover, Person

BIAS_SD_C, NOISE_SD_C, NOISE_TIME_S = 0.2, 0.3, 2.0
LOSSES_C = ((10.0, 0.89), (30.0, 1.36), (50.0, 2.41))
MEASURED_AT_CM, MEASURED_CONTRAST_C = 10.0, 12.0
HIDDEN = {Cover.NONE: (0.0, 1.0), Cover.HAIR: (0.4, 0.6), Cover.HAT: (0.8, 0.3)}
CHILD_FARTHER_CM, CHILD_HAIR = 15.0, 0.5
FIDGET_SD_C, FIDGET_TIME_S = 0.4, 0.5


def loss_c(distance_cm: float) -> float:
    """Give by how much the vendor's sensor reads too low at a distance."""
    pieces = list(pairwise(LOSSES_C))
    below = [piece for piece in pieces if piece[0][0] <= distance_cm]
    (near_cm, near_c), (far_cm, far_c) = below[-1] if below else pieces[0]
    return near_c + (far_c - near_c) * (distance_cm - near_cm) / (far_cm - near_cm)


def share(person: Person) -> float:
    """Give which part of the contrast between his face and the background the sensor sees."""
    distance_cm = MEASURED_AT_CM if person.distance_cm is None else person.distance_cm
    part, warmth = HIDDEN[person.cover]
    if person.small:
        distance_cm += CHILD_FARTHER_CM
        hair, hair_warmth = HIDDEN[Cover.HAIR]
        if part < hair * CHILD_HAIR:
            part, warmth = hair * CHILD_HAIR, hair_warmth
    lost_c = loss_c(distance_cm) - loss_c(MEASURED_AT_CM)
    near = min(1.0, max(0.0, 1 - lost_c / MEASURED_CONTRAST_C))
    return near * (1 - part * (1 - warmth))


@dataclass(slots=True)
class Noise:
    """An Ornstein-Uhlenbeck process: `sd`, and how long it remembers, in seconds."""

    chance: random.Random
    sd: float
    time_s: float
    value: float = field(init=False)
    _at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.value = self.chance.gauss(0.0, self.sd)

    def walk(self, now: float) -> float:
        """Give its value at `now`."""
        kept = math.exp(-max(0.0, now - self._at) / self.time_s)
        fresh = self.sd * math.sqrt(1 - kept * kept)
        self.value = self.value * kept + self.chance.gauss(0.0, fresh)
        self._at = now
        return self.value


def smooth(part: float) -> float:
    """S curve from 0 to 1 with level ends."""
    part = min(1.0, max(0.0, part))
    return part * part * (3 - 2 * part)
