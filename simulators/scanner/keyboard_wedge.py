"""A code scanner that types like a USB keyboard, as the Linux kernel hands its keys on.

sends    24 bytes an event: seconds, microseconds (8 bytes each), type, code (2 each), value (4),
         the lower byte first; for each key a scan code (type 4), the key (type 1) with 1 down or
         0 up, and the end of the group (type 0)
types    on a US keyboard, with Shift where it is needed; what that keyboard has not, with Alt held
         and its number in decimal on the number pad, as scanners do for Windows
ends     with Enter for the tails cr and lf, with two for crlf, with nothing for none

Fault `stuck`: it types its last code again each second. `out_of_range`: a sign that no US keyboard
has stands in front of the code.
"""

from struct import pack

from simulators.faults import RESTART_S, Fault
from simulators.scanner.line import STUCK_S

ENTER, LEFT_SHIFT, LEFT_ALT = 28, 42, 56
STARTED_S = 1_785_000_000
"""What the clock of the simulated computer shows at the start, in seconds since 1970."""

TAILS = {"cr": [ENTER], "lf": [ENTER], "crlf": [ENTER, ENTER], "none": []}

_PAD = dict(zip("0123456789", (82, 79, 80, 81, 75, 76, 77, 71, 72, 73), strict=True))
_PLAIN = {
    "1": 2, "2": 3, "3": 4, "4": 5, "5": 6, "6": 7, "7": 8, "8": 9, "9": 10, "0": 11,
    "-": 12, "=": 13, "q": 16, "w": 17, "e": 18, "r": 19, "t": 20, "y": 21, "u": 22, "i": 23,
    "o": 24, "p": 25, "[": 26, "]": 27, "a": 30, "s": 31, "d": 32, "f": 33, "g": 34, "h": 35,
    "j": 36, "k": 37, "l": 38, ";": 39, "'": 40, "`": 41, "\\": 43, "z": 44, "x": 45, "c": 46,
    "v": 47, "b": 48, "n": 49, "m": 50, ",": 51, ".": 52, "/": 53, " ": 57,
}  # fmt: skip
_SHIFTED = {
    "!": "1", "@": "2", "#": "3", "$": "4", "%": "5", "^": "6", "&": "7", "*": "8", "(": "9",
    ")": "0", "_": "-", "+": "=", "{": "[", "}": "]", ":": ";", '"': "'", "~": "`", "|": "\\",
    "<": ",", ">": ".", "?": "/",
}  # fmt: skip


class KeyboardWedge:
    """The scanner without its wire: looks by itself, hears nothing."""

    def __init__(self, now: float) -> None:
        self._last = b""
        self._again_at = now
        self._silent_until = now

    def step(self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()) -> list[bytes]:
        """Hear bytes, which mean nothing to it, and return what is typed at `now`."""
        if not self._last or now < self._again_at:
            return []
        self._again_at = now + STUCK_S
        return [self._last] if Fault.STUCK in faults else []

    def scan(
        self, now: float, text: str, tail: str = "cr", faults: frozenset[Fault] = frozenset()
    ) -> list[bytes]:
        """Show it a code; return what it types for it."""
        if now < self._silent_until:
            return []
        self._last = encode(text, tail, now)
        self._again_at = now + STUCK_S
        strange = encode("¥", "none", now) if Fault.OUT_OF_RANGE in faults else b""
        return [strange + self._last]

    def power_cycle(self, now: float) -> None:
        """Start again."""
        self._last = b""
        self._silent_until = now + RESTART_S

    def next_wake(self) -> float | None:
        """Return when the last code may be typed again."""
        return self._again_at if self._last else None


def encode(text: str, tail: str = "cr", now: float = 0.0) -> bytes:
    """Return the events of one code; `tail` is a name of TAILS."""
    keys = [stroke for sign in text for stroke in strokes(sign)]
    for key in TAILS[tail]:
        keys += [(key, 1), (key, 0)]
    return b"".join(events(now, key, value) for key, value in keys)


def strokes(sign: str) -> list[tuple[int, int]]:
    """Return the keys that go down (1) and up (0) for one character."""
    plain = _SHIFTED.get(sign) or (sign.lower() if sign.isascii() else sign)
    key = _PLAIN.get(plain)
    if key is None:
        digits = [_PAD[digit] for digit in str(ord(sign))]
        held = LEFT_ALT
    elif plain == sign:
        return [(key, 1), (key, 0)]
    else:
        digits, held = [key], LEFT_SHIFT
    return [(held, 1), *((key, value) for key in digits for value in (1, 0)), (held, 0)]


def events(now: float, key: int, value: int) -> bytes:
    """Return the three events of a key that goes down or up."""
    seconds, part = divmod(now, 1)
    when = (STARTED_S + int(seconds), int(part * 1_000_000))
    group = ((4, 4, 0x70000 + key), (1, key, value), (0, 0, 0))
    return b"".join(pack("<qqHHi", *when, *one) for one in group)
