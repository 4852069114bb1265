"""Everything a station says passes here once, so that no widget can forget to clean a text.

The station masks and cleans already; the screen does not lean on that, for a name from a code or a
card may hold anything. Identifiers go back to the station unchanged and are never drawn.
"""

import dataclasses
from enum import Enum
from typing import Any, TypeVar

from kiosk.core.text import clean

LIMIT = 400
"""Letters of one text that are kept: the words of a notice or of a note are no longer."""

_Made = TypeVar("_Made")


def scrub(value: _Made) -> _Made:
    """Return the same message with every text in it made safe to show."""
    made: _Made = _scrub(value)
    return made


def _scrub(value: Any) -> Any:
    if isinstance(value, str):
        return value if isinstance(value, Enum) else clean(value, LIMIT)
    if isinstance(value, tuple):
        return tuple(_scrub(item) for item in value)
    if isinstance(value, list):
        return [_scrub(item) for item in value]
    if isinstance(value, dict):
        return {key: item if _kept(key) else _scrub(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: _scrub(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not _kept(field.name)
        }
        return dataclasses.replace(value, **changed)
    return value


def _kept(name: str) -> bool:
    """Tell whether a field holds an identifier, which goes back to the station unchanged."""
    return name.endswith("_id") or name in {"id", "next"}
