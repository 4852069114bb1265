"""How a code is brought before the camera: a course of poses, drawn by lot from a seed.

The code comes up from below, small, tilted and blurred; is held with a trembling hand, now sharp,
now blurred, now under a lamp's glare; and goes down again. Held poses are within what a decoder
for gates should read; those on the way need not be.
"""

import random
from dataclasses import dataclass

from simulators.camera.codes import MODULE_PX

COME_S, LEAVE_S, HELD_EVERY_S = 1.2, 0.6, 0.2
COMING, HELD, LEAVING = 4, 5, 2


@dataclass(frozen=True, slots=True)
class Pose:
    """Where and how an object is seen.

    `x`, `y` are its middle and `size` its longer visible side, as shares of the frame's height;
    `roll_deg` turns it in the picture, `tilt_x` and `tilt_y` are perspective (0.1: the far edge is
    10 % shorter); `blur` is in pixels at 480 lines; `glare` is the share of the size that a lamp's
    reflection covers.
    """

    x: float
    y: float
    size: float
    roll_deg: float
    tilt_x: float
    tilt_y: float
    blur: float
    glare: float


@dataclass(frozen=True, slots=True)
class Course:
    """The poses of one approach; the held ones go round until the object leaves."""

    coming: tuple[Pose, ...]
    held: tuple[Pose, ...]
    leaving: tuple[Pose, ...]

    def place(self, since_shown_s: float, since_left_s: float | None) -> tuple[str, int] | None:
        """Name the phase and the number of the pose in it; None when the object has gone."""
        if since_left_s is not None:
            step = int(since_left_s / LEAVE_S * len(self.leaving))
            return ("leaving", step) if step < len(self.leaving) else None
        if since_shown_s < COME_S:
            return "coming", int(since_shown_s / COME_S * len(self.coming))
        return "held", int((since_shown_s - COME_S) / HELD_EVERY_S) % len(self.held)

    def poses(self) -> list[tuple[tuple[str, int], Pose]]:
        """List all poses by phase and number, in the order in which they are needed."""
        phases = (("coming", self.coming), ("held", self.held), ("leaving", self.leaving))
        return [((name, at), pose) for name, poses in phases for at, pose in enumerate(poses)]


# How many pixels the narrowest part of the code covers at 480 lines, within what fits the frame:
# bars need to be held nearer to a gate's camera than the same number of QR modules.
_HELD_PX = {"QR": (2.6, 4.2), "Code128": (2.3, 3.0)}
_FITS = 0.96
_MOST_ROLL_DEG = {"phone": 14.0, "card": 7.0, "sideways": 5.0}
_MOST_TILT = {"phone": 0.10, "card": 0.06, "sideways": 0.04}


def course(
    seed: str,
    shape: tuple[int, int],
    symbology: str,
    manner: str,
    aspect: float,
    shift: float = 0.0,
) -> Course:
    """Draw an approach by lot.

    `shape` is the drawn object's height and width, `aspect` the frame's width over its height;
    `shift` moves the middle to the right, in frame heights.
    """
    lot = random.Random(seed)  # text seeds by its digest: the same in every run
    upright = (shape[0] >= shape[1]) != (manner == "sideways")
    size = lot.uniform(*_HELD_PX[symbology]) / MODULE_PX * max(shape) / 480
    # Two codes share the width.
    width = aspect / 2 if shift else aspect
    size = min(size, _FITS if upright else _FITS * width)
    roll = lot.uniform(-1, 1) * _MOST_ROLL_DEG[manner] + (90 if manner == "sideways" else 0)
    x, y = aspect / 2 + shift + lot.uniform(-0.05, 0.05), 0.5 + lot.uniform(-0.03, 0.03)
    tilt = _MOST_TILT[manner]
    tilts = lot.uniform(-tilt, tilt), lot.uniform(-tilt, tilt)
    held = tuple(
        Pose(
            x + lot.uniform(-0.02, 0.02),
            y + lot.uniform(-0.015, 0.015),
            size * lot.uniform(0.98, 1.02),
            roll + lot.uniform(-2, 2),
            tilts[0] + lot.uniform(-0.01, 0.01),
            tilts[1] + lot.uniform(-0.01, 0.01),
            blur,
            glare,
        )
        for blur, glare in lot.sample(_HELD_TROUBLES, len(_HELD_TROUBLES))
    )
    start = Pose(x + lot.uniform(-0.3, 0.3), 1.25, size * 0.45, roll * 1.8, *tilts, 3.0, 0.0)
    return Course(_between(start, held[0], COMING), held, _between(held[-1], start, LEAVING))


# Blur and glare of the held poses: most are good, one trembles, one lies under the lamp.
_HELD_TROUBLES = ((0.0, 0.0), (0.5, 0.0), (0.4, 0.0), (1.6, 0.0), (0.4, 0.22))
assert len(_HELD_TROUBLES) == HELD  # noqa: S101  a table and its length


def _between(one: Pose, other: Pose, count: int) -> tuple[Pose, ...]:
    shares = [(step + 0.5) / count for step in range(count)]
    return tuple(_mixed(one, other, share) for share in shares)


def _mixed(one: Pose, other: Pose, share: float) -> Pose:
    def mix(a: float, b: float) -> float:
        return a + (b - a) * share

    return Pose(
        mix(one.x, other.x),
        mix(one.y, other.y),
        mix(one.size, other.size),
        mix(one.roll_deg, other.roll_deg),
        mix(one.tilt_x, other.tilt_x),
        mix(one.tilt_y, other.tilt_y),
        mix(one.blur, other.blur),
        mix(one.glare, other.glare),
    )
