"""What the station's answers become in a flow: rows of a list, and one thing in full."""

from collections.abc import Callable
from typing import Any, TypeVar

from kiosk.core.plain import build
from kiosk.tui.stages import NothingFoundError, Option

_Row = TypeVar("_Row")


def listed(kind: type[_Row], said: Callable[[_Row], str]) -> Callable[[dict[str, Any]], Option]:
    """Make a row of an answer into an option of a list; its value is the row itself."""

    def row(raw: dict[str, Any]) -> Option:
        made = _built(kind, raw)
        return Option(said(made), made)

    return row


def one(kind: type[_Row]) -> Callable[[dict[str, Any]], _Row]:
    """Make the one thing of an answer."""

    def made(data: dict[str, Any]) -> _Row:
        if data["one"] is None:
            raise NothingFoundError
        return _built(kind, data["one"])

    return made


def all_rows(kind: type[_Row]) -> Callable[[dict[str, Any]], tuple[_Row, ...]]:
    """Make all rows of an answer at once."""

    def made(data: dict[str, Any]) -> tuple[_Row, ...]:
        return tuple(_built(kind, raw) for raw in data["rows"])

    return made


def _built(kind: type[_Row], raw: object) -> _Row:
    """Build a row of what a station said; TypeError when that is no object at all."""
    if not isinstance(raw, dict):
        raise TypeError("a row is an object with fields")
    made: _Row = build(kind, raw)
    return made
