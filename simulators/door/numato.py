"""A Numato relay module: a command line in ASCII that echoes each letter and prompts with `>`.

    hears   relay on 0 CR, relay off 0 CR, relay read 0 CR; channels from 0, A is 10
    says    what it heard, a new line, `on` or `off` when it was asked, and the prompt

It takes any baud rate, as its port is USB itself. Nothing in it switches off by itself. Fault
`stuck`: the contacts are welded. `out_of_range`: it echoes a channel that no module has.
"""

import string

from simulators.faults import Fault
from simulators.relays import Relays, Switched

PROMPT = b"\n\r>"
LONGEST = 64
_NAMES = string.digits + string.ascii_uppercase[:22]


class NumatoBoard:
    """The module without its wire; all relays are off when power comes."""

    def __init__(self, channels: int = 2) -> None:
        self.relays = Relays(channels)
        self._line = b""

    def step(
        self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()
    ) -> tuple[list[Switched], list[bytes]]:
        """Hear letters; return the relays that changed, and the echo with the answers."""
        self.relays.stuck = Fault.STUCK in faults
        changes: list[Switched] = []
        said = b""
        for letter in (heard[at : at + 1] for at in range(len(heard))):
            said += letter
            if letter != b"\r":
                self._line = (self._line + letter)[-LONGEST:]
                continue
            line, self._line = self._line.decode("ascii", "replace").strip(), b""
            if Fault.OUT_OF_RANGE in faults:
                said += b"relay on Z\r"
            answer = self._obey(now, line, changes)
            said += (b"\n\r" + answer if answer else b"") + PROMPT
        return changes, [said] if said else []

    def power_off(self, now: float) -> list[Switched]:
        """Power is gone with the cable: every relay falls off."""
        self._line = b""
        return self.relays.fall(now)

    def next_wake(self) -> float | None:
        """Return when the module does something by itself: never."""
        return None

    def _obey(self, now: float, line: str, changes: list[Switched]) -> bytes:
        """Carry out one line, and return the answer; what is no command does nothing."""
        words = line.split(" ")
        if len(words) != 3 or words[0] != "relay" or len(words[2]) != 1:
            return b""
        channel = _NAMES.find(words[2]) + 1
        if words[1] in ("on", "off"):
            changes += self.relays.switch(now, channel, words[1] == "on")
        elif words[1] == "read" and 1 <= channel <= self.relays.channels:
            return b"on" if channel in self.relays.on else b"off"
        return b""
