"""The tries of the cascade, as data: what is done to the picture, how it is read, in which order.

The figures behind the order: `python -m tests.bench.read_codes`.
"""

from dataclasses import dataclass
from enum import Enum


class When(Enum):
    """What must be known of a still picture for a try to be worth its time."""

    ALWAYS = "the first try"
    UNREAD = "nothing read yet, or a place that looks like a code is still unread"
    CLUE = "a place that looks like a code is unread; only that place is looked at"


class Kinds(Enum):
    """Which codes a try looks for."""

    ALL = "all"
    QR = "QR"
    ROWS = "Code 128, Code 39 and PDF417, which are read row by row"


@dataclass(frozen=True, slots=True)
class Try:
    """One way to read a picture.

    `every_way` also looks sideways, at half size and for light on dark; `turned` looks at the
    picture a quarter turned; `scale` enlarges first, `sharpened` undoes blur; `one_threshold`
    splits dark from light once for the whole picture; `zbar` reads with the other library.
    """

    name: str
    when: When = When.UNREAD
    kinds: Kinds = Kinds.ALL
    every_way: bool = False
    turned: bool = False
    scale: float = 1.0
    sharpened: bool = False
    one_threshold: bool = False
    zbar: bool = False


PLAIN = Try("plain", When.ALWAYS)
TURNED = Try("turned", turned=True)
EVERY_WAY = Try("every way", every_way=True)
SHARPENED = Try("enlarged and sharpened", scale=1.5, sharpened=True)

# One still picture, in this order until all is read. Every way for all kinds at once would cost
# twice the two halves: looking for bars row by row is the dear part.
STILL = (
    PLAIN,
    Try("QR every way", kinds=Kinds.QR, every_way=True),
    Try("rows turned", kinds=Kinds.ROWS, turned=True),
    Try("QR enlarged and sharpened", kinds=Kinds.QR, scale=1.5, sharpened=True),
    Try("doubled, one threshold", When.CLUE, scale=2.0, one_threshold=True),
    Try("doubled", When.CLUE, scale=2.0),
    Try("doubled and sharpened", When.CLUE, scale=2.0, sharpened=True),
    Try("zbar", When.CLUE, zbar=True),
)

# The second, different reading that a Code 39 needs, at the place of the first.
CONFIRM = Try("enlarged", kinds=Kinds.ROWS, scale=1.5)

# A stream: one try for each frame that is looked at, round and round until something is read.
# Every third is turned: a QR does not care, a sideways card becomes readable at no extra cost.
MOVING = (PLAIN, PLAIN, TURNED, PLAIN, SHARPENED, EVERY_WAY)

# Frames looked at although nothing moved: what came too slowly for the motion gate.
UNMOVED = (PLAIN, TURNED)
UNMOVED_EVERY = 15
