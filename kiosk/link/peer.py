"""One client as the server sees it: what it said, what waits for it, and since when it waits."""

import selectors
import socket
import struct
from collections import deque
from collections.abc import Callable

from kiosk.link.lines import Lines, LineTooLongError
from kiosk.link.messages import (
    VERSION,
    Answer,
    Hello,
    Intent,
    Message,
    MessageError,
    Query,
    decode,
    encode,
)

ANSWERS = 64
"""How many messages of one client may wait for their answer; who sends more is parted with."""

_CREDENTIALS = struct.Struct("3i")
_CHUNK = 64 * 1024
HELLO = "hello"


class Peer:
    """A connection with its bounded buffers; does not block and never raises for a lost peer.

    `since` is when the client last took a byte, or when something began to wait for it; before
    its Hello, when it connected.
    """

    def __init__(
        self, number: int, connection: socket.socket, monotonic: Callable[[], float]
    ) -> None:
        self.number = number
        self.connection = connection
        self.greeted = False
        self.had_state = False
        self.gone = False
        self.since = monotonic()
        self._monotonic = monotonic
        self._lines = Lines()
        self._state: bytes | None = None
        self._answers: deque[bytes] = deque()
        self._sending = memoryview(b"")
        self._unanswered = 0
        self._leaving = False

    @property
    def uid(self) -> int:
        """The user at the other end, by the word of the kernel (SO_PEERCRED)."""
        raw = self.connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        _, uid, _ = _CREDENTIALS.unpack(raw)
        return int(uid)

    @property
    def waits(self) -> bool:
        """Tell whether the client owes something: to take output, or to say Hello."""
        return bool(self._sending or self._state or self._answers) or not self.greeted

    @property
    def interest(self) -> int:
        """What the selector is to watch for; reading always, so that a lost peer is seen."""
        writes = bool(self._sending or self._state or self._answers)
        return selectors.EVENT_READ | (selectors.EVENT_WRITE if writes else 0)

    def offer(self, state: bytes | None) -> None:
        """Put the newest state in the place of one that has not begun to be sent."""
        if state is None or self._leaving:
            return
        self._begin_waiting()
        self._state = state
        self.had_state = True

    def queue(self, answer: bytes) -> None:
        """Queue an answer; answers go before states."""
        self._begin_waiting()
        self._answers.append(answer)
        self._unanswered -= 1

    def refuse(self, code: str) -> None:
        """Say why the client is not served, and part once that is sent."""
        self._answers.append(encode(Answer(HELLO, False, code)))
        self._leaving = True

    def read(self) -> list[Intent | Query]:
        """Take what has arrived and return the messages in it."""
        try:
            data = self.connection.recv(_CHUNK)
        except BlockingIOError:
            return []
        except OSError:
            data = b""
        if not data:
            self.gone = True
            return []
        if self._leaving:
            return []
        try:
            return [found for line in self._lines.receive(data) for found in self._take(line)]
        except LineTooLongError:
            self.refuse("too_long")
            return []

    def write(self) -> None:
        """Send as much as the client takes."""
        while not self.gone and (self._sending or self._next()):
            try:
                sent = self.connection.send(self._sending)
            except BlockingIOError:
                return
            except OSError:
                self.gone = True
                return
            self._sending = self._sending[sent:]
            self.since = self._monotonic()
        if self._leaving:
            self.gone = True

    def _take(self, line: bytes) -> list[Intent | Query]:
        if self._leaving:
            return []
        message: Message | None
        try:
            message = decode(line)
        except MessageError:
            message = None
        if not self.greeted:
            self._greet(message)
        elif isinstance(message, Intent | Query):
            self._unanswered += 1
            if self._unanswered <= ANSWERS:
                return [message]
            self.refuse("too_many_unanswered")
        else:
            self.refuse("not_a_message")
        return []

    def _greet(self, message: Message | None) -> None:
        if isinstance(message, Hello) and message.version == VERSION:
            self.greeted = True
            self._answers.append(encode(Answer(HELLO, True, "welcome")))
        else:
            self.refuse("version")

    def _next(self) -> bool:
        if self._answers:
            self._sending = memoryview(self._answers.popleft())
        elif self._state is not None:
            self._sending, self._state = memoryview(self._state), None
        return bool(self._sending)

    def _begin_waiting(self) -> None:
        if not (self._sending or self._state or self._answers):
            self.since = self._monotonic()
