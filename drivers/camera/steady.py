"""The motion gate: whether a frame differs from the empty gatehouse, and where."""

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.camera.picture import Box, Gray

Thumbnail = NDArray[np.float32]

THUMBNAIL_PX = 80
# A thumbnail pixel is the mean of at least 64 pixels, so sensor noise is below 1 there; a dark
# phone on a dark coat makes about 10.
CHANGED_BY = 8.0
# One thumbnail pixel may flicker (a reflection, a compression block).
CHANGED_PIXELS = 3
# How fast the background learns what is there: still places within some 50 frames, changed ones
# slowly, so that a held code is not learnt before it is read.
LEARN_STILL = 0.05
LEARN_CHANGED = 0.005
# Exposure may jump by this much and the picture still counts as the same.
GAIN_RANGE = (0.4, 2.5)
PADDING = 0.12


class MotionGate:
    """Compares each frame's thumbnail with a slow background, matched in brightness."""

    def __init__(self) -> None:
        self._background: Thumbnail | None = None

    def changed(self, gray: Gray) -> Box | None:
        """Give the box of the frame that changed, None when nothing did.

        The first frame, and the first of another size, has changed as a whole.
        """
        height, width = gray.shape
        if min(height, width) == 0:
            return None
        thumbnail = _thumbnail(gray)
        background = self._background
        if background is None or background.shape != thumbnail.shape:
            self._background = thumbnail
            return Box(0, 0, width, height)
        expected, mask = _compared(thumbnail, background, _mean_gain(thumbnail, background))
        if _moved(mask):
            # Something large and bright lifts the mean, not the median, which costs more.
            expected, mask = _compared(thumbnail, background, _median_gain(thumbnail, background))
        moved = _moved(mask)
        rate = np.where(mask, LEARN_CHANGED, LEARN_STILL) if moved else LEARN_STILL
        self._background = (expected + (thumbnail - expected) * rate).astype(np.float32)
        return _box(mask, height, width) if moved else None


def _thumbnail(gray: Gray) -> Thumbnail:
    height, width = gray.shape
    size = (THUMBNAIL_PX, max(1, round(height * THUMBNAIL_PX / width)))
    return cv2.resize(gray, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _mean_gain(thumbnail: Thumbnail, background: Thumbnail) -> float:
    return cv2.mean(thumbnail)[0] / max(1.0, cv2.mean(background)[0])


def _median_gain(thumbnail: Thumbnail, background: Thumbnail) -> float:
    return float(np.median(thumbnail / np.maximum(background, 1.0)))


def _compared(
    thumbnail: Thumbnail, background: Thumbnail, gain: float
) -> tuple[Thumbnail, NDArray[np.bool_]]:
    """Match the background's brightness by a gain and mark where the thumbnail differs."""
    expected = background * np.float32(min(max(gain, GAIN_RANGE[0]), GAIN_RANGE[1]))
    return expected, cv2.absdiff(thumbnail, expected) > CHANGED_BY


def _moved(mask: NDArray[np.bool_]) -> bool:
    return int(np.count_nonzero(mask)) >= CHANGED_PIXELS


def _box(mask: NDArray[np.bool_], height: int, width: int) -> Box:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    tall, wide = height / mask.shape[0], width / mask.shape[1]
    box = Box(
        int(columns[0] * wide),
        int(rows[0] * tall),
        int((columns[-1] + 1) * wide),
        int((rows[-1] + 1) * tall),
    )
    return box.padded(PADDING, round(2 * wide), height, width)
