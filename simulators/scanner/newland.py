"""A Newland scanner of the EM3000 family: sends codes as lines, hears questions and settings.

hears    3F are you there; nls and seven digits, a setting; 1B 31 look, 1B 30 stop looking
answers  21 it is there; 06 the setting was taken, 15 it was not (here: not of seven digits)

It looks by itself unless it is made to wait for the trigger. Faults as those of the line scanner.
"""

import re

from simulators.faults import Fault
from simulators.scanner.engine import Engine

_ORDER = re.compile(rb"\?|\x1b([10])|nls(\d{7}|.{0,6}?[^\d])", re.DOTALL)


class Newland(Engine):
    """The scanner without its wire."""

    def __init__(self, now: float, *, waits_for_trigger: bool = False) -> None:
        super().__init__(now)
        self._waits_for_trigger = waits_for_trigger
        self._triggered = False
        self._heard = b""

    def looks(self, now: float) -> bool:
        """Whether it would see a code that is shown at `now`."""
        return self._triggered or not self._waits_for_trigger

    def forget(self, now: float) -> None:
        """Start again."""
        self._triggered = False
        self._heard = b""

    def read(self, now: float, text: str, tail: str, faults: frozenset[Fault]) -> list[bytes]:
        """Read a code; one that was told to look is done with it."""
        self._triggered = False
        return super().read(now, text, tail, faults)

    def obey(self, now: float, heard: bytes) -> list[bytes]:
        """Carry out the commands that are whole."""
        self._heard += heard
        answers: list[bytes] = []
        while order := _ORDER.search(self._heard):
            self._heard = self._heard[order.end() :]
            key, setting = order.groups()
            if key is not None:
                self._triggered = key == b"1"
            elif setting is None:
                answers.append(b"\x21")
            else:
                answers.append(b"\x06" if len(setting) == 7 and setting.isdigit() else b"\x15")
        self._heard = self._heard[-16:]
        return answers
