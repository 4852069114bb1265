"""The course of one visit at a lane, as one table: stage and event give stage and commands.

The lane runs the commands and feeds their outcomes back. Everything that changes a visit stands
in this file.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.core.readings import Reading


class Stage(StrEnum):
    """How far a visit is."""

    IDLE = "idle"
    WANT_TEMPERATURE = "want_temperature"
    DECIDING = "deciding"
    PASSING = "passing"


@dataclass(frozen=True, slots=True)
class Visit:
    """The visit of a lane; `deadline` is in seconds of the station, None while nothing is due."""

    stage: Stage = Stage.IDLE
    visit_id: str | None = None
    readings: tuple[Reading, ...] = ()
    deadline: float | None = None


# --- Events ---


@dataclass(frozen=True, slots=True)
class Presented:
    """A credential was presented.

    `readings` are those that already belong to it; `measure` tells whether to wait for a
    temperature, for `patience_s` at most; `step_back` that nothing parts it from the last visit.
    """

    visit_id: str
    readings: tuple[Reading, ...]
    measure: bool
    patience_s: float
    step_back: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A reading that belongs to this visit was completed or typed."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class WentAway:
    """Whoever came after the code has gone again without a reading; the next face is another's."""


@dataclass(frozen=True, slots=True)
class NotParted:
    """A reading came, but nothing was seen to part this person from the last visit's."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision is on disk; `unlocked` tells whether the door was told to open."""

    unlocked: bool
    passage_s: float


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """The decision could not be written: nothing moves on the way in."""


@dataclass(frozen=True, slots=True)
class DoorShut:
    """The door is locked again."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The guard ends the waiting."""


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The deadline has passed."""


VisitEvent = (
    Presented
    | Measured
    | WentAway
    | NotParted
    | Decided
    | NotRecorded
    | DoorShut
    | Dismissed
    | TimedOut
)

# --- Commands ---


@dataclass(frozen=True, slots=True)
class Decide:
    """Decide on these readings, write it, and say how it went."""

    visit_id: str
    readings: tuple[Reading, ...]
    step_back: bool = False


@dataclass(frozen=True, slots=True)
class EndPassage:
    """The passage of this visit is over."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class Unexpected:
    """An event came that the stage has no row for; worth a line in the service's own log."""

    stage: Stage
    event: str


Command = Decide | EndPassage | Unexpected
Outcome = tuple[Visit, tuple[Command, ...]]


def due(visit: Visit, now: float) -> bool:
    """Tell whether the visit's deadline has passed."""
    return visit.deadline is not None and now >= visit.deadline


def step(visit: Visit, event: VisitEvent, now: float) -> Outcome:
    """Take one event; `now` is in seconds of the station."""
    row = TABLE[visit.stage].get(type(event))
    if row is None:
        return visit, (Unexpected(visit.stage, type(event).__name__),)
    return row(visit, event, now)


def _begin(visit: Visit, event: VisitEvent, now: float) -> Outcome:
    assert isinstance(event, Presented)  # noqa: S101 - the table says so
    fresh = Visit(Stage.WANT_TEMPERATURE, event.visit_id, event.readings, now + event.patience_s)
    if event.measure and not event.readings and not event.step_back:
        return fresh, ()
    return _deciding(fresh, event.step_back)


def _next(visit: Visit, event: VisitEvent, now: float) -> Outcome:
    _, ended = _ended(visit, event, now)
    begun, commands = _begin(Visit(), event, now)
    return begun, (*ended, *commands)


def _measured(visit: Visit, event: VisitEvent, now: float) -> Outcome:
    assert isinstance(event, Measured)  # noqa: S101 - the table says so
    return _deciding(replace(visit, readings=(*visit.readings, event.reading)))


def _step_back(visit: Visit, event: VisitEvent, now: float) -> Outcome:
    return _deciding(visit, step_back=True)


def _give_up(visit: Visit, event: VisitEvent, now: float) -> Outcome:
    return _deciding(visit)


def _deciding(visit: Visit, step_back: bool = False) -> Outcome:
    assert visit.visit_id is not None  # noqa: S101 - only a begun visit is decided
    command = Decide(visit.visit_id, visit.readings, step_back)
    return replace(visit, stage=Stage.DECIDING, deadline=None), (command,)


def _decided(visit: Visit, event: VisitEvent, now: float) -> Outcome:
    assert isinstance(event, Decided)  # noqa: S101 - the table says so
    if not event.unlocked:
        return Visit(), ()
    return replace(visit, stage=Stage.PASSING, deadline=now + event.passage_s), ()


def _idle(visit: Visit, event: VisitEvent, now: float) -> Outcome:
    return Visit(), ()


def _ended(visit: Visit, event: VisitEvent, now: float) -> Outcome:
    assert visit.visit_id is not None  # noqa: S101 - only a begun visit passes
    return Visit(), (EndPassage(visit.visit_id),)


Row = Callable[[Visit, VisitEvent, float], Outcome]

TABLE: dict[Stage, dict[type, Row]] = {
    Stage.IDLE: {Presented: _begin},
    Stage.WANT_TEMPERATURE: {
        Measured: _measured,
        WentAway: _give_up,
        NotParted: _step_back,
        TimedOut: _give_up,
        Dismissed: _give_up,
    },
    Stage.DECIDING: {Decided: _decided, NotRecorded: _idle},
    Stage.PASSING: {
        Presented: _next,
        DoorShut: _ended,
        TimedOut: _ended,
        Dismissed: _ended,
    },
}
"""What each stage answers. DECIDING has no time-out: the lane always feeds an outcome back."""
