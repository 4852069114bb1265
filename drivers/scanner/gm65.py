"""GM65, GM60, GM812 and GM805 code reader modules (Grow) on a UART (8N1, 9600 baud).

    code bytes | CR, LF or CR LF, or nothing and 50 ms of silence
    7E 00 | type | len | zone hi lo | data | CRC hi lo      question: 07 read, 08 write, 09 save
    02 00 | 00   | len | data | CRC hi lo                   answer;  03 00 ... of a heartbeat (0A)
    CRC-16/XMODEM over type..data; an answer may carry 33 31, the CRC of 00 01 00, for any byte.

Answers come on the line of the codes, anywhere. A whole one is lifted out, and the text around it
is read as if it had not been there: a code that has begun goes on after it, and only a tail or a
silence ends it. Bytes 00 to 03, which no text has, belong to a damaged answer: nobody can say
where the code beside it begins, so that line is a bad frame.

Source: GM812 manual for frames and CRC (five printed frames check), a driver tested on GM65
hardware for the constant 33 31 and the answer to a read.
"""

from binascii import crc_hqx

from drivers.events import BadFrame, DriverEvent, Reply
from drivers.scanner.lines import LineSplitter, checked, read_text

READ, WRITE, SAVE, HEARTBEAT = 0x07, 0x08, 0x09, 0x0A
MAX_DATA = 8
"""The longest answer looked for: the kiosk asks for one byte, a rate has two; local practice."""

_STARTS = {0x02: "answer", 0x03: "heartbeat"}
_NO_TEXT = frozenset(range(4))
_CRC_OF_ZERO = b"\x33\x31"
_HEAD = 4
_WAIT = 0


def decoder(encoding: str = "utf-8") -> "Gm65Decoder":
    """Return a fresh decoder: CodeSeen, Reply ("answer", "refused", "heartbeat") and BadFrame.

    Raises ValueError when `encoding` is neither "utf-8" nor "gb18030".
    """
    return Gm65Decoder(encoding)


def question(kind: int, zone: int, data: bytes) -> bytes:
    """Return a question with its CRC."""
    body = bytes((kind, len(data))) + zone.to_bytes(2, "big") + data
    return b"\x7e\x00" + body + crc_hqx(body, 0).to_bytes(2, "big")


def answer_data(event: DriverEvent) -> bytes | None:
    """Return what an answer carries; None for any other event."""
    if isinstance(event, Reply) and event.what == "answer":
        return event.raw[_HEAD:-2]
    return None


class Gm65Decoder:
    """Lifts the answers out of the stream and splits the rest into lines."""

    def __init__(self, encoding: str) -> None:
        self._encoding = checked(encoding)
        self._lines = LineSplitter(self._said)
        self._buffer = b""

    def receive(self, data: bytes) -> list[DriverEvent]:
        """Events of the lines and answers that these bytes complete."""
        self._buffer += data
        return self._scan(ended=False)

    def idle(self) -> list[DriverEvent]:
        """End the line that has no tail; an answer that is not whole makes it bad."""
        return [*self._scan(ended=True), *self._lines.end()]

    def _scan(self, *, ended: bool) -> list[DriverEvent]:
        events: list[DriverEvent] = []
        data, at = self._buffer, 0
        while at < len(data):
            if data[at] in _STARTS:
                used = frame_length(data[at : at + _HEAD + MAX_DATA + 2])
                if used == _WAIT and not ended:
                    break
                if used > 0:
                    events.append(_reply(data[at : at + used]))
                    at += used
                    continue
            end = _next_start(data, at + 1)
            events += self._lines.feed(data[at:end])
            at = end
        self._buffer = data[at:]
        return events

    def _said(self, line: bytes, _silence: bool) -> list[DriverEvent]:
        if line.strip(b"\0") and not _NO_TEXT.isdisjoint(line):
            return [BadFrame(line, "parts of an answer stand inside the code")]
        return [read_text(line, self._encoding)]


def frame_length(data: bytes) -> int:
    """Return the length of the answer at the front of `data`, 0 to wait for more, -1 for none."""
    if data[1:2] not in (b"", b"\0") or (len(data) >= _HEAD and data[3] > MAX_DATA):
        return -1
    if len(data) < _HEAD:
        return _WAIT
    total = _HEAD + data[3] + 2
    if len(data) < total:
        return _WAIT
    body, crc = data[2 : total - 2], data[total - 2 : total]
    if crc == crc_hqx(body, 0).to_bytes(2, "big"):
        return total
    return total if body[:2] == b"\0\x01" and crc == _CRC_OF_ZERO else -1


def _reply(frame: bytes) -> Reply:
    return Reply("refused" if frame[2] else _STARTS[frame[0]], frame)


def _next_start(data: bytes, begin: int) -> int:
    places = (data.find(bytes((start,)), begin) for start in _STARTS)
    return min((place for place in places if place >= 0), default=len(data))
