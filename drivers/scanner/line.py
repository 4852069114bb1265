"""Any code scanner or module that sends a code as one line of text on a serial port.

    code bytes | CR, LF or CR LF, or nothing and 50 ms of silence

Source: GM65, Honeywell and Newland manuals, whose default tails differ; this reads them all.
"""

from drivers.events import DriverEvent
from drivers.scanner.lines import LineSplitter, checked, read_text


def decoder(encoding: str = "utf-8") -> "LineDecoder":
    """Return a fresh decoder: CodeSeen with symbology "unknown", and BadFrame.

    Raises ValueError when `encoding` is neither "utf-8" nor "gb18030".
    """
    return LineDecoder(encoding)


class LineDecoder:
    """Splits the stream at CR and LF; empty lines say nothing."""

    def __init__(self, encoding: str) -> None:
        self._encoding = checked(encoding)
        self._lines = LineSplitter(lambda line, _silence: [read_text(line, self._encoding)])

    def receive(self, data: bytes) -> list[DriverEvent]:
        """Events of the lines that these bytes end."""
        return self._lines.feed(data)

    def idle(self) -> list[DriverEvent]:
        """End the line that has no tail."""
        return self._lines.end()
