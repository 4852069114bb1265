"""What the owner says to a GM65: setup codes off, the mode, and to look again and again.

A printed setup code would let anyone at the gate change the rate, the mode or the output.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from drivers.events import BadFrame, DriverEvent, Reply
from drivers.scanner.gm65 import HEARTBEAT, READ, SAVE, WRITE, answer_data, question
from drivers.talk import Options

ZONE_MODE, ZONE_TRIGGER, ZONE_SETUP = 0x0000, 0x0002, 0x0003
MODE_BITS, SETUP_OFF = 0x03, 0x02
MODES = ("manual", "command", "continuous", "induction")
MODELS = ("gm65", "gm812")
OWNER_OPTIONS = frozenset({"model", "mode", "trigger", "read_s", "heartbeat_s"})

ANSWER_S = 1.0
"""How long an answer is waited for; with three tries a module that starts is met; local practice.
"""
TRIES = 3
READ_S = 5.0
"""How often a module in command mode is told to look; local practice."""

SAVE_ALL = question(SAVE, 0x0000, b"\0")
TRIGGER = question(WRITE, ZONE_TRIGGER, b"\x01")
BEAT = question(HEARTBEAT, 0x0000, b"\0")

NO_ANSWER = "the scanner answers nothing, so its setup codes are not switched off: check RX, baud"
NOT_OFF = "setup codes could not be switched off: anyone can change the scanner with a printed code"
NOT_MODE = "the mode could not be set"
NOT_SAVED = "the settings could not be saved: they hold until the scanner loses power"

Steps = Generator[bytes, bytes | None, None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Bits of a zone as they should be, and what to tell when they cannot be set."""

    zone: int
    mask: int
    bits: int
    failed: str


def talk(options: Options) -> "Gm65Talk":
    """Return what the owner says; ValueError for a model, mode or time that there is not.

    `mode` sets the module's mode, `trigger` makes it look each `read_s` seconds (and sets mode
    "command" when none is named), `heartbeat_s` asks whether it is there; 0 does not.
    """
    model = _one_of("model", options.get("model", "gm65"), MODELS)
    trigger = options.get("trigger", False)
    if not isinstance(trigger, bool):
        raise ValueError(f"trigger is true or false, not {trigger!r}")
    mode = options.get("mode", "command" if trigger and model == "gm65" else None)
    wishes: list[Wish] = []
    if model == "gm65":
        wishes.append(Wish(ZONE_SETUP, SETUP_OFF, SETUP_OFF, NOT_OFF))
        if mode is not None:
            number = MODES.index(_one_of("mode", mode, MODES))
            wishes.append(Wish(ZONE_MODE, MODE_BITS, number, NOT_MODE))
    elif mode is not None:
        raise ValueError("mode cannot be set on a gm812: its zones are others")
    return Gm65Talk(
        wishes,
        trigger_s=_seconds("read_s", options.get("read_s", READ_S), 0.5) if trigger else None,
        heartbeat_s=_seconds("heartbeat_s", options.get("heartbeat_s", 0), 0) or None,
    )


class Gm65Talk:
    """Asks one question at a time, three times at most, then repeats what is to be repeated.

    Only the answers tell what the scanner took: each zone is read until two readings agree, its
    other bits are kept, and what was written is read again. Flash is written only when something
    changed. How a wish ended is told once.
    """

    def __init__(
        self,
        wishes: Sequence[Wish],
        trigger_s: float | None = None,
        heartbeat_s: float | None = None,
    ) -> None:
        self._wishes = tuple(wishes)
        self._again = [
            (every_s, said)
            for every_s, said in ((trigger_s, TRIGGER), (heartbeat_s, BEAT))
            if every_s is not None
        ]
        self._due_at = [0.0] * len(self._again)
        self._steps: Steps = self._set_up()
        self._question: bytes | None = None
        self._tries = 0
        self._ask_at = 0.0
        self._news: list[DriverEvent] = []

    def opened(self, now: float) -> None:
        """Begin anew: another scanner may have been plugged in."""
        self._news = []
        self._due_at = [now] * len(self._again)
        self._steps = self._set_up()
        self._ask(now, next(self._steps, None))

    def due(self, now: float) -> bytes:
        """Return the question that is open, or else what is to be repeated."""
        if self._question is not None and now >= self._ask_at and self._tries == TRIES:
            self._answered(now, None)
        if self._question is not None:
            if now < self._ask_at:
                return b""
            self._tries += 1
            self._ask_at = now + ANSWER_S
            return self._question
        said = b""
        for place, (every_s, text) in enumerate(self._again):
            if now >= self._due_at[place]:
                self._due_at[place] = max(self._due_at[place] + every_s, now)
                said += text
        return said

    def heard(self, now: float, event: DriverEvent) -> Sequence[DriverEvent]:
        """Keep the answers, which are to its own questions, and hand on the rest."""
        if isinstance(event, Reply):
            if self._question is not None and self._tries and event.what != "heartbeat":
                self._answered(now, answer_data(event))
            told: list[DriverEvent] = []
        else:
            told = [event]
        return (*self.news(now), *told)

    def news(self, now: float) -> Sequence[DriverEvent]:
        """Return once how a wish ended: it was taken, or the scanner does not answer."""
        news, self._news = self._news, []
        return news

    def next_wake(self) -> float | None:
        """Return when the question is repeated, or the next thing is due."""
        if self._question is not None:
            return self._ask_at
        return min(self._due_at, default=None)

    def _ask(self, now: float, text: bytes | None) -> None:
        self._question, self._tries, self._ask_at = text, 0, now

    def _answered(self, now: float, data: bytes | None) -> None:
        try:
            self._ask(now, self._steps.send(data))
        except StopIteration:
            self._ask(now, None)

    def _set_up(self) -> Steps:
        if (yield question(READ, ZONE_SETUP, b"\x01")) is None:
            self._news.append(BadFrame(b"", NO_ANSWER))
            return
        changed = False
        for wish in self._wishes:
            changed |= yield from self._fulfil(wish)
        if changed and (yield SAVE_ALL) is None:
            self._news.append(BadFrame(b"", NOT_SAVED))

    def _fulfil(self, wish: Wish) -> Generator[bytes, bytes | None, bool]:
        """Set the bits of a zone; returns whether anything was changed."""
        for written in range(TRIES):
            value = yield from _zone(wish.zone)
            if value is not None and value & wish.mask == wish.bits:
                if wish.zone == ZONE_SETUP:
                    self._news.append(Reply("setup codes are off", bytes((value,))))
                return written > 0
            if value is not None:
                fresh = bytes(((value & ~wish.mask) | wish.bits,))
                yield question(WRITE, wish.zone, fresh)
        self._news.append(BadFrame(b"", wish.failed))
        return False


def _zone(zone: int) -> Generator[bytes, bytes | None, int | None]:
    """Read a zone until two answers agree: one may carry 33 31 in place of its CRC."""
    before: bytes | None = None
    for _ in range(2 * TRIES):
        data = yield question(READ, zone, b"\x01")
        if data is None:
            return None
        if len(data) == 1 and data == before:
            return data[0]
        before = data
    return None


def _one_of(name: str, value: object, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} is one of {', '.join(known)}, not {value!r}")
    return value


def _seconds(name: str, value: object, least: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= 3600:
        raise ValueError(f"{name} is {least} to 3600 seconds, not {value!r}")
    return float(value)
