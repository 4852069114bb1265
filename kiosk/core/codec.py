"""Events to canonical JSON bodies and back, by the types of their fields.

Canonical: UTF-8, keys sorted, no spaces, floats as Python repr writes them, times as ISO 8601 in
UTC with microseconds. The bytes that are hashed are the bytes that are stored.
"""

import dataclasses
import json
from typing import Any, cast

from kiosk.core.events import FACT_TYPES, Event, Fact, kind_of
from kiosk.core.plain import build, plain

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
        fact = build(fact_type, clear["fact"] | hidden.get("fact", {}))
        outer = {k: v for k, v in clear.items() if k not in {"v", "kind", "fact"}}
        outer |= {k: v for k, v in hidden.items() if k != "fact"}
        return cast(Event, build(Event, outer, fact=cast(Fact, fact)))
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
        left_out = item is None or item == () or item is False
        if left_out and field.default is not dataclasses.MISSING and item == field.default:
            continue
        (hidden if field.metadata.get("personal") else clear)[field.name] = plain(item)
    return clear, hidden
