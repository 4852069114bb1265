"""Bytes of a stream cut into lines of bounded length, for both ends of the link."""

from kiosk.link.messages import MAX_LINE


class LineTooLongError(ValueError):
    """The other end sent more than MAX_LINE bytes without a line end."""


class Lines:
    """Collects bytes and gives whole lines; holds at most one unfinished line."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def receive(self, data: bytes) -> list[bytes]:
        """Return the lines that `data` completes, without their ends.

        Raises LineTooLongError when a line, finished or not, is over MAX_LINE bytes.
        """
        self._buffer += data
        *whole, rest = self._buffer.split(b"\n")
        if len(rest) > MAX_LINE or any(len(line) > MAX_LINE for line in whole):
            raise LineTooLongError(f"a line is over {MAX_LINE} bytes")
        self._buffer = rest
        return [bytes(line) for line in whole if line]
