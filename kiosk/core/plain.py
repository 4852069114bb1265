"""Frozen dataclasses to plain JSON values and back, by the types of their fields."""

import dataclasses
import types
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from math import isfinite
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

INTEGERS = range(-(2**63), 2**63)
"""What a whole number may be: what the database can hold."""


class PlainError(ValueError):
    """Plain values do not have the form the type demands."""


def plain(value: Any) -> Any:
    """Turn a value of an event or a message into JSON values; times become ISO 8601 in UTC."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a time in an event must carry its zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in an event")


def build(cls: type, data: dict[str, Any], **ready: Any) -> Any:
    """Build a dataclass from plain values; `ready` gives fields that are built already.

    Raises PlainError, TypeError or ValueError when a field is unknown, missing or of another type.
    """
    readers = _readers(cls)
    unknown = set(data) - set(readers)
    if unknown:
        raise PlainError(f"{cls.__name__} has no field {sorted(unknown)}")
    return cls(**{name: readers[name](item) for name, item in data.items()}, **ready)


@cache
def _readers(cls: type) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(cls)
    return {
        field.name: _reader(hints[field.name]) for field in dataclasses.fields(cls) if field.init
    }


def _reader(hint: Any) -> Callable[[Any], Any]:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        inner = [_reader(arg) for arg in get_args(hint) if arg is not type(None)]
        return lambda value: None if value is None else inner[0](value)
    if origin is tuple:
        item = _reader(get_args(hint)[0])
        return lambda value: tuple(item(one) for one in value)
    if hint is datetime:
        return _time
    if hint is date:
        return date.fromisoformat
    if hint is float:
        return _number
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if dataclasses.is_dataclass(hint):
        return lambda value: build(cast(type, hint), value)
    return _same(cast(type, hint))


def _time(value: Any) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise PlainError("a time must carry its zone")
    return found


def _number(value: Any) -> float:
    if isinstance(value, int) and value not in INTEGERS:
        raise PlainError("a number is out of range")
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


def _same(hint: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
            raise TypeError(f"{value!r} is not {hint.__name__}")
        if hint is int and value not in INTEGERS:
            raise PlainError("a number is out of range")
        if isinstance(value, str):
            # Half a surrogate pair has no place in a file, and JSON can smuggle one in.
            value.encode()
        return value

    return read
