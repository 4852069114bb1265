"""What people hold before the camera: a phone that shows a code, or a printed card."""

import functools

import cv2
import numpy as np

from simulators.camera.codes import INK, PAPER, Picture, draw_code

BODY, SCREEN, PLASTIC = 28, 250, 225
MANNERS = ("phone", "card", "sideways")


@functools.lru_cache(maxsize=64)
def draw_object(text: str, symbology: str, manner: str) -> Picture:
    """Draw a phone or a card, upright, around a code. Raises ValueError for an unknown manner."""
    code = draw_code(text, symbology)
    if manner == "phone":
        return _phone(code)
    if manner in ("card", "sideways"):
        return _card(code)
    raise ValueError(f"a code is held as {', '.join(MANNERS)}, not {manner!r}")


def _phone(code: Picture) -> Picture:
    tall, wide = code.shape
    margin = wide // 12
    screen = np.full((tall + wide // 2, wide + 2 * margin), SCREEN, np.uint8)
    top = wide // 4
    screen[top : top + tall, margin : margin + wide] = code
    for line in range(3):
        y = top + tall + wide // 12 + line * wide // 16
        if y + 6 < screen.shape[0]:
            screen[y : y + 5, margin : margin + wide - line * wide // 5] = 120
    return _framed(screen, wide // 16, BODY)


def _card(code: Picture) -> Picture:
    tall, wide = code.shape
    margin = wide // 40
    card = np.full((int(wide * 0.62), wide + 2 * margin), PLASTIC, np.uint8)
    face = card[margin : margin + wide // 6, margin : margin + wide // 7]
    face[:] = 150
    cv2.circle(face, (wide // 14, wide // 14), wide // 22, 90, -1)
    for line in range(3):
        y = 2 * margin + line * wide // 18
        card[y : y + wide // 60, wide // 4 : wide // 4 + wide // (2 + line)] = INK
    top = card.shape[0] - tall - margin if tall < card.shape[0] * 0.7 else margin
    card = _at_least(card, top + tall + margin)
    card[top : top + tall, margin : margin + wide] = np.where(code == PAPER, PLASTIC + 15, code)
    return card


def _at_least(card: Picture, height: int) -> Picture:
    missing = max(0, height - card.shape[0])
    return np.pad(card, ((0, missing), (0, 0)), constant_values=PLASTIC)


def _framed(picture: Picture, width: int, value: int) -> Picture:
    return np.pad(picture, width, constant_values=value)
