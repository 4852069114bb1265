"""A line of a terminal is a message of this version or refused; no value in it ends the station."""

import json
import types
from datetime import datetime
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.link.messages import IntentAct, MessageError, Query, decode, encode

ACTS: dict[str, dict[str, Any]] = {
    "SignIn": {"pin": "2580"},
    "SignOut": {},
    "TypeCredential": {"number": "GPS20200001"},
    "TypeReading": {"value_c": 36.5, "by": "contact", "case_no": 1},
    "Override": {"pin": "13579", "why": "x", "visit_id": "v", "case_no": 1},
    "OpenDoor": {"why": "x"},
    "SetDirection": {"direction": "out"},
    "SetColdMode": {"on": True},
    "ConfirmClock": {"pin": "13579", "shown": "2020-05-11T07:00:00+08:00"},
    "CloseCase": {"case_no": 1, "outcome": "left"},
    "EndIsolation": {"pin": "24680", "person_id": "p-1", "why": "x"},
    "EndTerminal": {"pin": "13579"},
    "Dismiss": {},
}
SAMPLES: dict[Any, Any] = {
    str: "x",
    int: 1,
    float: 36.5,
    bool: True,
    datetime: "2020-05-11T07:00:00+08:00",
}


def sample(hint: Any) -> Any:
    """Give a value of a field's type as JSON has it."""
    if get_origin(hint) in {Union, types.UnionType}:
        return sample(next(arg for arg in get_args(hint) if arg is not type(None)))
    if get_origin(hint) is tuple:
        return [sample(get_args(hint)[0])]
    return str(next(iter(hint))) if issubclass(hint, StrEnum) else SAMPLES[hint]


ACTS |= {
    act.__name__: {name: sample(hint) for name, hint in get_type_hints(act).items()}
    for act in get_args(IntentAct)
    if act.__name__ not in ACTS
}
HOSTILE: st.SearchStrategy[Any] = st.sampled_from(
    [10**400, -(10**30), 2**63, True, None, "\ud800", "\x1b[2J", [], {}, "2020-05-11T07:00:00"]
) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def intent(act: str, args: object, intent_id: object = "i-1") -> bytes:
    body = {"id": intent_id, "act": act, "args": args}
    return json.dumps({"type": "Intent", "body": body}).encode()


def judged(line: bytes) -> None:
    """Decode; what is taken must go to a file and back to a terminal."""
    try:
        message = decode(line)
    except MessageError:
        return
    assert decode(encode(message)) == message


def test_every_act_is_tried() -> None:
    assert set(ACTS) == {one.__name__ for one in get_args(IntentAct)}
    for act, args in ACTS.items():
        assert decode(intent(act, args)) is not None


@given(data=st.data(), value=HOSTILE)
def test_a_hostile_value_in_any_field_is_refused_or_harmless(
    data: st.DataObject, value: object
) -> None:
    act = data.draw(st.sampled_from(sorted(ACTS)))
    field = data.draw(st.sampled_from([*ACTS[act], "id", "args", "extra"]))
    match field:
        case "id":
            judged(intent(act, ACTS[act], value))
        case "args":
            judged(intent(act, value))
        case _:
            judged(intent(act, ACTS[act] | {field: value}))
    field = data.draw(st.sampled_from(["id", "what", "after", "limit", "text"]))
    query = {"id": "q", "what": "inside", "after": "1", "limit": 5, "text": "x", field: value}
    judged(json.dumps({"type": "Query", "body": query}).encode())


@given(st.binary(max_size=200) | st.builds(lambda value: json.dumps(value).encode(), HOSTILE))
def test_any_line_is_refused_or_harmless(line: bytes) -> None:
    judged(line)


@pytest.mark.parametrize(
    "line",
    [
        intent("CloseCase", {"case_no": 2**63, "outcome": "left"}),
        intent("TypeReading", {"value_c": 10**400, "by": "contact"}),
        intent("ConfirmClock", {"pin": "13579", "shown": "2020-05-11T07:00:00"}),
        intent("OpenDoor", {"why": "half a pair \ud800"}),
        intent("Dismiss", {}, "\ud800"),
        intent("Dismiss", {}, "\x1b[2J"),
        intent("Dismiss", {}, "=1+1"),
    ],
    ids=["no_column", "no_float", "no_zone", "half_a_pair", "id_half", "id_escape", "id_formula"],
)
def test_what_the_station_could_not_carry_is_no_message(line: bytes) -> None:
    with pytest.raises(MessageError):
        decode(line)


def numbers(messages: dict[str, type]) -> list[tuple[str, str]]:
    """List the fields that hold a whole number, however optional."""
    return [
        (kind, name)
        for kind, message in messages.items()
        for name, hint in get_type_hints(message).items()
        if int in (hint, *get_args(hint))
    ]


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
@pytest.mark.parametrize(
    ("act", "field"), numbers({act.__name__: act for act in get_args(IntentAct)})
)
def test_a_number_that_no_log_can_hold_is_in_no_act(act: str, field: str, number: int) -> None:
    with pytest.raises(MessageError):
        decode(intent(act, ACTS[act] | {field: number}))


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
@pytest.mark.parametrize(("query", "field"), numbers({"Query": Query}))
def test_a_number_that_no_log_can_hold_is_in_no_query(query: str, field: str, number: int) -> None:
    body = {"id": "q", "what": "inside", field: number}
    with pytest.raises(MessageError):
        decode(json.dumps({"type": query, "body": body}).encode())


def test_a_query_has_its_place_as_text_and_any_text_is_a_message() -> None:
    assert isinstance(decode(encode(Query("q", "inside", after="9" * 5000))), Query)
