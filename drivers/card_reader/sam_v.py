"""SAM_V ("SDT") readers of second-generation ID cards on a UART (8N1, 115200 baud).

    AA AA AA 96 69 | LEN hi lo | SW1 SW2 SW3 | DATA | XOR
    LEN  bytes behind it.  SW  00 00 and the status.  XOR  of all bytes from LEN to DATA.
    a card:  DATA = text length 01 00, photo length 04 00, [fingerprint length,] text, photo, ...

The photo and the fingerprints are skipped; the bytes of a card are in no event.

Source: the SAM_V text of the vendors and five public clients in C, C#, Java and Python agree on
the frame, the commands and the codes (protocols.md 4.1 to 4.3); of the SAM number and the further
address only the sizes are known.
"""

from functools import reduce
from operator import xor

from drivers.card_reader import sam_v_text
from drivers.card_reader.sam_v_text import TEXT_BYTES, NotACardError
from drivers.events import BadFrame, Reply
from drivers.framing import NEED_MORE, FrameDecoder, Taken

PREAMBLE = bytes.fromhex("AA AA AA 96 69")

FIND = PREAMBLE + bytes.fromhex("00 03 20 01 22")
SELECT = PREAMBLE + bytes.fromhex("00 03 20 02 21")
READ = PREAMBLE + bytes.fromhex("00 03 30 01 32")
"""Asks for text and photo."""
READ_WITH_PRINTS = PREAMBLE + bytes.fromhex("00 03 30 10 23")
"""Asks for text, photo and fingerprints; old modules do not know it."""

FOUND, SELECTED, NO_CARD = "card found", "card selected", "no card"
COMMAND_WRONG = "command not known"
STATUS = {
    0x10: "checksum of the request wrong",
    0x11: "length of the request wrong",
    0x21: COMMAND_WRONG,
    0x23: "command not permitted",
    0x24: "unknown error",
    0x31: "card rejected the reader",
    0x32: "reader rejected the card",
    0x33: "card information check failed",
    0x40: "unknown card type",
    0x41: "read failed",
    0x47: "random number failed",
    0x60: "reader failed its self-test",
    0x66: "reader not authorised",
    0x80: NO_CARD,
    0x81: "select failed",
    0x90: "ok",
    0x91: "item empty",
    0x9F: FOUND,
}
"""What a status without data says; 01 to 05 exist in libraries only, not on the wire."""

_SHORT = 4
_WITH_DATA = {
    (0x0008, 0x9F): FOUND,
    (0x000C, 0x90): SELECTED,
    (0x0014, 0x90): "reader number",
    (0x011C, 0x90): "further address",
}
_CARDS = {0x0508: False, 0x050A: True, 0x070A: True, 0x090A: True}
"""Lengths of a card, and whether the length of the fingerprints is among its data."""
_LENGTHS = {_SHORT, *_CARDS, *(length for length, _status in _WITH_DATA)}
_NO_RAW = 0x0100
"""Longer answers tell of a person: their bytes are in no event."""

_DATA_AT = 10
_INNER = bytes.fromhex("01 00 04 00")
_TEXT_AT = _DATA_AT + len(_INNER)
_PRINT_BYTES = 512
_OVERHEAD = len(PREAMBLE) + 2
_WINDOW = _OVERHEAD + max(_LENGTHS) + len(PREAMBLE) - 1


def decoder() -> FrameDecoder:
    """Return a fresh decoder: Reply for a status, CardRead for a card, and BadFrame."""
    return FrameDecoder(take, _WINDOW)


def take(data: bytes, ended: bool) -> Taken:
    """Judge the bytes at the front of `data`; a bad frame uses one byte only.

    What was lost inside a frame is replaced by the beginning of the next one, with a right check
    where an AA was lost: so a frame in which, or over whose end, another one begins is bad.
    """
    if not PREAMBLE.startswith(data[: len(PREAMBLE)]):
        following = data.find(PREAMBLE[0], 1)
        return (len(data) if following < 0 else following), None
    if len(data) < _DATA_AT:
        return _wait(data, ended)
    length = int.from_bytes(data[5:7], "big")
    if length not in _LENGTHS:
        return _bad(data, f"length {length:04X}")
    if not _known(length, data[7:_DATA_AT]):
        return _bad(data, f"status {data[7:_DATA_AT].hex(' ').upper()} with length {length:04X}")
    if length in _CARDS:
        if len(data) < _TEXT_AT + 2:
            return _wait(data, ended)
        if not _fits(data, length):
            return _bad(data, "lengths inside the card's data")
    return _take_body(data, _OVERHEAD + length, ended)


def _take_body(data: bytes, total: int, ended: bool) -> Taken:
    if data.find(PREAMBLE, 1, total) > 0:
        return _bad(data, "another frame begins inside")
    if len(data) < total:
        return _wait(data, ended)
    frame = data[:total]
    if reduce(xor, frame[len(PREAMBLE) :]):
        return _bad(data, "checksum")
    for shared in range(1, len(PREAMBLE)):
        if frame.endswith(PREAMBLE[:shared]):
            behind = data[total : total + len(PREAMBLE) - shared]
            if behind == PREAMBLE[shared:]:
                return _bad(data, "another frame begins inside")
            if PREAMBLE[shared:].startswith(behind) and not ended:
                return NEED_MORE
    return _read(frame)


def _read(frame: bytes) -> Taken:
    length, status = int.from_bytes(frame[5:7], "big"), frame[9]
    if length in _CARDS:
        text_at = _TEXT_AT + 2 * _CARDS[length]
        try:
            return len(frame), sam_v_text.read(frame[text_at : text_at + TEXT_BYTES])
        except NotACardError as error:
            return _bad(frame, str(error))
    if length == _SHORT:
        return len(frame), Reply(STATUS[status], frame)
    raw = frame if length < _NO_RAW else frame[:_DATA_AT]
    return len(frame), Reply(_WITH_DATA[length, status], raw)


def _known(length: int, status: bytes) -> bool:
    if status[:2] != b"\0\0":
        return False
    if length == _SHORT:
        return status[2] in STATUS
    return (length, status[2]) in _WITH_DATA or (length in _CARDS and status[2] == 0x90)


def _fits(data: bytes, length: int) -> bool:
    if data[_DATA_AT:_TEXT_AT] != _INNER:
        return False
    prints = int.from_bytes(data[_TEXT_AT : _TEXT_AT + 2], "big") if _CARDS[length] else 0
    return length == min(_CARDS) + 2 * _CARDS[length] + prints and prints % _PRINT_BYTES == 0


def _wait(data: bytes, ended: bool) -> Taken:
    whole = len(data) >= len(PREAMBLE)
    if not ended:
        return NEED_MORE
    return _bad(data, "cut short") if whole else (1, None)


def _bad(data: bytes, why: str) -> Taken:
    return 1, BadFrame(data[:_DATA_AT], why)
