"""Any code scanner or module that sends a code as one line of UTF-8 text on a serial port.

    code bytes | CR, LF or CR LF, or nothing and 50 ms of silence

Source: GM65, Honeywell and Newland manuals, whose default tails differ; this reads them all.
"""

from drivers.events import BadFrame, CodeSeen, DriverEvent

MAX_BYTES = 4096
"""The longest line: a QR code holds at most 2,953 bytes."""

_TAILS = b"\r\n"


def decoder() -> "LineDecoder":
    """Return a fresh decoder: CodeSeen with symbology "unknown", and BadFrame."""
    return LineDecoder()


class LineDecoder:
    """Splits the stream at CR and LF; empty lines say nothing."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._too_long = False

    def receive(self, data: bytes) -> list[DriverEvent]:
        """Events of the lines that these bytes end."""
        events: list[DriverEvent] = []
        for piece in data.replace(b"\r", b"\n").splitlines(keepends=True):
            self._add(piece.rstrip(_TAILS))
            if piece.endswith(b"\n"):
                events += self.idle()
        return events

    def idle(self) -> list[DriverEvent]:
        """End the line that has no tail."""
        line, too_long = bytes(self._line), self._too_long
        self._line.clear()
        self._too_long = False
        if too_long:
            return [BadFrame(line, f"longer than {MAX_BYTES} bytes")]
        if not line:
            return []
        try:
            return [CodeSeen(line.decode("utf-8"), "unknown")]
        except UnicodeDecodeError as error:
            return [BadFrame(line, f"not UTF-8: byte {error.start}")]

    def _add(self, piece: bytes) -> None:
        room = MAX_BYTES - len(self._line)
        self._too_long |= len(piece) > room
        self._line += piece[:room]
