"""What a plan of the roster changes -> events of the log.

An import counts only when its closing event is there, so one that breaks off changes nothing; a
shift has no import and counts by itself, so shifts come last.
"""

import secrets
import threading
from collections.abc import Iterator

from kiosk.cli.moment import now
from kiosk.core.events import Actor, Event, ImportBegun, ImportClosed, ShiftSet
from kiosk.core.roster_change import Plan, Status
from kiosk.store.log import Log

PAUSE_S = 0.005
"""Given to other writers after each chunk: they wait for the lock without a queue."""


def new_import_id() -> str:
    """Make the id of an import."""
    return secrets.token_hex(8)


def new_id(prefix: str) -> str:
    """Make an id of a person or card."""
    return f"{prefix}{secrets.token_hex(4)}"


def append(
    log: Log, planned: Plan, import_id: str, source: str, author: Actor, why: str | None
) -> None:
    """Append what changes, 50 events a transaction, and close the import; nothing for nothing."""
    changed = sum(bool(change.facts) for change in planned.changes)
    if not changed:
        return
    log.append(Event(now(), author, ImportBegun(import_id, source), why=why))
    log.append_many(_events(planned, author, shifts=False), _let_others_write)
    log.append(Event(now(), author, ImportClosed(import_id, changed)))
    log.append_many(_events(planned, author, shifts=True), _let_others_write)


def _events(planned: Plan, author: Actor, *, shifts: bool) -> Iterator[Event]:
    for fact in planned.facts:
        if isinstance(fact, ShiftSet) == shifts:
            yield Event(now(), author, fact)


def _let_others_write() -> None:
    threading.Event().wait(PAUSE_S)


def counts(planned: Plan) -> dict[str, int]:
    """Count the rows by what they do."""
    return {
        **{status.value: planned.count(status) for status in Status},
        "gone": len(planned.gone) + len(planned.gone_shifts),
    }
