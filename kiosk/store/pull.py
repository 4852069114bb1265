"""A pull of the log: who reads what is an event before the first byte, and how it ended after."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from kiosk.core.events import Actor, Event, LogPulled, Moment, PullEnded
from kiosk.store import export
from kiosk.store.log import Log

T = TypeVar("T")
Rows = Iterable[dict[str, Any]]

OTHER_FORMATS = frozenset({"xlsx"})
"""Formats whose writers are no part of the store; they are given to `pull_with`."""


@dataclass(frozen=True, slots=True)
class Pull:
    """What is asked for; `limit` None means up to the head.

    `fmt` is one of `export.FORMATS` or of `OTHER_FORMATS`.

    An unmasked pull needs a `why`.
    """

    pull_id: str
    actor: Actor
    fmt: str
    after: int = 0
    limit: int | None = None
    masked: bool = True
    why: str | None = None

    def __post_init__(self) -> None:
        if self.fmt not in {*export.FORMATS, *OTHER_FORMATS}:
            raise ValueError(f"there is no format {self.fmt}")
        if self.after < 0 or (self.limit is not None and self.limit < 0):
            raise ValueError("a position and a limit are never negative")
        if not self.masked and not (self.why and self.why.strip()):
            raise ValueError("an unmasked pull needs a reason")


@dataclass(slots=True)
class Progress:
    """How far a pull has come; `next_after` is the cursor of the next one."""

    next_after: int
    rows: int = 0


def pull(
    log: Log, asked: Pull, now: Callable[[], Moment], progress: Progress | None = None
) -> Generator[str, None, None]:
    """Stream the log as text in one of `export.FORMATS`; see `pull_with`."""
    return pull_with(export.FORMATS[asked.fmt], log, asked, now, progress)


def pull_with(
    write: Callable[[Rows], Iterator[T]],
    log: Log,
    asked: Pull,
    now: Callable[[], Moment],
    progress: Progress | None = None,
) -> Generator[T, None, None]:
    """Stream the log as a writer writes it, in constant memory; run it to its end or close it.

    `LogPulled` is on disk before the first part; `PullEnded` says how many rows left and whether
    all did. Raises LogNotWritable before anything is given when the pull cannot be written down.
    """
    done = progress or Progress(asked.after)
    head = log.head()
    fact = LogPulled(asked.pull_id, asked.fmt, asked.after, asked.limit, asked.masked)
    log.append(Event(now(), asked.actor, fact, why=asked.why))
    complete = False
    try:
        rows = export.rows(log, asked.after, asked.limit, asked.masked, head)
        yield from write(_counted(rows, done))
        complete = True
    finally:
        ended = PullEnded(asked.pull_id, done.rows, complete)
        log.append(Event(now(), asked.actor, ended))


def _counted(rows: Rows, progress: Progress) -> Iterator[dict[str, Any]]:
    for one in rows:
        yield one
        progress.rows += 1
        progress.next_after = int(one["pos"])
