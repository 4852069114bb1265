"""Every key of the gate screen: what it does, and the word that stands for it in the key line.

The key line is made from this table and the app acts by it, so they cannot say different things.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.tui.shown import Shown


class Act(StrEnum):
    """What a key of the gate screen begins."""

    NUMBER = "number"
    TEMPERATURE = "temperature"
    SUPERVISOR = "supervisor"
    OPEN = "open"
    DIRECTION = "direction"
    CASES = "cases"
    DIRECTORY = "directory"
    INCIDENTS = "incidents"
    MORE = "more"
    SIGN = "sign"
    HELP = "help"
    INSIDE = "inside"
    EVACUATION = "evacuation"
    PERMITS = "permits"
    VISITOR = "visitor"
    CLEAR = "clear"
    FORGOTTEN = "forgotten"
    EARLY_LEAVE = "early_leave"
    VEHICLE = "vehicle"
    FAMILY = "family"
    ME = "me"
    HANDOVER = "handover"
    NOTICES = "notices"
    PAPER = "paper"
    UNDO = "undo"
    DRILL = "drill"
    LOCK = "lock"
    LANGUAGE = "language"
    COLD = "cold"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class Key:
    """A key: how it is shown, as Textual names it, and which function key is the same."""

    shown: str
    name: str
    act: Act
    function: str | None = None


KEYS = (
    Key("1", "1", Act.NUMBER, "f1"),
    Key("2", "2", Act.TEMPERATURE, "f2"),
    Key("3", "3", Act.SUPERVISOR, "f3"),
    Key("4", "4", Act.OPEN, "f4"),
    Key("5", "5", Act.DIRECTION, "f5"),
    Key("6", "6", Act.CASES, "f6"),
    Key("7", "7", Act.DIRECTORY, "f7"),
    Key("8", "8", Act.INCIDENTS, "f8"),
    Key("9", "9", Act.MORE, "f9"),
    Key("0", "0", Act.SIGN, "f10"),
    Key("?", "question_mark", Act.HELP),
    Key("S", "s", Act.CLEAR),
    Key("F", "f", Act.FORGOTTEN),
    Key("P", "p", Act.PERMITS),
    Key("I", "i", Act.INSIDE),
    Key("X", "x", Act.EVACUATION),
    Key("R", "r", Act.VISITOR),
    Key("E", "e", Act.EARLY_LEAVE),
    Key("V", "v", Act.VEHICLE),
    Key("G", "g", Act.FAMILY),
    Key("U", "u", Act.UNDO),
    Key("M", "m", Act.ME),
    Key("H", "h", Act.HANDOVER),
    Key("N", "n", Act.NOTICES),
    Key("W", "w", Act.PAPER),
    Key("D", "d", Act.DRILL),
    Key("K", "k", Act.LOCK),
    Key("C", "c", Act.COLD),
    Key("L", "l", Act.LANGUAGE),
    Key("T", "t", Act.THEME),
)
"""In the order of the key line; what is rare comes last and falls away first."""


NOT_IN_MENU = frozenset({Act.HELP, Act.LANGUAGE, Act.THEME})
"""Letters that open no dialogue, or that need no second way."""


def act_of(key: str, cold_mode: bool) -> Act | None:
    """Give what a key begins; in cold mode digits are temperatures, so only F keys do."""
    for known in KEYS:
        if key == known.function:
            return known.act
        if key.lower() == known.name and not (cold_mode and known.name.isdigit()):
            return known.act
    return None


def word(key: Key, shown: Shown) -> str:
    """Give the word of a key in the key line."""
    signed_in = shown.state is not None and shown.state.guard is not None
    if key.act is Act.SIGN and signed_in:
        return shown.say("key_sign_out")
    return shown.say(f"key_{key.act.value}")


def label(key: Key, shown: Shown) -> str:
    """Give the name of a key as it works now."""
    cold = shown.state is not None and shown.state.cold_mode
    if cold and key.shown.isdigit() and key.function is not None:
        return key.function.upper()
    return key.shown
