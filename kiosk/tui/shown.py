"""What the screen shows at one moment, as a value: widgets draw it and know nothing else."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.phases import Direction
from kiosk.core.reasons import Verdict
from kiosk.core.words import Language, text
from kiosk.core.words_policy import access_point
from kiosk.core.words_screen import label, unit
from kiosk.link.messages import Block, PersonShown, State, Step, VerdictShown
from kiosk.tui.theme import Palette


@dataclass(frozen=True, slots=True)
class Gone:
    """The station is not reached, for `seconds`; `since` is local time, None if never reached."""

    seconds: float
    since: datetime | None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One line that tells how an act ended; `good` when it was done."""

    text: str
    good: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One moment of the screen.

    `state` is scrubbed; `now` is the gate's local time; `verdict` is the one to show now;
    `silent_s` is set when a reached station has said nothing for too long; `entry` holds the
    digits typed in cold mode.
    """

    state: State | None
    now: datetime | None
    language: Language
    palette: Palette
    gone: Gone | None = None
    verdict: VerdictShown | None = None
    silent_s: float | None = None
    notice: Notice | None = None
    entry: str = ""

    @property
    def wants_value(self) -> bool:
        """Tell whether digits typed now are the temperature of the one at the gate."""
        return (
            self.state is not None
            and self.gone is None
            and self.state.cold_mode
            and self.verdict is None
            and self.state.visit.block in {Block.WANT_TEMPERATURE, Block.MEASURING}
        )

    @property
    def inward(self) -> bool:
        """Tell whether the lane lets people in now."""
        return self.state is not None and self.state.direction is Direction.IN

    def say(self, code: str, /, **values: object) -> str:
        """Give a label in the language of the screen."""
        return label(code, self.language, **values)

    def both(self, code: str, /, **values: object) -> tuple[str, str]:
        """Give a label in both languages, the screen's own first."""
        return self.say(code, **values), label(code, self.other, **values)

    @property
    def other(self) -> Language:
        """The language that comes second."""
        return Language.EN if self.language is Language.ZH else Language.ZH

    def gate(self) -> str:
        """Name the gate."""
        if self.state is None:
            return ""
        own = self.state.gate_zh if self.language is Language.ZH else self.state.gate_en
        return own or access_point(self.state.access_point, self.language)

    def local(self, at: datetime) -> datetime:
        """Give a time in the zone of the screen's clock."""
        return at.astimezone(self.now.tzinfo if self.now is not None else None)


def who(person: PersonShown | None, language: Language) -> str:
    """Name a person in few words: masked name and kind."""
    if person is None:
        return label("somebody", language)
    return f"{person.name} {text(person.kind, language)}"


def who_fully(person: PersonShown | None, language: Language) -> str:
    """Name a person with the unit."""
    named = who(person, language)
    if person is None or person.unit is None:
        return named
    return f"{named} {unit(person.unit, language)}"


def age(seconds: float) -> str:
    """Write a length of time as minutes and seconds, or hours and minutes with an h."""
    whole = max(0, int(seconds))
    if whole >= 3600:
        return f"{whole // 3600}h{whole % 3600 // 60:02}"
    return f"{whole // 60:02}:{whole % 60:02}"


def degrees(value: float | None) -> str:
    """Write degrees C with one decimal."""
    return "--" if value is None else f"{value:.1f}"


def effective(verdict: VerdictShown) -> Verdict:
    """Give the verdict that counts now: a refusal that a supervisor lifted is a grant."""
    return Verdict.GRANT if verdict.overridden else verdict.verdict


def bells(verdict: Verdict) -> int:
    """How many bells a verdict has: one, two or three, told apart without looking."""
    return {Verdict.GRANT: 1, Verdict.REFER: 2, Verdict.DENY: 3}[verdict]


def somebody_stands_there(shown: Shown) -> bool:
    """Tell whether the gate has somebody in front of it, as far as the screen knows."""
    if shown.verdict is not None:
        return True
    if shown.state is None:
        return False
    visit = shown.state.visit
    return visit.block is not Block.IDLE or visit.temperature is Step.WORKING
