"""What a crowd does, in the words of the kiosk: turns at the gate, acts of the guard, outcomes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kiosk.core.events import Fact, PhaseSet
from kiosk.core.phases import Direction
from kiosk.core.reasons import Reason, Verdict


class Via(StrEnum):
    """How a credential gets to the station."""

    CAMERA = "camera"
    SCANNER = "scanner"
    TYPED = "typed"


class CaseMove(StrEnum):
    """What a verdict does to the held case of a person."""

    NONE = "none"
    OPENS = "opens"
    JOINS = "joins"
    ENDS = "ends"


class Deed(StrEnum):
    """What the guard can do after a verdict."""

    CONTACT = "contact"
    INFRARED = "infrared"
    OVERRIDE = "override"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the gate must say; `may` are further reasons that it may give or not."""

    verdict: Verdict
    reason: Reason
    also: tuple[Reason, ...] = ()
    may: tuple[Reason, ...] = ()
    case: CaseMove = CaseMove.NONE


@dataclass(frozen=True, slots=True)
class Act:
    """A deed of the guard with its value: degrees C, a reason, or the outcome of a case.

    `rest` waits for the rest that the terminal shows; only closing a case has no expectation.
    """

    deed: Deed
    value_c: float = 0.0
    text: str = ""
    rest: bool = False
    expected: Expected | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """What a person holds before a reader."""

    text: str
    symbology: str = "QR"


@dataclass(frozen=True, slots=True)
class Turn:
    """One approach of one person; temperatures in degrees C.

    `known` tells whether the credential names the person. Every other field is as in a scenario.
    """

    person: str
    number: int
    code: Code
    via: Via
    expected: Expected
    known: bool = True
    shown_c: float = 36.5
    typed_c: float | None = None
    ambient_c: float = 20.0
    behind: bool = False
    direction: Direction = Direction.IN
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is put on file for a crowd before it comes, each with its time, and its turns."""

    facts: tuple[tuple[datetime, Fact], ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a crowd runs: where, from when on, how fast, and the way the gate works."""

    state: Path
    begins: datetime
    speed: float
    seed: int
    phase: PhaseSet
    ambient_c: float
    cold_mode: bool
