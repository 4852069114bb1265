"""What the folds of all topics share: their form, and how values are written into views."""

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from kiosk.core.events import Event
from kiosk.core.plain import plain

Fold = Callable[[sqlite3.Connection, int, Event, Any], None]
"""Connection, position, event and its fact; changes views, gives nothing back."""


def stamp(at: datetime | None) -> str | None:
    """Write a time as the bodies do, in UTC with microseconds, so that its text sorts."""
    text: str | None = plain(at)
    return text


def words(values: tuple[str, ...] | None) -> str | None:
    """Write a tuple of codes as JSON."""
    return None if values is None else json.dumps([str(value) for value in values])
