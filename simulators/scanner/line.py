"""A serial code scanner: sends each code as UTF-8 with the tail it was set to.

Fault `stuck`: it sends its last code again each second, as a scanner does that stares at a label.
`out_of_range`: bytes that are no text stand in the code.
"""

from simulators.faults import Fault

TAILS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "none": b""}
STUCK_S = 1.0
NO_TEXT = b"\xff\xfe\xc0"


def encode(text: str, tail: str = "cr") -> bytes:
    """Return the bytes of one scan; `tail` is a name of TAILS."""
    return text.encode("utf-8") + TAILS[tail]


class LineScanner:
    """The scanner without its wire: looks by itself, hears no commands."""

    def __init__(self, now: float) -> None:
        self._last = b""
        self._again_at = now

    def step(self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()) -> list[bytes]:
        """Hear commands, which mean nothing to it, and return what is sent at `now`."""
        if not self._last or now < self._again_at:
            return []
        self._again_at = now + STUCK_S
        return [self._last] if Fault.STUCK in faults else []

    def scan(
        self, now: float, text: str, tail: str = "cr", faults: frozenset[Fault] = frozenset()
    ) -> list[bytes]:
        """Show it a code; return what it sends for it."""
        self._last = encode(text, tail)
        self._again_at = now + STUCK_S
        return [NO_TEXT + self._last if Fault.OUT_OF_RANGE in faults else self._last]

    def power_cycle(self, now: float) -> None:
        """Start again."""
        self._last = b""

    def next_wake(self) -> float | None:
        """Return when the last code may be sent again."""
        return self._again_at if self._last else None
