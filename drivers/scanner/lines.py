"""Lines of text as scanners send them: splitting, the bound on their length, and the encoding."""

from collections.abc import Callable, Sequence

from drivers.events import BadFrame, CodeSeen, DriverEvent

MAX_BYTES = 4096
"""The longest line: a QR code holds at most 2,953 bytes."""

ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GB18030"}
"""What a scanner can be set to, with the name that people know."""

Said = Callable[[bytes, bool], Sequence[DriverEvent]]
"""`said(line, silence)`: what a line says; `silence` tells that no tail ended it."""

_TAILS = b"\r\n"


def checked(encoding: str) -> str:
    """Return the encoding; ValueError when no scanner is read with it."""
    if encoding not in ENCODINGS:
        raise ValueError(f"encoding is one of {', '.join(ENCODINGS)}, not {encoding!r}")
    return encoding


def read_text(line: bytes, encoding: str) -> DriverEvent:
    """Return the code of a line; bytes that do not decode are a bad frame, never guessed.

    Control characters stay: whoever shows or looks up the text cleans it. A line of NUL bytes
    alone is what a receiver makes of a wire that is held low.
    """
    if not line.strip(b"\0"):
        return BadFrame(line, "NUL bytes only: a broken wire, or another baud rate")
    try:
        return CodeSeen(line.decode(encoding), "unknown")
    except UnicodeDecodeError as error:
        return BadFrame(line, f"not {ENCODINGS[encoding]}: byte {error.start}")


class LineSplitter:
    """Cuts a stream at CR and LF; an empty line says nothing, one that is too long is bad."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._line = bytearray()
        self._too_long = False

    @property
    def waiting(self) -> bytes:
        """The line that has not ended yet, up to its bound."""
        return bytes(self._line)

    def feed(self, data: bytes) -> list[DriverEvent]:
        """Events of the lines that these bytes end."""
        events: list[DriverEvent] = []
        for piece in data.replace(b"\r", b"\n").splitlines(keepends=True):
            self._add(piece.rstrip(_TAILS))
            if piece.endswith(b"\n"):
                events += self._end(silence=False)
        return events

    def end(self) -> list[DriverEvent]:
        """End the line that has no tail, after 50 ms of silence."""
        return self._end(silence=True)

    def drop(self) -> None:
        """Forget the line that has not ended: its bytes were something else."""
        self._line.clear()
        self._too_long = False

    def _end(self, *, silence: bool) -> list[DriverEvent]:
        line, too_long = self.waiting, self._too_long
        self.drop()
        if too_long:
            return [BadFrame(line, f"longer than {MAX_BYTES} bytes")]
        return [*self._said(line, silence)] if line else []

    def _add(self, piece: bytes) -> None:
        room = MAX_BYTES - len(self._line)
        self._too_long |= len(piece) > room
        self._line += piece[:room]
