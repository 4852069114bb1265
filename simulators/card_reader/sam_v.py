"""A SAM_V card reader as its maker's text describes it: answers commands, never speaks by itself.

both ways  AA AA AA 96 69, two bytes of length (the higher first, of all that follows), then
           command and parameter, or 00 00 and a status, then data, then the exclusive or of
           everything behind the 69
hears      10 FF reset, 11 FF status, 12 FF number of the reader, 20 01 find, 20 02 select,
           30 01 read, 30 10 read with fingerprints (status 21 from old modules), 30 03 further
           address, 30 05 number of the card body
find, select and read belong together; after a read a card is not found again until it was taken
away. A stuck reader finds a card and never selects it; one that is out of range reads cards whose
check character and dates cannot be.
"""

from collections import deque
from functools import reduce
from operator import xor

from simulators.card_reader import sam_v_card
from simulators.cards import Card
from simulators.faults import RESTART_S, Fault

FACTORY_BAUD = 115200
ANSWER_S = 0.02
READ_S = 0.3
"""What the reader thinks before it answers a find or select, and a read (local practice)."""

_START = b"\xaa\xaa\xaa\x96\x69"
_LONGEST_COMMAND = 64
_OK = b"\x90"
_BITS_A_BYTE = 10


class SamV:
    """The reader without its wire; `baud` makes its answers take as long as their bytes do."""

    def __init__(
        self,
        now: float,
        *,
        baud: int = FACTORY_BAUD,
        old_firmware: bool = False,
        fingers: int = 0,
    ) -> None:
        self.baud = baud
        self._old = old_firmware
        self._fingers = fingers
        self._card: Card | None = None
        self._silent_until = now
        self._forget()

    def step(self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()) -> list[bytes]:
        """Hear commands and return the answers whose last byte is out by `now`."""
        if now < self._silent_until:
            return []
        self._heard += heard
        while (command := self._next_command()) is not None:
            self._answer(now, command, faults)
        ready = []
        while self._answers and self._answers[0][0] <= now:
            ready.append(self._answers.popleft()[1])
        return ready

    def lay(self, now: float, card: Card) -> None:
        """Lay a card on it; the one that lay there is taken away."""
        self._card = card
        self._found = self._selected = self._was_read = False

    def take_away(self, now: float) -> None:
        """Take the card away."""
        self._card = None
        self._found = self._selected = self._was_read = False

    def power_cycle(self, now: float) -> None:
        """Start again: silent, then it finds anew what lies on it."""
        self._silent_until = now + RESTART_S
        self._forget()

    def next_wake(self) -> float | None:
        """Return when an answer is due; None when nothing was asked."""
        return self._answers[0][0] if self._answers else None

    def _forget(self) -> None:
        self._found = self._selected = self._was_read = False
        self._heard = b""
        self._answers: deque[tuple[float, bytes]] = deque()

    def _next_command(self) -> bytes | None:
        """Return the next command without start and check; empty when its check is wrong."""
        at = self._heard.find(_START)
        self._heard = self._heard[at:] if at >= 0 else self._heard[-len(_START) + 1 :]
        if at < 0 or len(self._heard) < 7:
            return None
        length = int.from_bytes(self._heard[5:7], "big")
        if not 3 <= length <= _LONGEST_COMMAND:
            self._heard = self._heard[1:]
            return self._next_command()
        if len(self._heard) < 7 + length:
            return None
        body, self._heard = self._heard[5 : 7 + length], self._heard[7 + length :]
        return b"" if reduce(xor, body) else body[2:-1]

    def _answer(self, now: float, command: bytes, faults: frozenset[Fault]) -> None:
        status, data = self._obey(command, faults)
        frame = encode(status, data)
        begin = max(now, self._answers[-1][0] if self._answers else now)
        think = READ_S if len(data) > sam_v_card.TEXT_BYTES else ANSWER_S
        self._answers.append((begin + think + len(frame) * _BITS_A_BYTE / self.baud, frame))

    def _obey(self, command: bytes, faults: frozenset[Fault]) -> tuple[bytes, bytes]:
        match command:
            case b"":
                return b"\x10", b""
            case b"\x10\xff" | b"\x11\xff":
                return _OK, b""
            case b"\x12\xff":
                return _OK, bytes.fromhex("05 00 01 00") + bytes(12)
            case b"\x20\x01":
                return self._find()
            case b"\x20\x02":
                return self._select(faults)
            case b"\x30\x01":
                return self._read(faults, with_prints=False)
            case b"\x30\x10" if not self._old:
                return self._read(faults, with_prints=True)
            case b"\x30\x03":
                return (b"\x91" if self._was_read else b"\x41"), b""
            case b"\x30\x05" if self._selected:
                return _OK, bytes(16)
        return b"\x21", b""

    def _find(self) -> tuple[bytes, bytes]:
        self._found = self._card is not None and not self._was_read
        self._selected = False
        return (b"\x9f", bytes(4)) if self._found else (b"\x80", b"")

    def _select(self, faults: frozenset[Fault]) -> tuple[bytes, bytes]:
        self._selected = self._found and Fault.STUCK not in faults
        return (_OK, bytes(8)) if self._selected else (b"\x81", b"")

    def _read(self, faults: frozenset[Fault], *, with_prints: bool) -> tuple[bytes, bytes]:
        if self._card is None or not self._selected:
            return b"\x41", b""
        self._was_read, self._found, self._selected = True, False, False
        wrong = Fault.OUT_OF_RANGE in faults
        card = sam_v_card.impossible(self._card) if wrong else self._card
        fingers = self._fingers if with_prints else None
        return _OK, card_data(card, fingers)


def card_data(card: Card, fingers: int | None = None) -> bytes:
    """Return the data of a read; with `fingers` in the form that has fingerprints, 0 to 2."""
    text, photo = sam_v_card.text(card), sam_v_card.photo(card)
    prints = b"" if fingers is None else sam_v_card.prints(card, fingers)
    lengths = [len(text), len(photo)] + ([] if fingers is None else [len(prints)])
    return b"".join(size.to_bytes(2, "big") for size in lengths) + text + photo + prints


def encode(status: bytes, data: bytes = b"") -> bytes:
    """Return an answer as it goes over the wire."""
    body = (4 + len(data)).to_bytes(2, "big") + b"\0\0" + status + data
    return _START + body + bytes((reduce(xor, body),))
