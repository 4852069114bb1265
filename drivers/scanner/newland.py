"""Newland scanners of the EM3000 family on a serial port (8N1, 9600 baud).

    code bytes | CR, LF or CR LF, or nothing and 50 ms of silence
    06         a setting was taken (ACK)        15   it was not (NAK)
    21         "here", the answer to 3F, on its own

An answer is one byte, so it is believed only where no code is under way: 06 or 15 inside a code
make a bad frame, for they may be a letter with a bit turned over.

Source: EM3000 manual page 27 (one source); the default tail is not printed there.
"""

from drivers.events import BadFrame, DriverEvent, Reply
from drivers.scanner.lines import LineSplitter, checked, read_text

ARE_YOU_THERE = b"\x3f"
HERE = b"\x21"
ANSWERS = {0x06: "taken", 0x15: "not taken"}


def decoder(encoding: str = "utf-8") -> "NewlandDecoder":
    """Return a fresh decoder: CodeSeen, Reply ("taken", "not taken", "here") and BadFrame.

    Raises ValueError when `encoding` is neither "utf-8" nor "gb18030".
    """
    return NewlandDecoder(encoding)


class NewlandDecoder:
    """Splits the stream into lines and the answers between them."""

    def __init__(self, encoding: str) -> None:
        self._encoding = checked(encoding)
        self._lines = LineSplitter(self._said)

    def receive(self, data: bytes) -> list[DriverEvent]:
        """Events of the lines and answers that these bytes complete."""
        events: list[DriverEvent] = []
        for piece in data.replace(b"\r", b"\n").splitlines(keepends=True):
            begin = 0
            while begin < len(piece) and piece[begin] in ANSWERS and not self._lines.waiting:
                events.append(Reply(ANSWERS[piece[begin]], piece[begin : begin + 1]))
                begin += 1
            events += self._lines.feed(piece[begin:])
        return events

    def idle(self) -> list[DriverEvent]:
        """End the line that has no tail, or the answer that has none."""
        return self._lines.end()

    def _said(self, line: bytes, silence: bool) -> list[DriverEvent]:
        if silence and line == HERE:
            return [Reply("here", line)]
        if any(byte in ANSWERS for byte in line):
            return [BadFrame(line, "an answer stands inside the code")]
        return [read_text(line, self._encoding)]
