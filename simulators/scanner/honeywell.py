"""A Honeywell scan engine: sends codes as lines, hears trigger, stop and settings.

hears    16 54 0D look, 16 55 0D stop looking, 16 4D 0D then a tag and ! or . (a setting)
answers  the tag, 06 when it was taken, 15 when the value is out of range, 05 for a tag it does not
         know, then ! or . as it was said

It looks by itself (presentation) unless it is made to wait for the trigger. It knows the tag of the
rate, 232BAD with 0 to 9. Faults as those of the line scanner.
"""

import re

from simulators.faults import Fault
from simulators.scanner.engine import Engine

_ORDER = re.compile(rb"\x16([TU])\r|\x16M\r([^!.]{1,40})([!.])", re.DOTALL)
_RATE = re.compile(rb"232BAD(\d)?")
_TAKEN, _OUT_OF_RANGE, _UNKNOWN = b"\x06", b"\x15", b"\x05"


class Honeywell(Engine):
    """The engine without its wire."""

    def __init__(self, now: float, *, presentation: bool = True) -> None:
        super().__init__(now)
        self._presentation = presentation
        self._triggered = False
        self._heard = b""

    def looks(self, now: float) -> bool:
        """Whether it would see a code that is shown at `now`."""
        return self._presentation or self._triggered

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
            key, tag, end = order.groups()
            if key is not None:
                self._triggered = key == b"T"
            else:
                answers.append(tag + _status(tag) + end)
        self._heard = self._heard[-64:]
        return answers


def _status(tag: bytes) -> bytes:
    rate = _RATE.fullmatch(tag)
    if rate is None:
        return _UNKNOWN
    return _TAKEN if rate[1] else _OUT_OF_RANGE
