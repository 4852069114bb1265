"""Notices a camera that works and sees nothing: covered, dark, or stuck on one picture."""

import time
from collections.abc import Callable

import cv2
import numpy as np

from drivers.camera.picture import Gray

# Told within 5 s, with a second to spare for the one who tells.
FROZEN_S = 4.0
BLIND_S = 3.0
CHECK_EVERY_S = 0.5
# Of a small copy, so that noise does not count: darker than any lit room, flatter than any wall.
DARK_BELOW = 10.0
FLAT_BELOW = 3.0
SMALL = (40, 30)


class Health:
    """Watches pictures go by; all times are real seconds, not the station's clock."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._last: bytes | Gray | None = None
        self._fresh_at = now()
        self._good_at = now()
        self._check_at = now()
        self._trouble = ""

    def is_repeat(self, picture: bytes | Gray) -> bool:
        """Tell whether the picture equals the one before it; a sensor's noise never repeats."""
        repeat = _equal(picture, self._last)
        if not repeat:
            self._last = picture
            self._fresh_at = self._now()
        return repeat

    def is_frozen(self) -> bool:
        """Tell whether only repeats have come for `FROZEN_S`."""
        return self._now() - self._fresh_at > FROZEN_S

    def blind(self, gray: Gray) -> str | None:
        """Say why the camera cannot see, once that has lasted `BLIND_S`; None while it can."""
        now = self._now()
        if now >= self._check_at:
            self._check_at = now + CHECK_EVERY_S
            self._trouble = _trouble(gray)
        if not self._trouble:
            self._good_at = now
        return self._trouble if self._trouble and now - self._good_at > BLIND_S else None


def _equal(one: bytes | Gray, other: bytes | Gray | None) -> bool:
    if isinstance(one, bytes) or isinstance(other, bytes) or other is None:
        return isinstance(one, bytes) and one == other
    return np.array_equal(one, other)


def _trouble(gray: Gray) -> str:
    mean, deviation = cv2.meanStdDev(cv2.resize(gray, SMALL, interpolation=cv2.INTER_AREA))
    if mean[0, 0] < DARK_BELOW:
        return "the picture is dark"
    return "the lens is covered" if deviation[0, 0] < FLAT_BELOW else ""
