"""Pictures out of an HTTP answer of kind multipart/x-mixed-replace: bytes in, parts out, no I/O.

    HTTP/1.x 200 OK, headers, empty line
    then for each picture: --BOUNDARY, headers (perhaps Content-Length), empty line, JPEG, newline
Source: RFC 2046, 5.1; the habits of IP cameras (boundary written with or without its dashes).
"""

from email.message import Message

from drivers.errors import NoAnswer, Refused

HEAD_BYTES = 16_384
PART_BYTES = 8 * 1024 * 1024


class MultipartPictures:
    """Cuts one HTTP answer into its parts; keeps at most one part and its headers.

    `receive` raises Refused when the far end says no or sends something else than pictures, and
    NoAnswer when it sends nonsense or a part above `PART_BYTES`.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._boundary: bytes | None = None
        self._part_length: int | None = None
        self._in_part = False
        self._searched = 0

    def receive(self, data: bytes) -> list[bytes]:
        """Take bytes as they come and give the parts that are complete, oldest first."""
        self._buffer += data
        if self._boundary is None and not self._read_answer():
            return []
        parts: list[bytes] = []
        while (self._in_part or self._read_part_head()) and (part := self._read_part()) is not None:
            parts.append(part)
        return parts

    def _read_answer(self) -> bool:
        head = self._cut_head()
        if head is None:
            return False
        status, _, rest = head.partition("\r\n")
        words = status.split(maxsplit=2)
        if len(words) < 2 or not words[0].startswith("HTTP/"):
            raise NoAnswer("what answers there speaks no HTTP")
        if words[1] != "200":
            raise Refused(f"the camera's server answers {words[1][:20]!r}")
        message = _headers(rest)
        boundary = message.get_boundary()
        if message.get_content_maintype() != "multipart" or not boundary:
            raise Refused("the camera's server sends no multipart pictures")
        self._boundary = b"--" + boundary.encode("latin-1").removeprefix(b"--")
        return True

    def _read_part_head(self) -> bool:
        assert self._boundary is not None  # noqa: S101  set before any part is read
        start = self._buffer.find(self._boundary)
        if start < 0:
            keep = len(self._boundary) - 1
            del self._buffer[: max(0, len(self._buffer) - keep)]
            return False
        del self._buffer[:start]
        head = self._cut_head()
        if head is None:
            return False
        length = _headers(head.partition("\r\n")[2]).get("Content-Length", "").strip()
        self._part_length = int(length) if length.isascii() and length.isdigit() else None
        if self._part_length is not None and self._part_length > PART_BYTES:
            raise NoAnswer(f"the camera announces a picture of over {PART_BYTES} bytes")
        self._in_part = True
        self._searched = 0
        return True

    def _read_part(self) -> bytes | None:
        end = self._part_end()
        if end is None:
            return None
        part = bytes(self._buffer[:end])
        del self._buffer[:end]
        self._in_part = False
        return part

    def _part_end(self) -> int | None:
        assert self._boundary is not None  # noqa: S101  set before any part is read
        if self._part_length is not None:
            return self._part_length if len(self._buffer) >= self._part_length else None
        mark = b"\r\n" + self._boundary
        end = self._buffer.find(mark, self._searched)
        self._searched = max(0, len(self._buffer) - len(mark))
        if end < 0 and len(self._buffer) > PART_BYTES:
            raise NoAnswer(f"the camera sends a picture of over {PART_BYTES} bytes")
        return end if end >= 0 else None

    def _cut_head(self) -> str | None:
        end = self._buffer.find(b"\r\n\r\n", 0, HEAD_BYTES)
        if end < 0:
            if len(self._buffer) > HEAD_BYTES:
                raise NoAnswer("the camera's server sends headers without end")
            return None
        head = self._buffer[:end].decode("latin-1")
        del self._buffer[: end + 4]
        return head


def _headers(text: str) -> Message:
    """Parse header lines leniently: a line that is none is left out."""
    message = Message()
    for line in text.split("\r\n"):
        name, colon, value = line.partition(":")
        if colon:
            message[name.strip()] = value.strip()
    return message
