"""The health file of one person as a fold, and what a household makes of a flag."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.events import (
    AbsenceRecorded,
    Actor,
    ActorKind,
    Event,
    Fact,
    HomeTemperatureRecorded,
    IsolationBegun,
    IsolationEnded,
    Moment,
    PersonRecorded,
    PlacementObserved,
    PlacementRecorded,
    SymptomsRecorded,
    WatchEnded,
    WatchFollowedUp,
    WatchListed,
)
from kiosk.core.health import WatchEntry
from kiosk.core.health_file import HealthFile, HealthFlag
from kiosk.core.health_folding import health_file
from kiosk.core.health_roll import Presence, RollRow, count_of, counted, flags_of, relatives
from kiosk.core.people import PersonKind
from kiosk.core.request import ClockTrust
from kiosk.core.windows import Window

AT = datetime(2020, 2, 20, 7, 30, tzinfo=timezone(timedelta(hours=8)))
DAY = date(2020, 2, 20)


def folded(*facts: Fact, **more: Any) -> HealthFile:
    return health_file(
        Event(
            Moment(AT + timedelta(hours=n), n, "boot", ClockTrust.TRUSTED),
            Actor(ActorKind.ACCOUNT, "chen"),
            fact,
            **more,
        )
        for n, fact in enumerate(facts)
    )


def test_the_newest_value_of_a_day_counts() -> None:
    found = folded(
        HomeTemperatureRecorded("p1", DAY, value_c=36.5),
        HomeTemperatureRecorded("p1", DAY, value_c=36.9),
    )
    assert found.home[DAY].value_c == 36.9


def test_a_check_replaces_the_same_check_of_that_day_only() -> None:
    found = folded(
        SymptomsRecorded("p1", DAY, "morning", symptoms=("cough",)),
        SymptomsRecorded("p1", DAY, "noon", symptoms=("fever",)),
        SymptomsRecorded("p1", DAY, "morning"),
    )
    assert {key: one.symptoms for key, one in found.checks.items()} == {
        (DAY, "morning"): (), (DAY, "noon"): ("fever",),
    }  # fmt: skip


def test_who_came_after_all_is_not_absent() -> None:
    absent = AbsenceRecorded("p1", DAY, cause="sick")
    assert folded(absent).absences[DAY].cause == "sick"
    assert folded(absent, AbsenceRecorded("p1", DAY, present=True)).absences == {}


def test_an_isolation_never_begins_later_and_ends_once() -> None:
    later = IsolationBegun("p1", AT + timedelta(days=1), "suspect")
    first = IsolationBegun("p1", AT, "elevated_confirmed", 3)
    (span,) = folded(first, later).isolations
    assert (span.since, span.cause, span.ended) == (AT, "elevated_confirmed", None)
    (span,) = folded(later, first).isolations
    assert span.since == AT
    ended, again = folded(first, IsolationEnded("p1"), IsolationEnded("p1"), later).isolations
    assert ended.ended is not None
    assert ended.ended.at == AT + timedelta(hours=1)
    assert (again.since, again.ended) == (AT + timedelta(days=1), None)
    assert folded(IsolationEnded("p1")).isolations == ()


def test_an_entry_keeps_its_follow_ups_when_its_end_is_set() -> None:
    entry = WatchEntry("key_region", Window(AT, None))
    ended = WatchEntry("key_region", Window(AT, AT + timedelta(days=14)))
    found = folded(
        WatchFollowedUp("w1", "p1"),  # of an entry that nobody made
        WatchListed("w1", "p1", entry),
        WatchFollowedUp("w1", "p1", note="well"),
        WatchListed("w1", "p1", ended),
    )
    (one,) = found.watch
    assert one.window.until == AT + timedelta(days=14)
    assert [up.note for up in one.follow_ups] == ["well"]
    assert one.listed.at == AT + timedelta(hours=1)


def test_an_entry_made_anew_after_a_release_begins_anew() -> None:
    entry = WatchEntry("key_region", Window(AT, None))
    made = (WatchListed("w1", "p1", entry), WatchFollowedUp("w1", "p1"), WatchEnded("w1"))
    (one,) = folded(*made).watch
    assert one.ended is not None
    (one,) = folded(*made, WatchListed("w1", "p1", entry)).watch
    assert (one.ended, one.follow_ups) == (None, ())
    assert folded(WatchEnded("w1")).watch == ()


def test_a_placement_keeps_its_observations_when_it_is_written_anew() -> None:
    found = folded(
        PlacementObserved("l1", "p1", DAY, 36.0),  # of a placement that nobody made
        PlacementRecorded("l1", "p1", Window(AT, None), "factory"),
        PlacementObserved("l1", "p1", DAY, 36.5, "well"),
        PlacementRecorded("l1", "p1", Window(AT, AT + timedelta(days=9)), "factory"),
    )
    (one,) = found.placements
    assert [(day, value) for day, (_, value, _) in one.observed.items()] == [(DAY, 36.5)]


def test_what_a_drill_wrote_is_in_no_file() -> None:
    found = folded(
        IsolationBegun("p1", AT, "elevated_confirmed"),
        HomeTemperatureRecorded("p1", DAY, value_c=39.0),
        PersonRecorded("p1", PersonKind.PUPIL),
        drill=True,
    )
    assert found == folded(PersonRecorded("p1", PersonKind.PUPIL))


def test_no_health_value_is_in_a_repr() -> None:
    found = folded(
        HomeTemperatureRecorded("p1", DAY, value_c=39.25, clock="06:59"),
        SymptomsRecorded("p1", DAY, "morning", symptoms=("cough",), note="since noon"),
        AbsenceRecorded("p1", DAY, cause="infectious"),
        why="told by phone",
    )
    for secret in ("39.25", "06:59", "cough", "noon", "infectious", "told"):
        assert secret not in repr(found)


# --- Households ---

HOUSES = {"p1": ("g1", "g2"), "p2": ("g1",), "p3": ("g3",)}


def test_a_household_is_guardians_children_and_siblings() -> None:
    near = relatives(HOUSES)
    assert near["p1"] == {"g1", "g2", "p2"}
    assert near["p2"] == {"g1", "p1"}
    assert near["g1"] == {"p1", "p2", "g2"}
    assert near["g2"] == {"p1", "g1"}
    assert near["p3"] == {"g3"}


@given(st.dictionaries(st.sampled_from("abcde"), st.lists(st.sampled_from("vwxyz"), max_size=3)))
def test_who_is_near_to_whom_holds_both_ways(houses: dict[str, list[str]]) -> None:
    near = relatives(houses)
    for one, others in near.items():
        assert one not in others
        assert all(one in near[other] for other in others)


def test_a_flag_reaches_the_household_and_no_further() -> None:
    own = {
        "g1": frozenset({HealthFlag.ISOLATED, HealthFlag.CERTIFICATE_MISSING}),
        "p1": frozenset({HealthFlag.WATCHED}),
    }
    near = relatives(HOUSES)
    assert flags_of("p1", own, near) == {HealthFlag.WATCHED, HealthFlag.HOUSEHOLD_ISOLATED}
    assert flags_of("p2", own, near) == {
        HealthFlag.HOUSEHOLD_ISOLATED, HealthFlag.HOUSEHOLD_WATCHED,
    }  # fmt: skip
    assert flags_of("p3", own, near) == frozenset()


# --- Counting ---


def row(kind: PersonKind, presence: Presence | None, unit: str | None = "7/3") -> RollRow:
    return RollRow("x", kind, unit, presence, frozenset(), frozenset())


@given(
    st.lists(
        st.builds(
            row,
            st.sampled_from([PersonKind.PUPIL, PersonKind.STAFF]),
            st.sampled_from(Presence),
            st.sampled_from(["7/3", "7/4", None]),
        )
    )
)
def test_the_enrolled_are_the_sum_of_where_they_are(rows: list[RollRow]) -> None:
    one = count_of("7", rows)
    assert one.enrolled == len(rows) == one.no_record
    assert one.enrolled == (
        one.present + one.absent_sick + one.absent_other + one.placement + one.unknown
    )
    assert sum(each.enrolled for each in counted(rows)) == one.enrolled


def test_guardians_are_counted_apart_and_people_without_a_unit_last() -> None:
    rows = [
        row(PersonKind.STAFF, Presence.PRESENT, None),
        row(PersonKind.PUPIL, Presence.PRESENT),
        row(PersonKind.GUARDIAN, None),
    ]
    of_class, without = counted(rows)
    assert (of_class.unit, of_class.enrolled, of_class.guardians) == ("7/3", 1, 1)
    assert (without.unit, without.enrolled, of_class.guardians_no_record) == (None, 1, 1)
