"""Whether what looks like a frame is a cut one that the beginning of the next frame made whole.

A sum of eight bits fits by chance once in 256 times, so a cut frame followed by a whole one can
carry a right sum, and taking it would also cost the whole frame its first bytes.
"""

from collections.abc import Callable

Begins = Callable[[bytes], bool | None]
"""Whether a frame begins at the front of some bytes; None: bytes that are to come decide it."""


def next_begins_inside(data: bytes, total: int, begins: Begins, ended: bool) -> bool | None:
    """Say whether another frame begins within the `total` bytes of the one at the front of `data`.

    None: the bytes behind them are needed to tell; never None when `ended`.
    """
    first = data[0]
    open_question = False
    at = data.find(first, 1, total)
    while at > 0:
        answer = begins(data[at:])
        if answer:
            return True
        open_question |= answer is None
        at = data.find(first, at + 1, total)
    return None if open_question and not ended else False
