"""Codes by their place in the frame: one place holds one code, the middle comes first."""

import math
from collections.abc import Iterable, Sequence

from drivers.camera.zxing import Found
from drivers.events import CodeSeen


def merged(known: list[Found], more: Iterable[Found], *, clues: bool = False) -> list[Found]:
    """Join codes without repeats: one place holds one code.

    Of a code printed into the middle of another the inner one stays: it is whole, the outer one
    is read only thanks to its error correction.
    """
    kept = list(known)
    for one in more:
        if one.text is None and not clues:
            continue
        rivals = [code for code in kept if code.covers(one.middle) or one.covers(code.middle)]
        if any(_area(code) <= _area(one) for code in rivals):
            continue
        kept = [code for code in kept if code not in rivals]
        kept.append(one)
    return kept


def _area(found: Found) -> int:
    box = found.box
    return (box.right - box.left) * (box.bottom - box.top)


def in_order(read: Sequence[Found], shape: tuple[int, ...]) -> list[CodeSeen]:
    """Tell each text once, the nearest to the middle of a frame of this shape first."""
    height, width = shape[:2]

    def from_middle(one: Found) -> float:
        x, y = one.middle
        return math.hypot(x - width / 2, y - height / 2)

    ordered = sorted(read, key=from_middle)
    seen = (CodeSeen(one.text, one.symbology) for one in ordered if one.text is not None)
    # The same text at two places (front and back of a folded card) is told once.
    return list(dict.fromkeys(seen))
