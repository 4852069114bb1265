"""What the door helper needs of any board, and the plain relay boards on a serial port."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from drivers.errors import DeviceError
from drivers.link import SerialLink


class Denied(DeviceError):  # noqa: N818  named for the condition
    """The board answers and says no to this command; it can be told others."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a board is and how it is set up: port, rate, channel from 1, and its own options.

    The options are left out of `repr`: a key may be among them.
    """

    port: str
    baud: int
    channel: int = 1
    options: Mapping[str, object] = field(default_factory=dict, repr=False)

    def only(self, *known: str) -> None:
        """Refuse, with a ValueError, an option that the board does not have."""
        strange = sorted(set(self.options) - set(known))
        if strange:
            there = ", ".join(known) or "none"
            raise ValueError(f"no option is named {', '.join(strange)}; there are: {there}")


class Board(Protocol):
    """A board that can unlock one door; made without I/O, used by one thread.

    Every method but `close` may raise DeviceError, from which on the board has to be opened again
    (and locked); only after Denied it goes on.
    """

    def open(self) -> None:
        """Open what leads to the board; returns when the board can be told something."""
        ...

    def unlock(self, seconds: float) -> None:
        """Unlock; a board with a timer of its own locks by itself after so long.

        While it is unlocked this sets anew how long it stays so.
        """
        ...

    def lock(self) -> None:
        """Lock, whatever the board was told before."""
        ...

    def tend(self) -> None:
        """Hear what the board says, and do what it must be told regularly."""
        ...

    def fileno(self) -> int | None:
        """Return a descriptor from which the board is heard; None when there is none now."""
        ...

    def next_wake(self) -> float | None:
        """Return when `tend` is due, in seconds of the monotonic clock; None for never."""
        ...

    def close(self) -> None:
        """Give everything back; never raises."""
        ...


class Switch(Protocol):
    """How to switch a relay board."""

    def __call__(self, channel: int, *, on: bool) -> bytes:
        """Bytes for a channel, counted from 1; ValueError when no board has it."""
        ...


On = Callable[[float, bool], bytes]
"""`on(seconds, unlocked)`: what unlocks for so long; `unlocked` while it already is."""


class SerialBoard:
    """A board that is told by a few bytes, and of which no acknowledgement is waited for."""

    def __init__(self, link: SerialLink, on: On, off: bytes) -> None:
        self._link = link
        self._on = on
        # Twice: nothing acknowledges, and the one that counts is the one that shuts.
        self._off = off * 2
        self._unlocked = False

    def open(self) -> None:
        """Open the port."""
        self._link.open()

    def unlock(self, seconds: float) -> None:
        """Send what unlocks."""
        self._link.write(self._on(seconds, self._unlocked))
        self._unlocked = True

    def lock(self) -> None:
        """Send what locks."""
        self._link.write(self._off)
        self._unlocked = False

    def tend(self) -> None:
        """Read what the board says, which only matters when the port is gone."""
        self._link.read(0)

    def fileno(self) -> int | None:
        """Return the descriptor of the port."""
        return self._link.fileno()

    def next_wake(self) -> float | None:
        """Return None: such a board needs nothing by itself."""
        return None

    def close(self) -> None:
        """Close the port."""
        self._unlocked = False
        self._link.close()


def relays(switch: Switch) -> Callable[[Place], Board]:
    """Return what makes the board of a device that only knows on and off."""

    def make(place: Place) -> Board:
        place.only()
        on = switch(place.channel, on=True)
        off = switch(place.channel, on=False)
        return SerialBoard(SerialLink(place.port, place.baud), lambda _s, _unlocked: on, off)

    return make
