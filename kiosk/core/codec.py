"""Events to canonical JSON bodies and back, by the types of their fields.

Canonical: UTF-8, keys sorted, no spaces, floats as Python repr writes them, times as ISO 8601 in
UTC with microseconds. The bytes that are hashed are the bytes that are stored.
"""

import dataclasses
import json
import types
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from kiosk.core.events import FACT_TYPES, Event, Fact, kind_of

VERSION = 1


class CodecError(ValueError):
    """A stored body does not have the form its kind demands."""


def canonical(value: object) -> str:
    """Write plain JSON values in the one form that is stored and hashed."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def to_bodies(event: Event) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split an event into its clear body and its personal body; the latter may be empty."""
    clear, hidden = _split(event, skip=frozenset({"fact"}))
    fact_clear, fact_hidden = _split(event.fact)
    clear |= {"v": VERSION, "kind": kind_of(type(event.fact)), "fact": fact_clear}
    if fact_hidden:
        hidden["fact"] = fact_hidden
    return clear, hidden


def from_bodies(clear: dict[str, Any], hidden: dict[str, Any] | None) -> Event:
    """Build the event again; without its personal body the personal fields are None or empty.

    Raises CodecError when the bodies do not fit the kind.
    """
    try:
        if clear["v"] != VERSION:
            raise CodecError(f"body version {clear['v']!r} is not known")
        fact_type = FACT_TYPES[clear["kind"]]
        hidden = hidden or {}
        fact = _build(fact_type, clear["fact"] | hidden.get("fact", {}))
        outer = {k: v for k, v in clear.items() if k not in {"v", "kind", "fact"}}
        outer |= {k: v for k, v in hidden.items() if k != "fact"}
        return cast(Event, _build(Event, outer, fact=cast(Fact, fact)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CodecError(f"body does not fit its kind: {error!r}") from error


def blind_fields(event: Event) -> list[tuple[str, str]]:
    """List the (index name, value) pairs by which the event must be found later."""
    found: list[tuple[str, str]] = []
    for field in dataclasses.fields(event.fact):
        index = field.metadata.get("index")
        value = getattr(event.fact, field.name)
        if index is not None and value is not None:
            found.append((index, str(value)))
    return found


def _split(value: Any, skip: frozenset[str] = frozenset()) -> tuple[dict[str, Any], dict[str, Any]]:
    clear: dict[str, Any] = {}
    hidden: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        if field.name in skip:
            continue
        item = getattr(value, field.name)
        if item is None or item == () or item is False:
            if field.default is not dataclasses.MISSING and item == field.default:
                continue
        (hidden if field.metadata.get("personal") else clear)[field.name] = _plain(item)
    return clear, hidden


def _plain(value: Any) -> Any:
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
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in an event")


def _build(cls: type, data: dict[str, Any], **ready: Any) -> Any:
    readers = _readers(cls)
    unknown = set(data) - set(readers)
    if unknown:
        raise CodecError(f"{cls.__name__} has no field {sorted(unknown)}")
    return cls(**{name: readers[name](item) for name, item in data.items()}, **ready)


@cache
def _readers(cls: type) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(cls)
    return {
        field.name: _reader(hints[field.name])
        for field in dataclasses.fields(cls)
        if field.name != "fact"
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
        return datetime.fromisoformat
    if hint is date:
        return date.fromisoformat
    if hint is float:
        return _number
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if dataclasses.is_dataclass(hint):
        return lambda value: _build(cast(type, hint), value)
    return _same(cast(type, hint))


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


def _same(hint: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
            raise TypeError(f"{value!r} is not {hint.__name__}")
        return value

    return read
