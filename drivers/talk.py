"""What the owner of a device says to it, and what is made of the answers: pure, without a wire."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from drivers.events import DriverEvent

Options = Mapping[str, object]
"""The options of a device as the configuration gives them."""


class Talk(Protocol):
    """The owner's half of a conversation; times in seconds of the owner's clock.

    The owner calls `opened` each time the port is open, sends what `due` returns, and hands each
    event of the decoder to `heard`, which returns what the kiosk gets for it.
    """

    def opened(self, now: float) -> None:
        """Begin anew: the device may have been off."""
        ...

    def due(self, now: float) -> bytes:
        """Return what is to be sent now; nothing most of the time."""
        ...

    def heard(self, now: float, event: DriverEvent) -> Sequence[DriverEvent]:
        """Take an event of the decoder and return what the kiosk gets for it."""
        ...

    def news(self, now: float) -> Sequence[DriverEvent]:
        """Return what the talk has to tell without an event: that a question got no answer, say."""
        ...

    def next_wake(self) -> float | None:
        """Return when `due` has something to send; None when only an answer changes that."""
        ...


class Greeting:
    """Says one thing when the port opens, nothing if it is empty, and hands every event on."""

    def __init__(self, text: bytes = b"") -> None:
        self._text = text
        self._due_at: float | None = None

    def opened(self, now: float) -> None:
        """Begin anew."""
        self._due_at = now if self._text else None

    def due(self, now: float) -> bytes:
        """Return the greeting, once."""
        if self._due_at is None:
            return b""
        self._due_at = None
        return self._text

    def heard(self, now: float, event: DriverEvent) -> Sequence[DriverEvent]:
        """Hand the event on."""
        return (event,)

    def news(self, now: float) -> Sequence[DriverEvent]:
        """Return nothing: no answer is expected."""
        return ()

    def next_wake(self) -> float | None:
        """Return when the greeting is due."""
        return self._due_at


class Poll:
    """Asks the same question every `every_s` seconds, answered or not, and hands events on."""

    def __init__(self, question: bytes, every_s: float) -> None:
        self._question = question
        self._every_s = every_s
        self._due_at = 0.0

    def opened(self, now: float) -> None:
        """Begin anew."""
        self._due_at = now

    def due(self, now: float) -> bytes:
        """Return the question when it is time; what was missed is not made up for."""
        if now < self._due_at:
            return b""
        self._due_at = max(self._due_at + self._every_s, now)
        return self._question

    def heard(self, now: float, event: DriverEvent) -> Sequence[DriverEvent]:
        """Hand the event on."""
        return (event,)

    def news(self, now: float) -> Sequence[DriverEvent]:
        """Return nothing: that no answer comes is seen by whoever watches the device."""
        return ()

    def next_wake(self) -> float | None:
        """Return when the next question is due."""
        return self._due_at
