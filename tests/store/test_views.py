"""Views come out of the clear bodies alone, in any order of facts, and hold nothing personal."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.codec import from_bodies, to_bodies
from kiosk.core.events import FACT_TYPES, Event, kind_of
from kiosk.store import schema, views
from tests.store.conftest import Place
from tests.store.strategies import events

WITHOUT_A_VIEW = {
    "incarnation_begun",
    "station_started",
    "station_stopped",
    "bytes_taken",
    "door_opened",
    "signed_in",
    "signed_out",
    "pin_refused",
    "unmasked",
    "terminal_ended",
    "terminal_locked",
    "terminal_unlocked",
    "vehicle_recorded",
    "evacuation_listed",
}
"""Facts that are only read where they stand in the log."""


def folded(facts: Sequence[Event]) -> dict[str, list[Any]]:
    """Fold events into fresh views and give all that they hold."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        schema.build_views(db)
        for pos, one in enumerate(facts, 1):
            views.fold(db, pos, one)
        return {
            name: db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()  # noqa: S608 - table names of the schema
            for name in schema.VIEWS
        }


def erased(one: Event) -> Event:
    """Give the event as it reads without its personal body."""
    return from_bodies(to_bodies(one)[0], None)


def test_every_fact_has_a_view_or_is_named_as_having_none() -> None:
    kinds = {kind_of(fact) for fact in views.FOLDS}
    assert kinds | WITHOUT_A_VIEW == set(FACT_TYPES)
    assert not kinds & WITHOUT_A_VIEW


@settings(max_examples=40)
@given(st.lists(events(), max_size=25))
def test_with_every_personal_body_erased_the_views_are_the_same(facts: list[Event]) -> None:
    assert folded([erased(one) for one in facts]) == folded(facts)


def test_any_sequence_of_events_refolds_to_the_stored_views(place: Place) -> None:
    with place.open() as log:

        @settings(max_examples=40)
        @given(st.lists(events(), min_size=1, max_size=20))
        def grows(facts: list[Event]) -> None:
            log.append(*facts)
            found = log.verify()
            assert found.ok, found.problem

        grows()


def test_no_view_has_a_column_for_a_name_a_number_or_a_value() -> None:
    columns = {column for view in schema.VIEWS.values() for column in view.columns}
    personal = {"id_number", "phone", "contact_name", "contact_phone", "number", "pin_hash"}
    assert not columns & (personal | {"value_c", "readings", "why"})
    named = [name for name, view in schema.VIEWS.items() if "name" in view.columns]
    assert named == ["policy", "token"]
