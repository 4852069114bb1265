"""Bodies of events: what is written is what is read, and nothing personal is in the clear one."""

import dataclasses
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from kiosk.core.codec import CodecError, canonical, from_bodies, to_bodies
from kiosk.core.events import (
    FACT_TYPES,
    CardRevoked,
    DeviceLost,
    Event,
    IsolationBegun,
    PersonRecorded,
    WatchListed,
)
from kiosk.core.health import WatchEntry
from kiosk.core.people import PersonKind
from kiosk.core.windows import Window
from tests.store.making import event
from tests.store.strategies import events


@pytest.mark.parametrize("kind", FACT_TYPES)
def test_every_fact_comes_back_as_it_was_written(kind: str) -> None:
    @settings(max_examples=25)
    @given(events(kind))
    def round_trip(one: Event) -> None:
        clear, hidden = (json.loads(canonical(body)) for body in to_bodies(one))
        assert from_bodies(clear, hidden) == one

    round_trip()


@given(events())
def test_an_erased_body_still_makes_an_event_without_its_personal_fields(one: Event) -> None:
    clear, _ = to_bodies(one)
    bare = from_bodies(clear, None)
    assert bare.why is None
    for field in dataclasses.fields(one.fact):
        value = getattr(bare.fact, field.name)
        if field.metadata.get("personal"):
            assert value in (None, ())
        else:
            assert value == getattr(one.fact, field.name)


@given(events())
def test_the_same_event_always_has_the_same_text(one: Event) -> None:
    clear, hidden = to_bodies(one)
    again, hidden_again = to_bodies(from_bodies(json.loads(canonical(clear)), hidden))
    assert canonical(again) == canonical(clear)
    assert canonical(hidden_again) == canonical(hidden)


def test_a_name_and_a_number_are_in_the_personal_body_only() -> None:
    fact = PersonRecorded(
        "p1", PersonKind.PUPIL, name="王小明", id_number="32010220080101123X", phone="13812342210"
    )
    clear, hidden = to_bodies(event(fact, why="王小明的家长来电"))
    assert "王小明" not in canonical(clear)
    assert "32010220080101123X" not in canonical(clear)
    assert hidden == {
        "why": "王小明的家长来电",
        "fact": {"name": "王小明", "id_number": "32010220080101123X", "phone": "13812342210"},
    }


def _clear() -> dict[str, object]:
    return to_bodies(event(PersonRecorded("p1", PersonKind.PUPIL)))[0]


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"kind": "person_forgotten"},
        {"fact": {"person_id": "p1", "kind": "dragon"}},
        {"fact": {"person_id": 1, "kind": "pupil"}},
        {"fact": {"person_id": "p1", "kind": "pupil", "photo": "x"}},
        {"fact": {"kind": "pupil"}},
        {"moment": {"wall": "yesterday", "boot_ns": 1, "boot_id": "b", "clock": "trusted"}},
        {"extra": 1},
    ],
)
def test_a_body_that_does_not_fit_its_kind_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(CodecError):
        from_bodies(_clear() | change, None)


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"c": float("nan")})


@pytest.mark.parametrize("cause", ["Li Wei has a cough", "", "a" * 60, "=1+1"])
def test_a_clear_body_holds_codes_and_no_sentence(cause: str) -> None:
    since = datetime(2020, 2, 20, tzinfo=UTC)
    with pytest.raises(ValueError, match="codes"):
        CardRevoked("c1", cause)
    with pytest.raises(ValueError, match="codes"):
        DeviceLost("door", cause)
    with pytest.raises(ValueError, match="codes"):
        IsolationBegun("p1", since, cause)
    with pytest.raises(ValueError, match="codes"):
        WatchListed("w1", "p1", WatchEntry(cause, Window()))
