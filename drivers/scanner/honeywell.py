"""Honeywell scan engines and scanners (N3680, 1900 and others) on a serial port (8N1).

    code bytes | CR (factory setting), LF or CR LF, or nothing and 50 ms of silence
    16 54 0D   look for a code              16 55 0D   stop looking
    16 4D 0D tag ! or .                     a setting, in RAM (!) or in flash (.), answered by
    tag | 06 taken, 15 not in range, 05 unknown | ! or .

An answer is believed at the beginning of a line and in this form only; a status byte anywhere else
makes a bad frame, for it may be a letter with a bit turned over.

Source: public drivers for trigger and stop (six agree), a vendor guide for the settings (one).
115200 baud on the N3680, 9600 on the others.
"""

import re

from drivers.events import BadFrame, DriverEvent, Reply
from drivers.scanner.lines import LineSplitter, checked, read_text
from drivers.talk import Greeting, Options, Poll, Talk

TRIGGER = bytes.fromhex("16 54 0D")
STOP = bytes.fromhex("16 55 0D")
MENU = bytes.fromhex("16 4D 0D")
ANSWERS = {0x06: "taken", 0x15: "out of range", 0x05: "unknown"}
OWNER_OPTIONS = frozenset({"trigger"})
TRIGGER_EVERY_S = 5.0
"""How often an engine that looks only when it is told to is told to; local practice."""

_ANSWER = re.compile(rb"[0-9A-Za-z]{6,32}[\x05\x06\x15][.!,;]")
_PIECES = re.compile(rb"[^.!,;\r\n]*[.!,;\r\n]|[^.!,;\r\n]+")


def decoder(encoding: str = "utf-8") -> "HoneywellDecoder":
    """Return a fresh decoder: CodeSeen, Reply ("taken", "out of range", "unknown") and BadFrame.

    Raises ValueError when `encoding` is neither "utf-8" nor "gb18030".
    """
    return HoneywellDecoder(encoding)


def menu(tag: str) -> bytes:
    """Return the command for a setting that is forgotten at power-off: flash wears out."""
    return MENU + tag.encode("ascii") + b"!"


def talk(options: Options) -> Talk:
    """Return what the owner says: nothing, or with `trigger` to look for a code again and again.

    Raises ValueError when `trigger` is neither true nor false.
    """
    trigger = options.get("trigger", False)
    if not isinstance(trigger, bool):
        raise ValueError(f"trigger is true or false, not {trigger!r}")
    return Poll(TRIGGER, TRIGGER_EVERY_S) if trigger else Greeting()


class HoneywellDecoder:
    """Splits the stream into lines and the answers between them."""

    def __init__(self, encoding: str) -> None:
        self._encoding = checked(encoding)
        self._lines = LineSplitter(self._said)

    def receive(self, data: bytes) -> list[DriverEvent]:
        """Events of the lines and answers that these bytes complete."""
        events: list[DriverEvent] = []
        for piece in _PIECES.findall(data):
            events += self._lines.feed(piece)
            waiting = self._lines.waiting
            if _ANSWER.fullmatch(waiting):
                events.append(Reply(ANSWERS[waiting[-2]], waiting))
                self._lines.drop()
        return events

    def idle(self) -> list[DriverEvent]:
        """End the line that has no tail."""
        return self._lines.end()

    def _said(self, line: bytes, _silence: bool) -> list[DriverEvent]:
        if len(line) == 1 and line[0] in ANSWERS:
            return [Reply(ANSWERS[line[0]], line)]
        if any(byte in ANSWERS for byte in line):
            return [BadFrame(line, "a status byte stands inside the code")]
        return [read_text(line, self._encoding)]
