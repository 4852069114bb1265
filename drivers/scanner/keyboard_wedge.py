"""A code scanner that types like a USB keyboard, read from the kernel's input events.

    sec usec (8 bytes each) | type (2) | code (2) | value (4)      24 bytes, little end first
    type 0 end of a group, 1 key, 4 scan code of a key, 17 lamp, 20 repeat
    a key has value 1 down, 0 up, 2 repeated by the kernel

A code ends with Enter or, when the scanner has no suffix, with 50 ms of silence after four
characters or more; fewer are a person's typing. A key that goes up must have gone down, and Shift
must be up at the end: if not, an event was lost, and the code is a bad frame. Only a turned bit in
the number of a key could pass, and the kernel hands its events on through memory.

Source: struct input_event and the key numbers of the Linux kernel headers (64-bit systems).
"""

from struct import Struct

from drivers.events import BadFrame, CodeSeen, DriverEvent
from drivers.scanner.keys import CHARACTERS, ENTERS, MODIFIERS, SHIFTS

LEAST = 4
"""The fewest characters that silence ends as a code; local practice."""
MAX_CHARACTERS = 4096

_RECORD = Struct("@llHHi")
_SYN, _KEY = 0, 1
_DROPPED = 3
_CODES = {_SYN: 3, _KEY: 0x2FF, 4: 7, 17: 15, 20: 1}
"""The highest code of each type of event that a keyboard sends."""
_UP, _DOWN = 0, 1
_MICROSECONDS = 1_000_000
_TELLING = frozenset(CHARACTERS) | SHIFTS | ENTERS
"""Keys of a code: one that goes up and was not down tells that an event was lost."""


def decoder() -> "KeyboardDecoder":
    """Return a fresh decoder: CodeSeen with symbology "unknown", and BadFrame."""
    return KeyboardDecoder()


class KeyboardDecoder:
    """Cuts the stream into events and the keys into codes; in step again after two good events."""

    def __init__(self) -> None:
        self._buffer = b""
        self._in_step = True
        self._typing = Typing()

    def receive(self, data: bytes) -> list[DriverEvent]:
        """Events of the codes that these bytes end."""
        self._buffer += data
        events: list[DriverEvent] = []
        at = 0
        while len(self._buffer) - at >= (_RECORD.size if self._in_step else 2 * _RECORD.size):
            record = _record(self._buffer, at)
            if record is None:
                events += self._stumble(at)
                at += 1
            elif self._in_step or _record(self._buffer, at + _RECORD.size) is not None:
                self._in_step = True
                events += self._typing.event(*record)
                at += _RECORD.size
            else:
                at += 1
        self._buffer = self._buffer[at:]
        return events

    def idle(self) -> list[DriverEvent]:
        """End the code that has no suffix; half an event is a bad frame."""
        rest, self._buffer = self._buffer, b""
        in_step, self._in_step = self._in_step, True
        cut: list[DriverEvent] = []
        if rest and in_step:
            self._typing.lose()
            cut = [BadFrame(rest, "cut short")]
        return [*cut, *self._typing.idle()]

    def _stumble(self, at: int) -> list[DriverEvent]:
        if not self._in_step:
            return []
        self._in_step = False
        self._typing.lose()
        return [BadFrame(self._buffer[at : at + _RECORD.size], "not an input event")]


class Typing:
    """Makes text of keys that go down and up, on a keyboard of the US."""

    def __init__(self) -> None:
        self._down: set[int] = set()
        self._text: list[str] = []
        self._harm = ""

    def event(self, kind: int, code: int, value: int) -> list[DriverEvent]:
        """Take one input event."""
        if kind == _SYN and code == _DROPPED:
            self.lose()
            self._spoil("keys were lost")
        elif kind == _KEY and value == _DOWN:
            return self._press(code)
        elif kind == _KEY and value == _UP:
            return self._release(code)
        return []

    def lose(self) -> None:
        """Say that events were lost: the code under way is bad, and no key is known to be down."""
        self._down.clear()
        if self._text:
            self._spoil("keys were lost")

    def idle(self) -> list[DriverEvent]:
        """Take 50 ms of silence; what is still held down was pressed by a person."""
        self._down.clear()
        if 0 < len(self._text) < LEAST:
            self._spoil(f"typed too slowly for a scanner: {len(self._text)} characters")
        return self._end()

    def _press(self, code: int) -> list[DriverEvent]:
        if code in ENTERS:
            if self._down & SHIFTS:
                self.lose()
            self._down = {code}
            return self._end()
        if code in self._down:
            self._spoil("keys were lost")
        self._down.add(code)
        if pair := CHARACTERS.get(code):
            if self._down & MODIFIERS:
                self._spoil("keys with Ctrl or Alt: set the scanner to a US keyboard")
            self._add(pair[1] if self._down & SHIFTS else pair[0])
        return []

    def _release(self, code: int) -> list[DriverEvent]:
        known = code in self._down
        # While Enter is down, what goes up was pressed before it.
        late = not self._text and bool(self._down & ENTERS)
        self._down.discard(code)
        if not known and not late and code in _TELLING:
            self._spoil("keys were lost")
        return self._end() if code in ENTERS else []

    def _spoil(self, why: str) -> None:
        self._harm = self._harm or why

    def _add(self, character: str) -> None:
        if len(self._text) < MAX_CHARACTERS:
            self._text.append(character)
        else:
            self._spoil(f"longer than {MAX_CHARACTERS} characters")

    def _end(self) -> list[DriverEvent]:
        text, harm = "".join(self._text), self._harm
        self._text, self._harm = [], ""
        if not text:
            return []
        if harm:
            self._down.clear()
            return [BadFrame(text.encode("ascii"), harm)]
        return [CodeSeen(text, "unknown")]


def _record(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Return type, code and value of the event at a place; None when there cannot be one."""
    seconds, micros, kind, code, value = _RECORD.unpack_from(data, at)
    if seconds < 0 or not 0 <= micros < _MICROSECONDS or code > _CODES.get(kind, -1):
        return None
    if kind == _KEY and not 0 <= value <= 2:
        return None
    if kind == _SYN and not 0 <= value <= 1:
        return None
    return kind, code, value
