"""Hypothesis strategies for every fact there is, built from the types of its fields."""

import dataclasses
import types
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from kiosk.core.events import FACT_TYPES, Actor, Event, Fact, Moment
from tests.store.making import SCHOOL

_FEW = {
    "visit_id": ("v1", "v2", "v3"),
    "person_id": ("p1", "p2"),
    "import_id": ("i1", "i2"),
    "card_id": ("c1", "c2"),
    "permit_id": ("m1", "m2"),
    "pass_id": ("s1", "s2"),
    "boot_id": ("boot-1", "boot-2"),
    "override_of": ("v1", "v2"),
    "cause": ("lost", "silent", "elevated_confirmed"),
    "reason": ("key_region_contact",),
    "relation": ("mother", "guardian"),
    "line": ("leader", "police"),
    "check": ("morning", "noon"),
    "incident_type": ("infectious_disease", "traffic"),
    "level": ("general", "major"),
    "step": ("doctor_called", "guardian_called"),
    "part": ("queued", "ill"),
    "stage": ("first", "closing"),
    "channel": ("page", "letter"),
    "result": ("passed", "refused"),
    "outcome": ("closed", "drill_over"),
    "report": ("daily", "class_summary"),
    "what": ("watch", "record"),
}
"""Ids are few, so that the facts of a sequence meet."""


def facts() -> SearchStrategy[Fact]:
    """Generate facts of every kind."""
    return st.one_of([_dataclass(kind) for kind in FACT_TYPES.values()])


def fact_of(kind: str) -> SearchStrategy[Fact]:
    """Generate facts of one kind."""
    return _dataclass(FACT_TYPES[kind])


@cache
def events(kind: str | None = None) -> SearchStrategy[Event]:
    """Generate events, of every kind or of one, without intents, which act only once."""
    return st.builds(
        Event,
        moment=_dataclass(Moment),
        actor=_dataclass(Actor),
        fact=facts() if kind is None else fact_of(kind),
        access_point=st.sampled_from([None, "north", "south"]),
        intent=st.none(),
        late=st.booleans(),
        drill=st.booleans(),
        why=st.none() | st.text(max_size=8),
    )


@cache
def _dataclass(cls: type) -> SearchStrategy[Any]:
    hints = get_type_hints(cls)
    return st.builds(
        cls,
        **{field.name: _field(field.name, hints[field.name]) for field in dataclasses.fields(cls)},
    )


def _field(name: str, hint: Any) -> SearchStrategy[Any]:
    if name in _FEW and (hint is str or str in get_args(hint)):
        known: SearchStrategy[Any] = st.sampled_from(_FEW[name])
        return known if hint is str else st.none() | known
    if name == "case_no":
        numbers = st.integers(1, 3)
        return numbers if hint is int else st.none() | numbers
    return _of_type(hint)


def _of_type(hint: Any) -> SearchStrategy[Any]:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        return st.one_of(
            [st.none() if arg is type(None) else _of_type(arg) for arg in get_args(hint)]
        )
    if origin is tuple:
        return st.lists(_of_type(get_args(hint)[0]), max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass(hint)
    return _SIMPLE[hint]


_SIMPLE: dict[Any, SearchStrategy[Any]] = {
    str: st.text(max_size=6),
    int: st.integers(-(2**40), 2**60),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(date(2019, 1, 1), date(2021, 1, 1)),
    datetime: st.datetimes(
        datetime(2019, 1, 1),
        datetime(2021, 1, 1),
        timezones=st.sampled_from([UTC, SCHOOL]),
    ),
}
