"""What the terminal remembers between two moments; time is passed in, nothing is decided here."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from kiosk.core.reasons import Verdict
from kiosk.core.words import Language
from kiosk.link.aio import Reach
from kiosk.link.messages import Block, State, VerdictShown
from kiosk.tui.scrub import scrub
from kiosk.tui.shown import Gone, Notice, Shown, effective
from kiosk.tui.theme import PALETTES, ThemeName

GRANT_SECONDS = 3.0
NOTICE_SECONDS = 6.0
SILENT_SECONDS = 6.0
"""A station publishes at least every 2 s; after this the screen says that it may be old."""

_VERDICT_BLOCKS = frozenset({Block.IDLE, Block.VERDICT})
VerdictKey = tuple[str, str, str, int, bool, datetime | None]


@dataclass
class Model:
    """The newest state, how long ago it came, and what this terminal itself has chosen."""

    language: Language = Language.ZH
    theme: ThemeName = ThemeName.DARK
    state: State | None = None
    entry: str = ""
    entry_visit: str | None = None
    _state_at: float = 0.0
    _heard_at: float = 0.0
    _reach: Reach = field(default_factory=lambda: Reach(False, 0.0))
    _verdict: VerdictKey | None = None
    _verdict_at: float = 0.0
    _notice: Notice | None = None
    _notice_until: float = 0.0

    def take_state(self, state: State, mono: float) -> Verdict | None:
        """Keep a state; gives the verdict that is to sound, once for each."""
        fresh = self.state is None or state.number != self.state.number
        first = self.state is None
        self.state, self._heard_at = scrub(state), mono
        if fresh:
            self._state_at = mono
        if not self.shown(mono).wants_value or state.visit.visit_id != self.entry_visit:
            # Digits typed for one person are never the next one's.
            self.entry = ""
        if state.verdict is None:
            return None
        key = _key(state.verdict)
        if key == self._verdict:
            return None
        self._verdict, self._verdict_at = key, mono
        return None if first else effective(state.verdict)

    def take_reach(self, reach: Reach, mono: float) -> None:
        """Keep whether the station is reached."""
        self._reach, self._heard_at = reach, mono

    def tell(self, text: str, good: bool, mono: float) -> None:
        """Show how an act ended, for a few seconds."""
        self._notice, self._notice_until = Notice(text, good), mono + NOTICE_SECONDS

    def shown(self, mono: float) -> Shown:
        """Give everything that is to be drawn at this moment."""
        reached = self._reach.reached
        return Shown(
            state=self.state,
            now=self._local(mono),
            language=self.language,
            palette=PALETTES[self.theme],
            gone=None if reached and self.state is not None else self._gone(mono),
            verdict=self._verdict_now(mono),
            silent_s=self._silent(mono),
            notice=self._notice if mono < self._notice_until else None,
            entry=self.entry,
        )

    def _local(self, mono: float) -> datetime | None:
        if self.state is None:
            return None
        at = self.state.at + timedelta(seconds=max(0.0, mono - self._state_at))
        minutes = self.state.utc_offset_min
        return at.astimezone(None if minutes is None else timezone(timedelta(minutes=minutes)))

    def _gone(self, mono: float) -> Gone:
        now = self._local(mono)
        seconds = max(0.0, mono - self._reach.since)
        since = None if now is None else now - timedelta(seconds=seconds)
        return Gone(seconds, since, self._reach.refused)

    def _silent(self, mono: float) -> float | None:
        silent = mono - self._heard_at
        return silent if self._reach.reached and silent >= SILENT_SECONDS else None

    def _verdict_now(self, mono: float) -> VerdictShown | None:
        state = self.state
        if state is None or state.verdict is None or state.visit.block not in _VERDICT_BLOCKS:
            return None
        granted = effective(state.verdict) is Verdict.GRANT
        if granted and mono - self._verdict_at >= GRANT_SECONDS:
            return None
        return state.verdict


def _key(verdict: VerdictShown) -> VerdictKey:
    return (
        verdict.visit_id,
        verdict.verdict.value,
        verdict.reason.value,
        verdict.recheck_done,
        verdict.overridden,
        verdict.at,
    )
