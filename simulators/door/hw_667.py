"""An HW-667 relay board: one byte a command, one relay, a pulse of its own, no answer.

    hears   AA on, BB off, CC on for one second

Assumed, as no source says it: `AA` and `BB` end a pulse that runs, and `CC` during a pulse begins
it anew. Fault `stuck`: the contacts are welded, also when the pulse is over. `out_of_range`: it
says, unasked, a byte that nothing is known of.
"""

from simulators.faults import Fault
from simulators.relays import Relays, Switched

PULSE_S = 1.0


class Hw667Board:
    """The board without its wire; the relay is off when power comes."""

    def __init__(self) -> None:
        self.relays = Relays(1)
        self._off_at: float | None = None

    def step(
        self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()
    ) -> tuple[list[Switched], list[bytes]]:
        """Hear bytes, let the pulse run out; return the changes, and answers only by a fault."""
        self.relays.stuck = Fault.STUCK in faults
        changes: list[Switched] = []
        if self._off_at is not None and now >= self._off_at:
            self._off_at = None
            changes += self.relays.switch(now, 1, False)
        for command in heard:
            if command in (0xAA, 0xBB, 0xCC):
                self._off_at = now + PULSE_S if command == 0xCC else None
                changes += self.relays.switch(now, 1, command != 0xBB)
        answers = [b"\x55"] if heard and Fault.OUT_OF_RANGE in faults else []
        return changes, answers

    def power_off(self, now: float) -> list[Switched]:
        """Power is gone with the cable: the relay falls off."""
        self._off_at = None
        return self.relays.fall(now)

    def next_wake(self) -> float | None:
        """Return when the pulse is over."""
        return self._off_at
