"""Appends a step of a permit, looked at once more inside the transaction that appends it."""

from collections.abc import Callable

from kiosk.core.events import Event
from kiosk.store.log import Log
from kiosk.store.writing import Appended


def append_step(log: Log, event: Event, check: Callable[[], None]) -> Appended:
    """Append the step unless `check`, called inside the transaction, raises.

    An area's limit rests on every other permit, so that nothing which was seen before the lock may
    carry an approval. Raises StoreError, and what `check` raises.
    """

    def again(_: object) -> Event:
        check()
        return event

    # From the first event on: the permit itself was asked for after it, so `again` is always asked.
    return log.append_if(event, 0, again)
