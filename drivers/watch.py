"""When a device is lost, back or noisy: the judgement of its owner, pure, without a thread."""

import math

from drivers.errors import DeviceError, NoAnswer, Refused
from drivers.events import (
    Back,
    BadFrame,
    DriverEvent,
    Lost,
    Noisy,
    NoTarget,
    OwnerEvent,
    Reply,
    TemperatureSample,
    Why,
)
from drivers.framing import Decoder

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 2.0
OPEN_PAUSE_S = 0.5
"""The longest pause while the port opens and only sense is missing."""
STEADY_S = 2.0
"""A device that is lost sooner after it came back flaps, and its pauses go on growing."""
NOISE_WINDOW_S = 60.0
NOISE_LEAST = 5
NOISE_PART = 0.05

WatchEvent = DriverEvent | OwnerEvent

NO_SENSE, NO_SENSE_ANY_MORE = 3, 10
"""After so many bad frames in a row a scanner seems to speak at another rate: more where it has
said something good since its port was opened, as a damaged code can look like another one."""

GUESS_S = 10.0
"""How long a scanner is listened to at another rate."""

MEASURES = (TemperatureSample, NoTarget)
"""What counts as an answer of a thermometer; of other devices everything but a bad frame does."""


class Watch:
    """Feeds a decoder and says `Lost` once and `Back` once; all times in seconds of one clock.

    A device that `streams` is back with its first good event, and lost when none comes for
    `silent_after_s`; any other is back when its port opens. `broken` tells the shell to close the
    port and to open it again after `pause()`. `good` names the events that count as an answer,
    None for all but bad frames. A device with `other_rates` that may be silent is tried at them
    when only bad frames come from it; it is not said to be lost for that.
    """

    def __init__(
        self,
        decoder: Decoder,
        *,
        streams: bool,
        silent_after_s: float,
        good: tuple[type, ...] | None = None,
        other_rates: bool = False,
    ) -> None:
        self._decoder = decoder
        self._streams = streams
        self._patience_s = silent_after_s
        self._silent_after_s = silent_after_s
        self._good = good
        self._other_rates = other_rates
        self._sure = 1
        self._in_a_row = 0
        self._bad_in_a_row = 0
        self._once_good = False
        self._guessing = False
        self._last_bad: tuple[Why, str] = (Why.NOISE, "")
        self._usable: bool | None = None
        self._pause_s = self._flap_pause_s = FIRST_PAUSE_S
        self._now = self._back_at = 0.0
        self._good_at = self._promise_at = 0.0
        self._hush_s = math.inf
        self._heard_at = -math.inf
        self._window_at = 0.0
        self._bad = 0
        self._total = 0
        self._gone = False
        self.broken = True

    @property
    def made_no_sense(self) -> bool:
        """Whether the port was given up although it is there: at another rate it may make sense."""
        return self.broken and not self._gone

    @property
    def usable(self) -> bool:
        """Whether the device was last said to be back."""
        return bool(self._usable)

    def opened(
        self,
        now: float,
        *,
        sure: int = 1,
        patience_s: float | None = None,
        hush_s: float = math.inf,
    ) -> list[WatchEvent]:
        """Say that the port is open.

        `sure` good events in a row make a device that `streams` usable, and what it says before
        is not handed on; `patience_s` is how long that may take this time, and `hush_s` how long
        it may be until the first of them, and between two.
        """
        self.broken = self._gone = False
        self._sure, self._in_a_row, self._last_bad = sure, 0, (Why.NOISE, "")
        self._bad_in_a_row, self._once_good = 0, False
        self._guessing = sure > 1
        self._silent_after_s = self._patience_s if patience_s is None else patience_s
        self._good_at = self._promise_at = self._now = now
        self._hush_s = hush_s
        self._heard_at = -math.inf
        return [] if self._streams else self._back()

    def heard(self, now: float, data: bytes, *, echo: bool = False) -> list[WatchEvent]:
        """Say that bytes came; returns what they say and what follows from it.

        An `echo` of what was asked is no sign that a device is there.
        """
        if not echo:
            self._heard_at = now
        return self._judge(now, self._decoder.receive(data))

    def told(self, now: float, events: list[DriverEvent]) -> list[WatchEvent]:
        """Take what the owner's side of the conversation has found out by itself."""
        return self._judge(now, events)

    def quiet(self, now: float) -> list[WatchEvent]:
        """Say that the wire was silent for 50 ms."""
        return self._judge(now, self._decoder.idle())

    def failed(self, opening: bool, error: DeviceError) -> list[WatchEvent]:
        """Say that the port could not be opened (`opening`) or went away."""
        self._decoder.idle()
        self.broken = self._gone = True
        if isinstance(error, Refused):
            return self._lost(Why.REFUSED, str(error))
        if isinstance(error, NoAnswer):
            return self._lost(Why.SILENT, str(error))
        return self._lost(Why.ABSENT if opening else Why.UNPLUGGED, str(error))

    def ended(self) -> list[WatchEvent]:
        """Say that nobody will look after the device any more."""
        return self._lost(Why.ENDED, "its owner broke off")

    def pause(self) -> float:
        """Return how long to wait before the port is opened again.

        It grows until a good event, and after that too when the device is lost again at once.
        """
        pause_s = self._pause_s
        self._pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)
        return pause_s if self._gone else min(pause_s, OPEN_PAUSE_S)

    def _judge(self, now: float, events: list[DriverEvent]) -> list[WatchEvent]:
        self._now = now
        found: list[WatchEvent] = []
        good = 0
        for event in events:
            if self._is_good(event):
                good += 1
                self._in_a_row += 1
            elif isinstance(event, BadFrame):
                why = Why.IMPOSSIBLE if event.impossible else Why.NOISE
                self._in_a_row, self._last_bad = 0, (why, event.why)
            elif isinstance(event, Reply):
                self._last_bad = (Why.NO_VALUE, event.what)
        sure = self._usable or self._in_a_row >= self._sure
        if good:
            self._promise_at = now
        if good and sure:
            self._good_at = now
            found += self._back()
        if sure or not self._streams:
            found += events
        good = sum(not isinstance(event, BadFrame) for event in events)
        found += self._count(now, len(events) - good, len(events))
        if not self._streams and self._other_rates:
            self._bad_in_a_row = 0 if good else self._bad_in_a_row + len(events)
            self._once_good |= bool(good)
            enough = NO_SENSE_ANY_MORE if self._once_good else NO_SENSE
            # A guess that nobody has confirmed is given up, so that a scanner whose cable was bad
            # for a moment is heard again without anybody showing it three codes.
            idle = self._guessing and not self._once_good and now - self._good_at >= GUESS_S
            self.broken = self._bad_in_a_row >= enough or idle
        hushed = not sure and now - self._promise_at >= self._hush_s
        if self._streams and (hushed or now - self._good_at >= self._silent_after_s):
            self.broken = True
            talks = now - self._heard_at < self._silent_after_s / 2
            found += self._lost(*(self._last_bad if talks else (Why.SILENT, "")))
        return found

    def _is_good(self, event: DriverEvent) -> bool:
        if self._good is None:
            return not isinstance(event, BadFrame)
        return isinstance(event, self._good)

    def _count(self, now: float, bad: int, total: int) -> list[WatchEvent]:
        if now - self._window_at >= NOISE_WINDOW_S:
            self._window_at, self._bad, self._total = now, 0, 0
        already = self._too_noisy()
        self._bad += bad
        self._total += total
        if self._too_noisy() and not already:
            return [Noisy(self._bad, self._total)]
        return []

    def _too_noisy(self) -> bool:
        return self._bad >= NOISE_LEAST and self._bad > NOISE_PART * self._total

    def _back(self) -> list[WatchEvent]:
        was, self._usable = self._usable, True
        if not was:
            self._flap_pause_s, self._back_at = self._pause_s, self._now
        self._pause_s = FIRST_PAUSE_S
        return [] if was else [Back()]

    def _lost(self, why: Why, detail: str = "") -> list[WatchEvent]:
        was, self._usable = self._usable, False
        if was and self._now - self._back_at < STEADY_S:
            self._pause_s = self._flap_pause_s
        return [] if was is False else [Lost(why, detail)]
