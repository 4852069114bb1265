"""`kiosk watch`: who may not return yet is followed one by one, and released only by name."""

from datetime import timedelta
from typing import Any

import pytest

from kiosk.cli.moment import now
from kiosk.core.events import Unmasked, WatchFollowedUp, WatchListed
from kiosk.core.health import WatchEntry
from kiosk.core.windows import Window
from tests.cli.health_desk import back, put, school
from tests.cli.typing_it import Desk

BY = ("--by", "officer", "--why", "came back from there")
SOON = ("--until", "2099-03-10")


@pytest.fixture
def office(desk: Desk) -> Desk:
    school(desk)
    return desk


def listed(desk: Desk, *options: str, person: str = "p1") -> dict[str, Any]:
    words = ("watch", "add", person, "--reason", "key_region", "--region", "湖北")
    found: dict[str, Any] = desk.must(*words, *options, *BY, "--json").json()
    return found


def entries(desk: Desk, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.must("watch", "list", "--json", *options).json()
    return found


def held_at_the_gate(desk: Desk, person: str = "p1") -> bool:
    with desk.log() as log:
        at = now().wall
        watch = log.lookup.person_facts(person, None, at, 14).health.watch
    return watch is not None and watch.window.holds(at)


def test_a_listed_person_is_held_from_now_to_the_end_that_was_set(office: Desk) -> None:
    made = listed(office, *SOON, "--follower", "chen")
    assert (made["person_id"], made["reason"], made["follower_id"]) == ("p1", "key_region", "chen")
    # The end of a day that is named is when it is over.
    assert made["until"] == "2099-03-10T16:00:00.000000+00:00"
    assert held_at_the_gate(office)
    assert not held_at_the_gate(office, "p2")


def test_the_region_is_personal_and_shown_only_by_name_and_reason(office: Desk) -> None:
    listed(office)
    (masked,) = entries(office)
    assert (masked["region"], masked["name"]) == ("**", "王**")
    (clear,) = entries(office, "--unmask", *BY)
    assert (clear["region"], clear["name"]) == ("湖北", "王小明")
    with office.log() as log:
        facts = [one.event.fact for one in log.read(0, 1000)]
    assert [one.person_id for one in facts if isinstance(one, Unmasked)] == ["p1"]


def test_an_end_moves_later_only_and_an_earlier_one_is_a_release(office: Desk) -> None:
    entry = listed(office, *SOON)["watch_id"]
    later = office.must("watch", "extend", entry, "--until", "2099-03-17", *BY, "--json").json()
    assert later["until"] == "2099-03-17T16:00:00.000000+00:00"
    said = office.type("watch", "extend", entry, "--until", "2099-03-12", *BY)
    assert (said.code, len(said.lines)) == (1, 1)
    assert "kiosk watch end" in said.err
    assert held_at_the_gate(office)


def test_an_entry_without_an_end_is_given_one_by_name_but_none_that_is_over(office: Desk) -> None:
    entry = listed(office)["watch_id"]
    assert office.type("watch", "extend", entry, "--until", "2020-03-12", *BY).code == 1
    assert held_at_the_gate(office)
    assert office.type("watch", "extend", entry, *SOON, "--by", "officer").code == 2
    assert office.must("watch", "extend", entry, *SOON, *BY, "--json").json()["until"]


def test_a_release_has_a_name_a_reason_and_a_role(office: Desk) -> None:
    entry = listed(office)["watch_id"]
    assert office.type("watch", "end", entry, "--by", "officer").code == 2
    said = office.type("watch", "end", entry, "--by", "chen", "--why", "seems well")
    assert (said.code, len(said.lines)) == (1, 1)
    assert held_at_the_gate(office)
    office.must("watch", "end", entry, "--by", "officer", "--why", "never left the city")
    assert not held_at_the_gate(office)
    assert entries(office, "--all") == []
    assert office.type("watch", "end", entry, *BY).code == 2


def test_days_without_follow_up_are_shown_one_by_one(office: Desk) -> None:
    begun = now().wall - timedelta(days=4)
    entry = WatchEntry("key_region", Window(begun, None))
    put(office, WatchListed("w1", "p1", entry, "chen"), at=begun)
    put(office, WatchFollowedUp("w1", "p1"), at=begun + timedelta(days=2))
    (row,) = entries(office)
    assert row["days_without"] == [f"{back(n)}" for n in (4, 3, 1)]
    assert (row["overdue"], row["follow_ups"]) == (True, 1)
    assert "未随访 without 3 !" in office.must("watch", "list").out
    said = office.must("watch", "follow", "w1", "--note", "well", "--by", "chen", "--json")
    assert said.json()["follow_ups"] == 2
    (row,) = entries(office)
    assert not row["overdue"]


def test_an_entry_that_is_over_is_listed_on_demand_and_owes_nothing_since(office: Desk) -> None:
    begun = now().wall - timedelta(days=9)
    window = Window(begun, now().wall - timedelta(days=7))
    put(office, WatchListed("w1", "p1", WatchEntry("key_region", window)), at=begun)
    assert entries(office) == []
    (row,) = entries(office, "--all")
    assert row["days_without"] == [f"{back(n)}" for n in (9, 8, 7)]
    assert not row["overdue"]


@pytest.mark.parametrize(
    "words",
    [
        ("nobody", "--reason", "key_region"),
        ("p1", "--reason", "From Wuhan"),
        ("p1", "--reason", "key_region", "--follower", "stranger"),
        ("p1", "--reason", "key_region", "--until", "2020-01-01"),
    ],
)
def test_what_cannot_be_listed_is_said_in_one_line(office: Desk, words: tuple[str, ...]) -> None:
    said = office.type("watch", "add", *words, *BY)
    assert (said.code, len(said.lines)) == (2, 1)
    assert entries(office, "--all") == []
