"""What the owner says to a SAM_V reader: find, select and read, all three for each card.

The reader never speaks by itself. A card is told once: it has to be gone (`find` sees none) before
the same one is told again, which also holds for readers that find a card that they have read.
"""

from collections.abc import Sequence
from enum import Enum

from drivers.card_reader import sam_v
from drivers.events import BadFrame, CardRead, DriverEvent, Reply
from drivers.talk import Options

FIND_EVERY_S = 0.3
ANSWER_S = 0.5
"""An answer to find or select takes 50 ms; when so much is over it is not coming."""
READ_S = 2.8
"""1295 bytes take 1.35 s at 9600 baud, and the reader thinks for up to 1.3 s before."""
PERIOD_S = 1.0
"""A third of the longest silence: a read, and the find that follows when it fails."""
TRIES = 3

UNREAD = "card not read"
"""`what` of the Reply that the kiosk gets: lay the card again. `raw` is the last answer."""
OPTIONS = frozenset({"command"})

COMMANDS = {"30 01": sam_v.READ, "30 10": sam_v.READ_WITH_PRINTS}


class _Step(Enum):
    FIND = sam_v.FIND
    SELECT = sam_v.SELECT
    READ = sam_v.READ


class SamVTalk:
    """The conversation with a reader; the kiosk gets cards, and that one cannot be read.

    `read` is the command that reads; the one with fingerprints gives way for good to the plain one
    when the module does not know it.
    """

    def __init__(self, read: bytes = sam_v.READ) -> None:
        self._read = read
        self._step = _Step.FIND
        self._due_at: float | None = 0.0
        self._over_at = 0.0
        self._tries = 0
        self._answer = b""
        self._told: CardRead | None = None
        self._told_unread = False

    def opened(self, now: float) -> None:
        """Begin anew; a card that still lies there is not told again."""
        self._ask(_Step.FIND, now)

    def due(self, now: float) -> bytes:
        """Return the command that is due, or `find` when an answer does not come."""
        if self._due_at is None:
            if now < self._over_at:
                return b""
            self._tries += self._step is _Step.READ
            self._step = _Step.FIND
        elif now < self._due_at:
            return b""
        self._due_at = None
        self._over_at = now + (READ_S if self._step is _Step.READ else ANSWER_S)
        return self._read if self._step is _Step.READ else self._step.value

    def heard(self, now: float, event: DriverEvent) -> Sequence[DriverEvent]:
        """Go on with what the reader answers; return cards, and a Reply for one not read."""
        match event:
            case CardRead():
                return self._card(now, event)
            case Reply(sam_v.NO_CARD) if self._step is _Step.FIND:
                return self._gone(now)
            case Reply():
                self._answer = event.raw
                self._reply(now, event.what)
            case BadFrame() if self._step is _Step.READ:
                self._failed(now)
        return self._unread() if self._tries >= TRIES else ()

    def news(self, now: float) -> Sequence[DriverEvent]:
        """Return nothing: a reader that does not answer is silent, and told as lost."""
        return ()

    def next_wake(self) -> float | None:
        """Return when the next command is due, or the answer to the last one overdue."""
        return self._over_at if self._due_at is None else self._due_at

    def _card(self, now: float, card: CardRead) -> Sequence[DriverEvent]:
        again = card == self._told
        self._told, self._told_unread, self._tries = card, False, 0
        self._ask(_Step.FIND, now + FIND_EVERY_S)
        return () if again else (card,)

    def _gone(self, now: float) -> Sequence[DriverEvent]:
        """End with the card that lay there; one that was only tried has to be laid again.

        Most readers do not find a card again whose answer was damaged on its way.
        """
        unread = self._unread() if self._tries else ()
        self._told, self._told_unread, self._tries = None, False, 0
        self._ask(_Step.FIND, now + FIND_EVERY_S)
        return unread

    def _unread(self) -> Sequence[DriverEvent]:
        if self._told_unread or self._told is not None:
            return ()
        self._told_unread = True
        return (Reply(UNREAD, self._answer),)

    def _reply(self, now: float, what: str) -> None:
        match self._step, what:
            case _Step.FIND, sam_v.FOUND:
                self._ask(_Step.SELECT, now)
            case _Step.SELECT, sam_v.SELECTED:
                self._ask(_Step.READ, now)
            case _Step.READ, sam_v.COMMAND_WRONG if self._read != sam_v.READ:
                self._read = sam_v.READ
                self._ask(_Step.FIND, now)
            case _, (sam_v.FOUND | sam_v.SELECTED):
                pass
            case _:
                self._failed(now)

    def _failed(self, now: float) -> None:
        """Begin with `find` again: the three belong together."""
        self._tries += 1
        self._ask(_Step.FIND, now + FIND_EVERY_S)

    def _ask(self, step: _Step, at: float) -> None:
        self._step, self._due_at = step, at


def talk(options: Options) -> SamVTalk:
    """Return the talk for a reader's options: `command` is "30 01", or "30 10" with fingerprints.

    Raises ValueError for another command.
    """
    command = options.get("command", "30 01")
    if not isinstance(command, str) or command not in COMMANDS:
        raise ValueError(f"command is one of {', '.join(COMMANDS)}, not {command!r}")
    return SamVTalk(COMMANDS[command])
