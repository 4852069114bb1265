"""Frames to codes: the best reading of one still frame, and a cheap one for a stream of them."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from drivers.camera.picture import Box, Gray, View, to_gray
from drivers.camera.places import in_order, merged
from drivers.camera.steady import MotionGate
from drivers.camera.tries import (
    CONFIRM,
    MOVING,
    STILL,
    UNMOVED,
    UNMOVED_EVERY,
    Try,
    When,
)
from drivers.camera.zxing import CODE_39, QR, Found, find
from drivers.events import CodeSeen

# Around a code its quiet zone belongs to it, and a clue's corners are only a guess.
CLUE_PADDING = 0.3
CLUE_PADDING_PX = 12
# How many looked-at frames an unconfirmed Code 39 waits for its second reading.
CODE_39_FRAMES = 30


def read_codes(frame: NDArray[np.uint8]) -> list[CodeSeen]:
    """Read every code of one frame (gray, BGR or BGRA, uint8), the nearest to its middle first.

    Tries in the order of `tries.STILL` until all that looks like a code is read. A wrong text is
    worse than none: Code 39, which has no check digit, must be read twice, differently.
    Raises ValueError for an array that is no frame.
    """
    gray = to_gray(frame)
    read: list[Found] = []
    unread: list[Found] = []
    for how in STILL:
        if how.when is not When.ALWAYS and read and not unread:
            break
        for view in _views(gray, how, unread):
            found = find(view, how)
            read = merged(read, (one for one in found if _is_sure(gray, one)))
            unread.extend(one for one in found if one.text is None)
        unread = [one for one in unread if _is_worth_more(one, read)]
    return in_order(read, gray.shape)


class CodeReader:
    """Reads a stream of frames at the least cost: a motion gate, then one try a frame.

    It knows no time: it counts frames. A code is told in every frame in which it is read.
    """

    def __init__(self) -> None:
        self._gate = MotionGate()
        self._unmoved = 0
        self._looks_unread = 0
        self._looks_unmoved = 0
        self._code_39: deque[tuple[str, ...]] = deque(maxlen=CODE_39_FRAMES)

    def look(self, frame: NDArray[np.uint8]) -> list[CodeSeen]:
        """Read the codes of this frame, nearest to its middle first; mostly none, cheaply.

        Raises ValueError for an array that is no frame.
        """
        gray = to_gray(frame)
        changed = self._gate.changed(gray)
        if changed is None and self._unmoved + 1 < UNMOVED_EVERY:
            self._unmoved += 1
            return []
        self._unmoved = 0
        read = self._confirmed(find(View.of(gray, changed), self._next_try(changed)))
        if read:
            self._looks_unread = 0
        return in_order(read, gray.shape)

    def _next_try(self, changed: Box | None) -> Try:
        if changed is None:
            self._looks_unread = 0
            self._looks_unmoved += 1
            return UNMOVED[(self._looks_unmoved - 1) % len(UNMOVED)]
        self._looks_unread += 1
        return MOVING[(self._looks_unread - 1) % len(MOVING)]

    def _confirmed(self, found: list[Found]) -> list[Found]:
        """Leave out each Code 39 that no earlier frame has shown alike."""
        earlier = {text for texts in self._code_39 for text in texts}
        code_39 = (one.text for one in found if one.symbology == CODE_39)
        self._code_39.append(tuple(text for text in code_39 if text is not None))
        return merged([], (one for one in found if one.symbology != CODE_39 or one.text in earlier))


def _is_worth_more(unread: Found, read: list[Found]) -> bool:
    """Tell whether a clue is worth more tries: rows of bars beside a read code rarely are."""
    if read and unread.symbology != QR:
        return False
    return not any(code.covers(unread.middle) for code in read)


def _views(gray: Gray, how: Try, unread: list[Found]) -> list[View]:
    if how.when is not When.CLUE:
        return [View.of(gray)]
    return [View.of(gray, _around(gray, one)) for one in merged([], unread, clues=True)]


def _around(gray: Gray, found: Found) -> Box:
    height, width = gray.shape
    return found.box.padded(CLUE_PADDING, CLUE_PADDING_PX, height, width)


def _is_sure(gray: Gray, found: Found) -> bool:
    if found.text is None:
        return False
    if found.symbology != CODE_39:
        return True
    again = find(View.of(gray, _around(gray, found)), CONFIRM)
    return any(one.text == found.text and one.symbology == CODE_39 for one in again)
